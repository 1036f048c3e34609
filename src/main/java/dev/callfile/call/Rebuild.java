package dev.callfile.call;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.callfile.call.RebuildStore.Untold;
import dev.callfile.call.Rows.CallRow;
import dev.callfile.call.Rows.Change;
import dev.callfile.call.Rows.EventRow;
import dev.callfile.call.Stored.Line;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Some calls as they are, beside what the ledger makes of them: what differs, and what has to be written. */
final class Rebuild {

    private final Stored stored;
    private final Replay replay;
    private final CallMerge merge;
    private final Map<String, CallTree> told;
    private final Records records;
    private final Comparison comparison;
    private final Map<String, SortedSet<String>> ofTree = new TreeMap<>();

    /** @param words that people have written of a call which has no record any more */
    Rebuild(Stored stored, Replay replay, CallMerge merge, Function<CallTree, Words> words) {
        this.stored = stored;
        this.replay = replay;
        this.merge = merge;
        this.told = replay.told();
        this.records = merge.records(
                told,
                stored.calls().stream().filter(call -> toldRoot(call) != null).toList(),
                callSid -> requireNonNullElse(formerLegOf(callSid), callSid),
                tree -> new CallMerge.Origin(madeAt(tree), words.apply(tree)));
        this.comparison = new Comparison(stored, replay, records);
        told.forEach((root, tree) ->
                ofTree.put(root, comparison.fields(tree, records.before().get(root))));
    }

    /** Every record that is not what the ledger says, and every call that should have one. */
    List<Difference> differences() {
        List<Difference> found = new ArrayList<>();
        told.forEach((root, tree) -> {
            SortedSet<String> fields = requireNonNull(ofTree.get(root));
            CallRow before = records.before().get(root);
            if (!fields.isEmpty()) {
                found.add(new Difference(before == null ? root : before.id(), root, fields));
            }
        });
        records.folds().forEach(fold -> found.add(difference(fold.folded().id(), fold.callSid(), Difference.RECORD)));
        stored.calls().stream()
                .filter(call -> toldRoot(call) == null)
                .forEach(call -> found.add(difference(call.id(), call.twilioCallSid(), Difference.LEDGER)));
        replay.trees().keySet().stream()
                .filter(root -> !told.containsKey(root) && isWithoutRecord(root))
                .forEach(root -> found.add(difference(root, root, Difference.LEDGER)));
        return found;
    }

    /** What is to be written so that every record is what the ledger says. */
    Change change(@Nullable String by) {
        List<CallTree> differing =
                told.values().stream().filter(this::isToBeWritten).toList();
        return new Change(
                null,
                differing.stream().flatMap(CallMerge::rows).toList(),
                untold(all(differing, CallTree::recordings), stored.recordings()),
                untold(all(differing, CallTree::transcriptions), stored.transcriptions()),
                untold(all(differing, CallTree::insights), stored.insights()),
                records.changed(),
                records.folded(),
                records.durationChanges(),
                List.of(),
                Stream.concat(
                                records.folds().stream().map(merge::event),
                                differing.stream().map(tree -> event(tree, by)))
                        .toList());
    }

    /** Rows to be taken away: nothing in the ledger tells of them. */
    Untold untold() {
        List<CallTree> differing =
                told.values().stream().filter(this::isToBeWritten).toList();
        Set<String> sids = new HashSet<>();
        differing.forEach(tree -> sids.addAll(Replay.sids(tree)));
        return new Untold(
                untold(
                        Comparison.of(sids, stored.recordings(), CallRecording::callSid),
                        all(differing, CallTree::recordings)),
                untold(
                        Comparison.of(sids, stored.transcriptions(), CallTranscription::callSid),
                        all(differing, CallTree::transcriptions)),
                untold(
                        Comparison.of(sids, stored.insights(), CallInsight::callSid),
                        all(differing, CallTree::insights)));
    }

    /** Whether there is anything to be written. */
    boolean changesSomething() {
        return !records.folds().isEmpty() || told.values().stream().anyMatch(this::isToBeWritten);
    }

    private boolean isWithoutRecord(String root) {
        return stored.calls().stream()
                .noneMatch(
                        call -> root.equals(replay.rootOf(call.twilioCallSid())) || root.equals(call.twilioCallSid()));
    }

    private boolean isToBeWritten(CallTree tree) {
        SortedSet<String> fields = requireNonNull(ofTree.get(tree.rootSid()));
        return fields.stream().anyMatch(field -> !field.equals(Difference.LEDGER));
    }

    private EventRow event(CallTree tree, @Nullable String by) {
        CallRow before = records.before().get(tree.rootSid());
        ObjectNode changes = before == null ? JsonNodeFactory.instance.objectNode() : comparison.seen(tree, before);
        return merge.event(
                tree.rootSid(),
                "rebuild",
                by,
                Rows.tree(Map.of("differences", requireNonNull(ofTree.get(tree.rootSid())), "changes", changes)));
    }

    /** A record that is gone was made with the first line of its ledger, or, of a call that only Twilio told of, is as old. */
    private Instant madeAt(CallTree tree) {
        Set<String> sids = Replay.sids(tree);
        Line first = stored.lines().stream()
                .filter(line -> sids.contains(line.callSid()))
                .min(Line.BY_RECEIPT)
                .orElseThrow();
        Instant ofCall = tree.createdAt();
        return ofCall != null && first.kind().equals(Callback.Kind.RECONCILIATION.word()) ? ofCall : first.receivedAt();
    }

    private @Nullable String toldRoot(CallRow call) {
        String leg =
                replay.rootOf(call.twilioCallSid()) == null ? formerLegOf(call.twilioCallSid()) : call.twilioCallSid();
        String root = leg == null ? null : replay.rootOf(leg);
        return root != null && told.containsKey(root) ? root : null;
    }

    /** A leg that was this root's, as far as the store knows. */
    private @Nullable String formerLegOf(String rootSid) {
        return stored.legs().stream()
                .filter(row -> row.rootCallSid().equals(rootSid))
                .map(row -> row.leg().callSid())
                .min(String::compareTo)
                .orElse(null);
    }

    private static Difference difference(String id, String callSid, String field) {
        return new Difference(id, callSid, new TreeSet<>(Set.of(field)));
    }

    private static <T> List<T> all(Collection<CallTree> trees, Function<CallTree, List<T>> part) {
        return trees.stream().flatMap(tree -> part.apply(tree).stream()).toList();
    }

    /** What of one list is not in the other, to the letter. */
    private static <T> List<T> untold(List<T> rows, List<T> others) {
        return rows.stream().filter(row -> !others.contains(row)).toList();
    }
}
