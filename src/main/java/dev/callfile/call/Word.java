package dev.callfile.call;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Who told what a field says.
 *
 * @param by subject of the person's token; {@code null} for Twilio
 * @param at when it was told
 * @param value what a person wrote, which may be JSON's null; {@code null} for Twilio, whose facts are kept elsewhere
 */
record Word(
        Source source,
        @Nullable String by,
        Instant at,
        @Nullable JsonNode value) {

    /** A person's words win over Twilio's. */
    enum Source {
        TWILIO,
        PERSON;

        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        static Source of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    static Word ofTwilio(Instant at) {
        return new Word(Source.TWILIO, null, at, null);
    }

    static Word ofPerson(String by, Instant at, JsonNode value) {
        return new Word(Source.PERSON, by, at, value);
    }

    boolean isPersons() {
        return source == Source.PERSON;
    }

    /**
     * Of two records that turn out to be one: a person's word before Twilio's, then the later, then the greater. Nobody's
     * notes and nobody's action items are lost: those of both stand, the earlier first.
     */
    Word merge(Word other, Field field) {
        if (source != other.source) {
            return isPersons() ? this : other;
        }
        int order = at.compareTo(other.at);
        if (order == 0) {
            order = text(value).compareTo(text(other.value));
        }
        Word earlier = order >= 0 ? other : this;
        Word later = order >= 0 ? this : other;
        JsonNode first = earlier.value;
        JsonNode second = later.value;
        return first == null || second == null ? later : later.with(both(first, second, field));
    }

    private static JsonNode both(JsonNode earlier, JsonNode later, Field field) {
        if (earlier.equals(later)) {
            return later;
        }
        if (field == Field.NOTES && earlier.isTextual() && later.isTextual()) {
            return TextNode.valueOf(earlier.textValue() + "\n\n" + later.textValue());
        }
        if (field == Field.ACTION_ITEMS && earlier.isArray() && later.isArray()) {
            ArrayNode both = earlier.deepCopy();
            Set<String> ids = StreamSupport.stream(earlier.spliterator(), false)
                    .map(item -> item.path("id").asText())
                    .collect(Collectors.toSet());
            later.forEach(item -> {
                if (ids.add(item.path("id").asText())) {
                    both.add(item);
                }
            });
            return both;
        }
        return later;
    }

    private Word with(JsonNode value) {
        return new Word(source, by, at, value);
    }

    private static String text(@Nullable JsonNode value) {
        return Objects.toString(value);
    }
}
