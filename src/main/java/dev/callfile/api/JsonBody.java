package dev.callfile.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.callfile.http.ForeignJson;
import dev.callfile.problem.FieldError;
import dev.callfile.problem.ProblemCode;
import dev.callfile.problem.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A JSON object that a client sent: read strictly, and every fault of it found before any is told. */
final class JsonBody {

    private static final int LONGEST_BODY = 1024 * 1024;
    private static final ObjectMapper JSON = JsonMapper.builder(ForeignJson.upTo(LONGEST_BODY))
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    /** PostgreSQL's text holds neither U+0000 nor half a character. */
    private static final Pattern STORABLE = Pattern.compile("[^\\x{0}\\x{D800}-\\x{DFFF}]*");

    private static final int LONGEST_NAME = 255;
    private static final int MOST_FAULTS = 100;

    private final JsonNode object;
    private final List<FieldError> errors = new ArrayList<>();

    private JsonBody(JsonNode object) {
        this.object = object;
    }

    /**
     * Reads a body.
     *
     * @param names the members that it may have
     * @throws ProblemException 400 when it is not JSON, 422 when it is no object
     */
    static JsonBody parse(byte[] body, List<String> names) {
        try {
            // Said to be UTF-8, and refused where it is not: a replacement character would be kept as a word.
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            JsonBody parsed = new JsonBody(JSON.readTree(body));
            if (parsed.object.isMissingNode()) {
                throw new ProblemException(ProblemCode.BAD_REQUEST, "The body is empty: send a JSON object.");
            }
            if (!parsed.object.isObject()) {
                throw new ProblemException(ProblemCode.VALIDATION_ERROR, "The body must be a JSON object.");
            }
            parsed.refuseUnknown("", parsed.object, names);
            return parsed;
        } catch (CharacterCodingException e) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "The body is not UTF-8.");
        } catch (StreamConstraintsException e) {
            throw new ProblemException(
                    ProblemCode.BAD_REQUEST,
                    "The body is deeper than 100 levels, or has a number of over 100 digits or a name of over 1000"
                            + " characters.");
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " near line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            throw new ProblemException(ProblemCode.BAD_REQUEST, "The body is not JSON" + where + ".");
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory can be read", e);
        }
    }

    /** The whole object. */
    JsonNode object() {
        return object;
    }

    /** Whether a member is there, be it {@code null}. */
    boolean has(String name) {
        return object.has(name);
    }

    /** A member as it is; a missing one where there is none. */
    JsonNode node(String name) {
        return object.path(name);
    }

    /** Text of a member; {@code null} where it is not there, is JSON's null, or is a fault. */
    @Nullable String text(String name, int longest, boolean mayBeBlank) {
        return text(name, object.path(name), longest, mayBeBlank);
    }

    /** Text of a value inside. */
    @Nullable String text(String path, JsonNode value, int longest, boolean mayBeBlank) {
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            fault(path, "must be a string");
            return null;
        }
        String text = value.textValue();
        if (text.length() > longest || (!mayBeBlank && text.isBlank())) {
            fault(
                    path,
                    mayBeBlank
                            ? "must be at most " + longest + " characters"
                            : "must be 1 to " + longest + " characters, not all of them blank");
            return null;
        }
        if (!STORABLE.matcher(text).matches()) {
            fault(path, "must not hold U+0000 or half a surrogate pair");
            return null;
        }
        return text;
    }

    /** Finds members that nobody asked for. */
    void refuseUnknown(String prefix, JsonNode part, List<String> names) {
        part.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                String shown = name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
                fault(prefix + shown, "cannot be written here; what can is " + String.join(", ", names));
            }
        });
    }

    /** Notes a fault. Who has more of them than anybody mends at once is told the first. */
    void fault(String field, String detail) {
        if (errors.size() < MOST_FAULTS) {
            errors.add(new FieldError(field, detail));
        }
    }

    /** @throws ProblemException 422 with every fault, if there was any */
    void refuseFaults() {
        if (!errors.isEmpty()) {
            String detail = errors.size() == 1 ? "A value is wrong." : errors.size() + " values are wrong.";
            throw new ProblemException(ProblemCode.VALIDATION_ERROR, detail, errors);
        }
    }
}
