package dev.callfile.call;

import dev.callfile.call.Rows.LegRow;
import dev.callfile.call.Stored.Line;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger says of some legs. Of a leg some of whose lines cannot be read any more, what is stored counts too; so does
 * what is stored of a leg that the ledger has no line of: nothing is given up because the ledger does not tell it.
 *
 * @param trees the calls that the legs make up, by the CallSid of each call's root leg
 * @param lost legs that can neither be read from the ledger nor are stored
 * @param untold legs that are stored, and of which the ledger has no line
 */
record Replay(Map<String, CallTree> trees, Set<String> lost, Set<String> untold) {

    static Replay of(Stored stored, LedgerReader reader) {
        Gathered gathered = new Gathered();
        Map<String, List<Line>> lines = stored.lines().stream().collect(Collectors.groupingBy(Line::callSid));
        Set<String> lost = new TreeSet<>();
        Set<String> untold = new TreeSet<>();
        for (String sid : stored.sids()) {
            List<Line> ofLeg = lines.getOrDefault(sid, List.of());
            List<Optional<Callback>> read =
                    ofLeg.stream().map(line -> line.read(reader)).toList();
            read.stream().flatMap(Optional::stream).forEach(gathered::add);
            stored.letGo(sid).forEach(gathered::add);
            gathered.add(stored.deletedOf(sid), List.of(), List.of());
            if (ofLeg.isEmpty()) {
                untold.add(sid);
            }
            if (ofLeg.isEmpty() || read.stream().anyMatch(Optional::isEmpty)) {
                Optional<LegRow> leg = stored.leg(sid);
                leg.ifPresentOrElse(row -> gathered.add(row.leg()), () -> lost.add(sid));
                ofLeg.forEach(line -> gathered.add(CallLeg.dialled(sid, line.parentCallSid())));
                addStored(stored, sid, gathered);
            }
        }
        return new Replay(gathered.trees(), lost, untold);
    }

    private static void addStored(Stored stored, String sid, Gathered gathered) {
        gathered.add(
                of(sid, stored.recordings(), CallRecording::callSid),
                of(sid, stored.transcriptions(), CallTranscription::callSid),
                of(sid, stored.insights(), CallInsight::callSid));
    }

    private static <T> List<T> of(String sid, List<T> rows, Function<T, String> callSid) {
        return rows.stream().filter(row -> callSid.apply(row).equals(sid)).toList();
    }

    /** Legs that the ledger names as belonging to these. */
    Set<String> named() {
        return trees.values().stream()
                .flatMap(tree -> named(tree).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The legs of a call and whoever dialled them, be it a leg that has told nothing of itself. */
    static Set<String> named(CallTree tree) {
        Set<String> named = sids(tree);
        named.add(tree.rootSid());
        tree.legs().stream()
                .flatMap(leg -> Stream.ofNullable(leg.parentCallSid()))
                .forEach(named::add);
        return named;
    }

    /** The calls of which the ledger tells enough for a record. */
    Map<String, CallTree> told() {
        Map<String, CallTree> told = new TreeMap<>(trees);
        told.values().removeIf(tree -> sids(tree).stream().anyMatch(lost::contains) || untold.containsAll(sids(tree)));
        return told;
    }

    /** Whether something of a call stands in the store alone, or stands nowhere. */
    boolean isUntold(CallTree tree) {
        return sids(tree).stream().anyMatch(sid -> lost.contains(sid) || untold.contains(sid));
    }

    /** CallSid of the root leg of the call that a leg belongs to; {@code null} where nothing tells of it. */
    @Nullable String rootOf(String sid) {
        return trees.containsKey(sid) ? sid : roots().get(sid);
    }

    private Map<String, String> roots() {
        Map<String, String> roots = new HashMap<>();
        trees.values().forEach(tree -> sids(tree).forEach(sid -> roots.put(sid, tree.rootSid())));
        return roots;
    }

    /** The legs of a call, and those of which no more is there than what belongs to them. */
    static Set<String> sids(CallTree tree) {
        Set<String> sids = new TreeSet<>();
        tree.legs().forEach(leg -> sids.add(leg.callSid()));
        tree.recordings().forEach(recording -> sids.add(recording.callSid()));
        tree.transcriptions().forEach(transcription -> sids.add(transcription.callSid()));
        tree.insights().forEach(insight -> sids.add(insight.callSid()));
        return sids;
    }
}
