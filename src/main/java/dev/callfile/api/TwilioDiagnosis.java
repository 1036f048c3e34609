package dev.callfile.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.callfile.call.Callback;
import dev.callfile.call.CallbackActivity;
import dev.callfile.call.CallbackRoute;
import dev.callfile.call.CallbackRoute.Account;
import dev.callfile.call.Outcome;
import dev.callfile.call.Preflight;
import dev.callfile.call.Rejection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether Twilio's callbacks get here, as it goes out. */
record TwilioDiagnosis(Data data) {

    /** @param preflight {@code null} where none was wanted */
    @JsonNaming(SnakeCaseStrategy.class)
    record Data(
            String publicUrl,
            List<Account> accounts,
            CallbackActivity.@Nullable Valid lastValidCallback,
            @JsonProperty("accepted_24h") Accepted accepted,
            @JsonProperty("rejected_24h") Rejected rejected,
            @Nullable Preflight preflight) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record Accepted(Instant since, long total, Map<Callback.Kind, Long> byKind, Map<Outcome, Long> byOutcome) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record Rejected(Instant since, long total, @Nullable Instant lastAt, Map<Rejection, Long> byReason) {}

    static TwilioDiagnosis of(CallbackRoute route, CallbackActivity activity, @Nullable Preflight preflight) {
        return new TwilioDiagnosis(new Data(
                route.publicUrl(),
                route.accounts(),
                activity.lastValid(),
                new Accepted(
                        activity.since(),
                        total(activity.acceptedByKind()),
                        activity.acceptedByKind(),
                        activity.acceptedByOutcome()),
                new Rejected(
                        activity.since(),
                        total(activity.rejectedByReason()),
                        activity.lastRejected(),
                        activity.rejectedByReason()),
                preflight));
    }

    private static long total(Map<?, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
