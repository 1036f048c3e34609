package dev.callfile.call;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.callfile.call.ReconciliationFinding.Kind;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known here of one of Twilio's calls, for comparing it with what Twilio has.
 *
 * @param caseId of the record that the leg belongs to
 */
@JsonNaming(SnakeCaseStrategy.class)
record KnownCall(CallLeg leg, @Nullable String caseId, List<CallRecording> recordings) {

    /**
     * Where Twilio has more than is known. An end that differs a little is no difference: callbacks and the REST API tell
     * the same moment in their own ways.
     *
     * @param known {@code null} where nothing is
     * @return empty where there is nothing to repair, or where it is a recording of a call that is not known
     */
    static Optional<Kind> difference(Callback fact, @Nullable KnownCall known) {
        CallRecording recording = fact.recording();
        if (known == null) {
            return recording == null ? Optional.of(Kind.MISSING) : Optional.empty();
        }
        boolean same = recording == null
                ? known.tellsAll(Objects.requireNonNull(fact.leg()))
                : known.recordings.stream().anyMatch(one -> tellsAll(one, recording));
        return same ? Optional.empty() : Optional.of(Kind.STALE);
    }

    private boolean tellsAll(CallLeg fact) {
        CallLeg merged = leg.merge(fact);
        boolean gainsCase = caseId == null && !Objects.equals(merged.mappedCaseId(), leg.mappedCaseId());
        return !gainsCase
                && Stream.<Function<CallLeg, @Nullable Object>>of(
                                CallLeg::status, CallLeg::durationSeconds, CallLeg::startedAt)
                        .allMatch(unchangedIn(merged))
                && Stream.<Function<CallLeg, @Nullable Object>>of(
                                CallLeg::parentCallSid,
                                CallLeg::fromNumber,
                                CallLeg::toNumber,
                                CallLeg::direction,
                                CallLeg::endedAt)
                        .allMatch(told -> told.apply(leg) != null || told.apply(merged) == null);
    }

    private Predicate<Function<CallLeg, @Nullable Object>> unchangedIn(CallLeg merged) {
        return told -> Objects.equals(told.apply(leg), told.apply(merged));
    }

    private static boolean tellsAll(CallRecording known, CallRecording fact) {
        CallRecording merged = known.merge(fact);
        return known.recordingSid().equals(fact.recordingSid())
                && known.status() == merged.status()
                && Objects.equals(known.durationSeconds(), merged.durationSeconds());
    }
}
