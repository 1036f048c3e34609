package dev.callfile.call;

import static java.util.function.Predicate.not;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.callfile.call.Rows.CallRow;
import dev.callfile.call.Rows.LegRow;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the store has of some legs: what was made of the ledger, and the ledger itself.
 *
 * @param children legs that, as the ledger says, one of these dialled
 */
@JsonNaming(SnakeCaseStrategy.class)
@RegisterForReflection(registerFullHierarchy = true) // read or written by Rows
record Stored(
        List<LegRow> legs,
        List<CallRecording> recordings,
        List<CallTranscription> transcriptions,
        List<CallInsight> insights,
        List<CallRow> calls,
        List<Line> lines,
        Set<String> children) {

    /**
     * A line of the ledger that names a leg.
     *
     * @param pruned whether its parameters are no longer kept
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Line(
            String id,
            String kind,
            String callSid,
            @Nullable String parentCallSid,
            String requestTarget,
            Map<String, List<String>> parameters,
            Instant receivedAt,
            boolean pruned) {

        static final Comparator<Line> BY_RECEIPT =
                Comparator.comparing(Line::receivedAt).thenComparing(Line::id);

        /** Empty where the line does not keep what it told, or where only another version of the service could read it. */
        Optional<Callback> read(LedgerReader reader) {
            return Arrays.stream(Callback.Kind.values())
                    .filter(known -> known.word().equals(kind))
                    .filter(known -> !pruned)
                    .findFirst()
                    .flatMap(known -> reader.read(known, requestTarget, parameters));
        }
    }

    /** Legs of which there is anything at all. */
    Set<String> sids() {
        return Stream.of(
                        legs.stream().map(row -> row.leg().callSid()),
                        recordings.stream().map(CallRecording::callSid),
                        transcriptions.stream().map(CallTranscription::callSid),
                        insights.stream().map(CallInsight::callSid),
                        lines.stream().map(Line::callSid))
                .flatMap(sids -> sids)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Legs that any row names as belonging to these. */
    Stream<String> named() {
        return Stream.of(
                        children.stream(),
                        lines.stream().map(Line::parentCallSid),
                        legs.stream()
                                .flatMap(row ->
                                        Stream.of(row.rootCallSid(), row.leg().callSid())),
                        legs.stream().map(row -> row.leg().parentCallSid()))
                .flatMap(sids -> sids)
                .filter(not(Objects::isNull));
    }

    /** That what was said on a leg is no longer kept is no line of the ledger. */
    Stream<CallLeg> letGo(String callSid) {
        return leg(callSid).map(LegRow::leg).stream()
                .flatMap(leg -> Stream.ofNullable(leg.transcriptsPrunedAt()))
                .map(at -> CallLeg.letGo(callSid, at));
    }

    /** Nor is that a recording was deleted. */
    List<CallRecording> deletedOf(String callSid) {
        return recordings.stream()
                .filter(recording -> recording.callSid().equals(callSid))
                .flatMap(recording -> Stream.ofNullable(recording.deletedAt())
                        .map(at -> CallRecording.deleted(recording.recordingSid(), callSid, at)))
                .toList();
    }

    Optional<LegRow> leg(String callSid) {
        return legs.stream().filter(row -> row.leg().callSid().equals(callSid)).findFirst();
    }
}
