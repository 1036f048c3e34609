package dev.callfile.call;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * That data was erased, or would be: who asked, when, and how much; no number, and no name.
 *
 * @param id {@code null} for a dry run, which leaves nothing behind
 * @param callId of the record that was asked for; {@code null} where it was a number
 * @param state how far it is, as a word of the API; {@code null} for a dry run
 * @param lateCallbacks how many came since for what was erased
 * @param recordingsAtTwilio {@code null} where nobody asked for that
 * @param callSids the first of those that were erased, in their order
 */
@JsonNaming(SnakeCaseStrategy.class)
@RegisterForReflection(registerFullHierarchy = true) // read or written by Rows
public record Erasure(
        @Nullable String id,
        boolean dryRun,
        @Nullable String callId,
        String askedBy,
        Instant askedAt,
        @Nullable String state,
        @Nullable Instant finishedAt,
        @JsonUnwrapped ErasedRows rows,
        long lateCallbacks,
        @Nullable AtTwilio recordingsAtTwilio,
        List<String> callSids) {

    /** What has become of the recordings at Twilio. */
    public record AtTwilio(long pending, long deleted, long failed) {}

    static Erasure dry(ErasureRequest request, String by, Instant at, ErasedRows rows) {
        AtTwilio atTwilio = request.recordingsAtTwilio() ? new AtTwilio(0, 0, 0) : null;
        return new Erasure(null, true, request.callId(), by, at, null, null, rows, 0, atTwilio, List.of());
    }
}
