package dev.callfile.call;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How callbacks have fared at all replicas.
 *
 * @param since the full hour from which on they are counted, 24 to 25 hours ago
 * @param lastValid {@code null} where there has never been one
 * @param lastRejected {@code null} where there was none since then
 */
public record CallbackActivity(
        Instant since,
        @Nullable Valid lastValid,
        Map<Callback.Kind, Long> acceptedByKind,
        Map<Outcome, Long> acceptedByOutcome,
        Map<Rejection, Long> rejectedByReason,
        @Nullable Instant lastRejected) {

    /**
     * A genuine callback.
     *
     * @param accountSid {@code null} where it named no account, or is not known to have
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Valid(Instant at, String kind, @Nullable String accountSid) {}
}
