package dev.callfile.call;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a call.
 *
 * @param kind {@code callback}, {@code placement}, {@code edit}, {@code move}, {@code playback},
 *     {@code fold} or {@code fetch}
 * @param outcome what a callback did: {@code applied}, {@code unassigned}, {@code stale} or {@code duplicate}
 * @param by subject of the token; {@code null} where no person had a part in it
 */
public record CallEvent(
        String id,
        Instant at,
        String kind,
        @Nullable String outcome,
        @Nullable String by,
        JsonNode details) {}
