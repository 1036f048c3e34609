package dev.callfile.call;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.callfile.call.Rows.CallRow;
import dev.callfile.call.Rows.DurationChange;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The records of some calls, by the CallSid of each call's root leg.
 *
 * @param before the record that a call had, as far as it had one
 * @param after the record that it has then
 * @param folds the records that become part of another
 */
record Records(Map<String, CallRow> before, Map<String, CallRow> after, List<Homes.Fold> folds) {

    /** Stands for the case of calls that have none, in the numbering of changes. */
    private static final String NO_CASE = "";

    /** Those that are new, or say something else than they did. */
    List<CallRow> changed() {
        return after.entrySet().stream()
                .filter(call -> !saysTheSame(call.getValue(), before.get(call.getKey())))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Those, and others that retention has to look at again. */
    List<CallRow> written() {
        return after.entrySet().stream()
                .filter(call -> !call.getValue().equals(before.get(call.getKey())))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static boolean saysTheSame(CallRow is, @Nullable CallRow was) {
        return was != null && is.saysTheSameAs(was);
    }

    Set<String> folded() {
        return folds.stream().map(fold -> fold.folded().id()).collect(Collectors.toSet());
    }

    List<DurationChange> durationChanges() {
        return before.entrySet().stream()
                .flatMap(call -> durationChange(call.getValue(), requireNonNull(after.get(call.getKey()))))
                .toList();
    }

    static Stream<DurationChange> durationChange(CallRow was, CallRow is) {
        String caseId = was.facts().caseId();
        boolean moved = was.facts().sortDuration() != is.facts().sortDuration();
        return moved && Objects.equals(caseId, is.facts().caseId())
                ? Stream.of(new DurationChange(
                        requireNonNullElse(caseId, NO_CASE),
                        was.id(),
                        was.facts().sortDuration()))
                : Stream.empty();
    }
}
