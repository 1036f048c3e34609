package dev.callfile.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.callfile.call.Rows.CallRow;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is stored of some calls, beside what the ledger says of them. */
record Comparison(Stored stored, Replay replay, Records records) {

    /** What a rebuild does not bring back, or does not change for its own sake. */
    private static final Set<String> BESIDE = Set.of("words", "updated_at", "kept");

    /** What no reader sees. */
    private static final Set<String> INTERNAL = Set.of("account_sid", "recording_sid");

    /** What differs of a call; see {@link Difference}. */
    SortedSet<String> fields(CallTree tree, @Nullable CallRow before) {
        SortedSet<String> fields = new TreeSet<>(ofRecord(tree, before));
        Set<String> sids = Replay.sids(tree);
        note(
                fields,
                "legs",
                of(sids, stored.legs(), row -> row.leg().callSid()),
                CallMerge.rows(tree).toList());
        note(fields, "recordings", of(sids, stored.recordings(), CallRecording::callSid), tree.recordings());
        note(
                fields,
                "transcriptions",
                of(sids, stored.transcriptions(), CallTranscription::callSid),
                tree.transcriptions());
        note(fields, "insights", of(sids, stored.insights(), CallInsight::callSid), tree.insights());
        if (replay.isUntold(tree)) {
            fields.add(Difference.LEDGER);
        }
        return fields;
    }

    private static <T> void note(Set<String> fields, String what, List<T> stored, List<T> told) {
        if (!new HashSet<>(stored).equals(new HashSet<>(told))) {
            fields.add(what);
        }
    }

    /** The record's fields that differ. */
    private Set<String> ofRecord(CallTree tree, @Nullable CallRow before) {
        return before == null
                ? Set.of(Difference.RECORD)
                : changes(tree, before).properties().stream()
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet());
    }

    /** What a reader of the record saw, and what there is to see. */
    ObjectNode seen(CallTree tree, CallRow before) {
        return changes(tree, before).without(INTERNAL);
    }

    private ObjectNode changes(CallTree tree, CallRow before) {
        JsonNode was = Rows.tree(before);
        JsonNode is = Rows.tree(records.after().get(tree.rootSid()));
        ObjectNode changes = JsonNodeFactory.instance.objectNode();
        was.properties().stream()
                .filter(field -> !BESIDE.contains(field.getKey()))
                .filter(field -> !field.getValue().equals(is.path(field.getKey())))
                .forEach(field -> changes.putObject(field.getKey())
                        .<ObjectNode>set("from", field.getValue())
                        .set("to", is.path(field.getKey())));
        return changes;
    }

    /** Rows of some legs. */
    static <T> List<T> of(Set<String> sids, List<T> rows, Function<T, String> callSid) {
        return rows.stream().filter(row -> sids.contains(callSid.apply(row))).toList();
    }
}
