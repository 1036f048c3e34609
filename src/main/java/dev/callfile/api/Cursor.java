package dev.callfile.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.callfile.call.ActionItemPosition;
import dev.callfile.call.ActionItemQuery;
import dev.callfile.call.CaseId;
import dev.callfile.call.PhoneCallQuery;
import dev.callfile.call.Position;
import dev.callfile.http.ForeignJson;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a list goes on, as a client sees it: URL-safe Base64 of a JSON object. It names the list that it belongs to by a
 * digest, so that it cannot be used with another; it is not a secret and authorises nothing.
 *
 * @param id of the call, or of an event
 * @param item the place of an action item within its call
 * @param list digest of case, filters and sort
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection(registerFullHierarchy = true) // JSON inside
record Cursor(
        @JsonProperty(required = true) String id,
        @JsonProperty("created_at") @Nullable Instant createdAt,
        @JsonProperty("duration_seconds") @Nullable Integer durationSeconds,
        @JsonProperty("version") @Nullable Long version,
        @JsonProperty("item") @Nullable Long item,
        @JsonProperty(required = true) String list) {

    private static final int LONGEST = 1024;
    private static final ObjectMapper JSON = JsonMapper.builder(ForeignJson.upTo(LONGEST))
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    static Cursor of(Position position, PhoneCallQuery query) {
        return new Cursor(
                position.id(),
                position.createdAt(),
                position.durationSeconds(),
                position.durationSeconds() == null ? null : position.version(),
                null,
                ListDigest.of(query));
    }

    static Cursor of(ActionItemPosition position, ActionItemQuery query) {
        Position call = position.call();
        return new Cursor(call.id(), call.createdAt(), null, null, position.place(), ListDigest.of(query));
    }

    /** @param eventId of the last event that has been seen */
    static Cursor of(String eventId, CallAddress call) {
        return of(eventId, ListDigest.of(call));
    }

    /**
     * In a list that is in the order of its ids.
     *
     * @param id of the last that has been seen
     * @param list digest of the list
     */
    static Cursor of(String id, String list) {
        return new Cursor(id, null, null, null, null, list);
    }

    /** Reads a cursor; empty when the text is not one of ours. */
    static Optional<Cursor> parse(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(JSON.readValue(Base64.getUrlDecoder().decode(text), Cursor.class))
                    .filter(Cursor::isWhole);
        } catch (IllegalArgumentException | IOException e) {
            return Optional.empty();
        }
    }

    /** Jackson leaves what is {@code null} in the JSON so, required or not. */
    @SuppressWarnings("ConstantValue")
    private boolean isWhole() {
        return id != null && list != null;
    }

    /** The place in the list of a query; empty when the cursor belongs to another list. */
    Optional<Position> positionIn(PhoneCallQuery query) {
        return item == null && list.equals(ListDigest.of(query))
                ? Optional.of(call()).filter(call -> call.fits(query.sortBy()))
                : Optional.empty();
    }

    /** The place in the list of a query; empty when the cursor belongs to another list. */
    Optional<ActionItemPosition> positionIn(ActionItemQuery query) {
        return item != null && list.equals(ListDigest.of(query))
                ? Optional.of(new ActionItemPosition(call(), item)).filter(ActionItemPosition::fits)
                : Optional.empty();
    }

    /** The last event that has been seen of a call; empty when the cursor belongs to another list. */
    Optional<String> eventOf(CallAddress call) {
        return list.equals(ListDigest.of(call)) && CaseId.parse(id).isPresent() ? Optional.of(id) : Optional.empty();
    }

    /** The last that has been seen of a list in the order of its ids; empty when the cursor belongs to another list. */
    Optional<String> idIn(String digest) {
        return list.equals(digest) && id.length() <= 64 && id.indexOf('\0') < 0 ? Optional.of(id) : Optional.empty();
    }

    private Position call() {
        return new Position(id, createdAt, durationSeconds, version == null ? 0 : version);
    }

    /** The text for a client. Spaces fill the JSON up to whole groups of Base64, so that it needs no padding in a URL. */
    String text() {
        try {
            byte[] json = JSON.writeValueAsBytes(this);
            byte[] filled = Arrays.copyOf(json, (json.length + 2) / 3 * 3);
            Arrays.fill(filled, json.length, filled.length, (byte) ' ');
            return Base64.getUrlEncoder().encodeToString(filled);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
