package dev.callfile.call;

import com.github.f4b6a3.ulid.UlidCreator;
import dev.callfile.call.Rows.CallRow;
import dev.callfile.call.Rows.CallbackRow;
import dev.callfile.call.Rows.Change;
import dev.callfile.call.Rows.DurationChange;
import dev.callfile.call.Rows.Known;
import dev.callfile.call.Rows.LegRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Merges one callback into what is known: which rows change, and how.
 *
 * @param now time of receipt, in whole microseconds
 */
record CallMerge(Instant now) {

    /** A callback that names no call. */
    Change unlinked(Callback callback) {
        return new Change(row(callback, Outcome.UNLINKED), List.of(), List.of(), List.of(), Set.of(), List.of());
    }

    Change apply(Callback callback, CallLeg fact, Known known) {
        Map<String, CallLeg> legs = byKey(known.legs(), CallLeg::callSid);
        legs.merge(fact.callSid(), fact, CallLeg::merge);
        Map<String, CallRecording> recordings = byKey(known.recordings(), CallMerge::key);
        List<CallRecording> told = Stream.ofNullable(callback.recording())
                .map(recording -> recordings.merge(key(recording), recording, CallRecording::merge))
                .toList();
        Map<String, CallTree> trees = CallTree.grow(legs.values(), recordings.values());

        Set<String> folded = new HashSet<>();
        Map<String, CallRow> before = homes(trees, fact.callSid(), known.calls(), folded);
        List<CallRow> calls = new ArrayList<>();
        List<DurationChange> durationChanges = new ArrayList<>();
        for (CallTree tree : trees.values()) {
            CallRow old = before.get(tree.rootSid());
            CallRow call = row(tree, old);
            if (!call.equals(old)) {
                calls.add(call);
                Stream.ofNullable(old).flatMap(was -> durationChange(was, call)).forEach(durationChanges::add);
            }
        }
        return new Change(row(callback, outcome(calls)), legRows(trees), told, calls, folded, durationChanges);
    }

    private static Outcome outcome(List<CallRow> changed) {
        if (changed.isEmpty()) {
            return Outcome.STALE;
        }
        boolean unassigned = changed.stream().anyMatch(call -> call.facts().caseId() == null);
        return unassigned ? Outcome.UNASSIGNED : Outcome.APPLIED;
    }

    private CallRow row(CallTree tree, @Nullable CallRow old) {
        CallFacts facts = tree.facts();
        if (old == null) {
            return new CallRow(UlidCreator.getMonotonicUlid().toString(), tree.rootSid(), facts, now, now);
        }
        boolean seen = !old.facts().looksLike(facts) || !old.twilioCallSid().equals(tree.rootSid());
        Instant updatedAt = seen && now.isAfter(old.updatedAt()) ? now : old.updatedAt();
        return new CallRow(old.id(), tree.rootSid(), facts, old.createdAt(), updatedAt);
    }

    private static Stream<DurationChange> durationChange(CallRow was, CallRow is) {
        String caseId = was.facts().caseId();
        boolean moved = was.facts().sortDuration() != is.facts().sortDuration();
        return caseId != null && moved && Objects.equals(caseId, is.facts().caseId())
                ? Stream.of(new DurationChange(caseId, was.id(), was.facts().sortDuration()))
                : Stream.empty();
    }

    /**
     * Each call's record so far. Where a leg had a record of its own and turns out to be another's child, that record
     * becomes the root's or, if the root has one, is folded into it: one business call, one record. So does the record
     * of a parent that told nothing itself, when its only child turns out to be another's.
     */
    private static Map<String, CallRow> homes(
            Map<String, CallTree> trees, String factSid, List<CallRow> calls, Set<String> folded) {
        Map<String, String> rootOfLeg = new HashMap<>();
        trees.values().forEach(tree -> tree.legs().forEach(leg -> rootOfLeg.put(leg.callSid(), tree.rootSid())));
        Comparator<CallRow> rootsOwnThenOldest = Comparator.<CallRow, Boolean>comparing(
                        call -> !trees.containsKey(call.twilioCallSid()))
                .thenComparing(CallRow::createdAt)
                .thenComparing(CallRow::id);
        Map<String, CallRow> homes = new TreeMap<>();
        calls.stream().sorted(rootsOwnThenOldest).forEach(call -> {
            String root = trees.containsKey(call.twilioCallSid())
                    ? call.twilioCallSid()
                    : rootOfLeg.getOrDefault(call.twilioCallSid(), rootOfLeg.get(factSid));
            if (homes.putIfAbsent(root, call) != null) {
                folded.add(call.id());
            }
        });
        return homes;
    }

    private CallbackRow row(Callback callback, Outcome outcome) {
        return new CallbackRow(
                UlidCreator.getMonotonicUlid().toString(),
                callback.kind(),
                callback.accountSid(),
                callback.leg() == null ? null : callback.leg().callSid(),
                callback.recording() == null ? null : callback.recording().recordingSid(),
                callback.requestTarget(),
                "\\x" + HexFormat.of().formatHex(callback.digest()),
                outcome,
                now);
    }

    private static List<LegRow> legRows(Map<String, CallTree> trees) {
        return trees.values().stream()
                .flatMap(tree -> tree.legs().stream().map(leg -> new LegRow(leg, tree.rootSid())))
                .toList();
    }

    private static String key(CallRecording recording) {
        return recording.recordingSid() + '/' + recording.callSid();
    }

    private static <T> Map<String, T> byKey(List<T> rows, Function<T, String> key) {
        return rows.stream().collect(Collectors.toMap(key, Function.identity(), (a, b) -> a, TreeMap::new));
    }
}
