package dev.callfile.call;

import static dev.callfile.call.Legs.leg;
import static dev.callfile.call.Legs.recording;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.callfile.call.Rows.CallRow;
import dev.callfile.call.Rows.Change;
import dev.callfile.call.Rows.Known;
import dev.callfile.call.Rows.LegRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Callback by callback, each merge sees only the calls that its callback names: it must end where all at once ends. */
class CallMergeTest {

    private final Map<String, LegRow> legs = new HashMap<>();
    private final Map<String, CallRecording> recordings = new HashMap<>();
    private final Map<String, CallRow> calls = new HashMap<>();
    private int second;

    @Test
    void apply_firstFact_makesTheRecord() {
        Change change = apply(leg("CA1", CallStatus.RINGING, 1), null);

        assertEquals(Outcome.UNASSIGNED, change.callback().outcome());
        CallRow call = only();
        assertEquals("CA1", call.twilioCallSid());
        assertEquals(call.createdAt(), call.updatedAt());
    }

    @Test
    void apply_staleFact_leavesTheRecordAlone() {
        apply(leg("CA1", CallStatus.COMPLETED, 9), null);
        CallRow before = only();

        Change change = apply(leg("CA1", CallStatus.IN_PROGRESS, 10), null);
        Change again = apply(leg("CA1", CallStatus.IN_PROGRESS, 10), null);

        assertEquals(Outcome.UNASSIGNED, change.callback().outcome());
        assertEquals(Outcome.STALE, again.callback().outcome());
        assertEquals(before.id(), only().id());
        assertEquals(CallStatus.COMPLETED, only().facts().status());
    }

    @Test
    void apply_whatNobodySees_doesNotMoveUpdatedAt() {
        apply(leg("CA1", CallStatus.COMPLETED, 9), recording("RE1", "CA1", RecordingStatus.COMPLETED, 1));
        CallRow before = only();

        apply(leg("CA1", null, null, null, null, null, 9), recording("RE2", "CA1", RecordingStatus.COMPLETED, 5));

        assertEquals("RE2", only().facts().recordingSid());
        assertEquals(before.updatedAt(), only().updatedAt());
    }

    @Test
    void apply_whatASeesChanges_movesUpdatedAtAlone() {
        apply(leg("CA1", CallStatus.RINGING, 1), null);
        CallRow before = only();

        apply(leg("CA1", CallStatus.COMPLETED, 9), null);

        assertEquals(before.createdAt(), only().createdAt());
        assertNotEquals(before.updatedAt(), only().updatedAt());
    }

    @Test
    void apply_legTurnsOutToBeAChild_itsRecordBecomesTheRoots() {
        apply(leg("CA2", CallStatus.RINGING, 1), null);
        String id = only().id();

        apply(leg("CA2", "CA1", null, "+15005550006", "outbound-dial", CallStatus.COMPLETED, 9), null);

        assertEquals("CA1", only().twilioCallSid());
        assertEquals(id, only().id());
    }

    @Test
    void apply_legTurnsOutToBeTheChildOfAKnownCall_itsRecordIsFolded() {
        apply(leg("CA1", CallStatus.IN_PROGRESS, 1), null);
        String id = only().id();
        apply(leg("CA2", CallStatus.RINGING, 1), null);

        Change change = apply(leg("CA2", "CA1", null, "client:dana", "outbound-dial", CallStatus.COMPLETED, 9), null);

        assertEquals(1, change.folded().size());
        assertEquals(id, only().id());
        assertEquals("CA1", only().twilioCallSid());
    }

    @RepeatedTest(400)
    void apply_anyOrder_endsWhereAllAtOnceEnds(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<CallLeg> facts = new ArrayList<>();
        for (int i = random.nextInt(14) + 1; i > 0; i--) {
            int sid = random.nextInt(5);
            // Up to three levels, and now and then a parent that other callbacks contradict.
            int parent = random.nextInt(4) == 0 ? random.nextInt(5) : sid / 2;
            facts.add(leg(
                    "CA" + sid,
                    parent == sid || random.nextBoolean() ? null : "CA" + parent,
                    random.nextBoolean() ? "client:dana" : "+15005550001",
                    "+1500555000" + random.nextInt(9),
                    "outbound-dial",
                    CallStatus.values()[random.nextInt(8)],
                    random.nextInt(100)));
        }
        facts.addAll(facts.subList(0, random.nextInt(facts.size())));
        Collections.shuffle(facts, random);

        Map<String, CallLeg> merged = new HashMap<>();
        for (CallLeg fact : facts) {
            apply(fact, null);
            merged.merge(fact.callSid(), fact, CallLeg::merge);
        }

        Map<String, CallFacts> expected = new TreeMap<>();
        Legs.trees(merged.values(), List.of()).forEach((root, tree) -> expected.put(root, tree.facts()));
        Map<String, CallFacts> records = new TreeMap<>();
        calls.values().forEach(call -> records.put(call.twilioCallSid(), call.facts()));
        assertEquals(expected, records);
    }

    private CallRow only() {
        assertEquals(1, calls.size());
        return calls.values().iterator().next();
    }

    /** Does in memory what {@link CallStore} does in the database. */
    private Change apply(CallLeg fact, @Nullable CallRecording recording) {
        Set<String> roots = Stream.of(
                        fact.callSid(), fact.parentCallSid() == null ? fact.callSid() : fact.parentCallSid())
                .map(sid -> legs.containsKey(sid) ? legs.get(sid).rootCallSid() : sid)
                .collect(Collectors.toSet());
        List<CallLeg> known = legs.values().stream()
                .filter(row -> roots.contains(row.rootCallSid()))
                .map(LegRow::leg)
                .toList();
        Set<String> sids = known.stream().map(CallLeg::callSid).collect(Collectors.toSet());
        Change change = new CallMerge(Legs.at(second++))
                .apply(
                        new Callback(Callback.Kind.STATUS, "/", Map.of(), null, fact, recording),
                        fact,
                        new Known(
                                null,
                                roots,
                                known,
                                recordings.values().stream()
                                        .filter(row -> sids.contains(row.callSid()))
                                        .toList(),
                                List.of(),
                                List.of(),
                                calls.values().stream()
                                        .filter(row -> roots.contains(row.twilioCallSid()))
                                        .toList()));
        change.legs().forEach(row -> legs.put(row.leg().callSid(), row));
        change.recordings().forEach(row -> recordings.put(row.recordingSid(), row));
        change.folded().forEach(calls::remove);
        change.calls().forEach(row -> calls.put(row.id(), row));
        return change;
    }
}
