package dev.callfile.call;

import static dev.callfile.call.Legs.at;
import static dev.callfile.call.Legs.claiming;
import static dev.callfile.call.Legs.lasting;
import static dev.callfile.call.Legs.leg;
import static dev.callfile.call.Legs.recording;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CallTreeTest {

    private static final String ROOT = "CA10";
    private static final String CHILD = "CA20";
    private static final String OTHER = "CA30";

    @Test
    void facts_answeredCall_startedWhenAnswered() {
        CallFacts facts = facts(
                leg(ROOT, CallStatus.INITIATED, 0),
                leg(ROOT, CallStatus.RINGING, 2),
                leg(ROOT, CallStatus.IN_PROGRESS, 9),
                lasting(leg(ROOT, CallStatus.COMPLETED, 44), 35));

        assertEquals(CallStatus.COMPLETED, facts.status());
        assertEquals(at(9), facts.startedAt());
        assertEquals(at(44), facts.endedAt());
        assertEquals(35, facts.durationSeconds());
    }

    @Test
    void facts_neverAnswered_startedWhenFirstTried() {
        CallFacts facts = facts(
                leg(ROOT, CallStatus.RINGING, 2),
                lasting(leg(ROOT, CallStatus.NO_ANSWER, 30), 0),
                leg(ROOT, CallStatus.INITIATED, 1));

        assertEquals(at(1), facts.startedAt());
        assertEquals(at(30), facts.endedAt());
    }

    @Test
    void facts_onlyTheEnd_startedTheDurationBefore() {
        assertEquals(
                at(9), facts(lasting(leg(ROOT, CallStatus.COMPLETED, 44), 35)).startedAt());
    }

    @Test
    void facts_answerUntold_startedTheDurationBeforeTheEnd() {
        CallFacts facts = facts(leg(ROOT, CallStatus.INITIATED, 0), lasting(leg(ROOT, CallStatus.COMPLETED, 44), 35));

        assertEquals(at(9), facts.startedAt());
    }

    @Test
    void facts_endWithoutDuration_startUnknown() {
        assertNull(facts(leg(ROOT, CallStatus.COMPLETED, 44)).startedAt());
    }

    @ParameterizedTest
    @EnumSource(
            value = CallStatus.class,
            names = {"COMPLETED", "BUSY", "FAILED", "NO_ANSWER", "CANCELLED"})
    void facts_lateRinging_neverReopens(CallStatus end) {
        CallFacts facts =
                facts(leg(ROOT, end, 44), leg(ROOT, CallStatus.RINGING, 50), leg(ROOT, CallStatus.IN_PROGRESS, 51));

        assertEquals(end, facts.status());
        assertEquals(at(44), facts.endedAt());
    }

    @Test
    void facts_noStatusTold_isInitiated() {
        assertEquals(CallStatus.INITIATED, facts(leg(ROOT, null, 0)).status());
    }

    @ParameterizedTest
    @CsvSource({
        "inbound, +15005550006, INBOUND",
        "outbound-api, +15005550001, OUTBOUND",
        "outbound-dial, +15005550001, OUTBOUND",
        "inbound, client:dana, OUTBOUND",
        "trunking-originating, +15005550001, INBOUND",
        "trunking-terminating, +15005550001, OUTBOUND",
        "sideways, +15005550001, OUTBOUND",
        ", +15005550001, OUTBOUND"
    })
    void facts_direction_isAsTheCaseWorkerSeesIt(String twilios, String from, Direction expected) {
        assertEquals(
                expected,
                facts(leg(ROOT, null, from, "+15005550009", twilios, CallStatus.COMPLETED, 1))
                        .direction());
    }

    @Test
    void facts_agentsRoot_showsTheLegToTheInstitution() {
        CallFacts facts = facts(
                leg(ROOT, null, "client:dana", "", "inbound", CallStatus.IN_PROGRESS, 1),
                lasting(leg(ROOT, null, "client:dana", "", "inbound", CallStatus.COMPLETED, 90), 89),
                leg(CHILD, ROOT, "+15005550001", "+15005550006", "outbound-dial", CallStatus.IN_PROGRESS, 20),
                lasting(
                        leg(CHILD, ROOT, "+15005550001", "+15005550006", "outbound-dial", CallStatus.COMPLETED, 80),
                        60));

        assertEquals("+15005550006", facts.toNumber());
        assertEquals("+15005550001", facts.fromNumber());
        assertEquals(Direction.OUTBOUND, facts.direction());
        assertEquals(60, facts.durationSeconds());
        assertEquals(at(20), facts.startedAt());
        assertEquals(at(80), facts.endedAt());
    }

    @Test
    void facts_institutionsRoot_staysWhenItDialsTheAgent() {
        CallFacts facts = facts(
                lasting(leg(ROOT, null, "+15005550001", "+15005550006", "outbound-api", CallStatus.COMPLETED, 90), 80),
                lasting(
                        leg(CHILD, ROOT, "+15005550006", "client:dana", "outbound-dial", CallStatus.COMPLETED, 90),
                        70));

        assertEquals("+15005550006", facts.toNumber());
        assertEquals(80, facts.durationSeconds());
    }

    @Test
    void facts_severalChildren_theFurthestShows() {
        CallFacts facts = facts(
                leg(ROOT, null, "client:dana", "", "inbound", CallStatus.IN_PROGRESS, 1),
                child(CHILD, "+15005550006", CallStatus.COMPLETED, 50),
                child(OTHER, "+15005550007", CallStatus.BUSY, 70));

        assertEquals("+15005550006", facts.toNumber());
        assertEquals(CallStatus.COMPLETED, facts.status());
    }

    @ParameterizedTest
    @EnumSource(
            value = CallStatus.class,
            names = {"BUSY", "FAILED", "NO_ANSWER", "CANCELLED"})
    void facts_answeredChild_gotFurtherThanOneThatEndedWithout(CallStatus end) {
        CallFacts facts = facts(
                leg(ROOT, null, "client:dana", "", "inbound", CallStatus.IN_PROGRESS, 1),
                child(CHILD, "+15005550006", CallStatus.IN_PROGRESS, 20),
                child(OTHER, "+15005550007", end, 70));

        assertEquals("+15005550006", facts.toNumber());
        assertEquals(CallStatus.IN_PROGRESS, facts.status());
    }

    @Test
    void facts_severalChildrenEquallyFar_theLatestShows() {
        CallFacts facts = facts(
                leg(ROOT, null, "client:dana", "", "inbound", CallStatus.IN_PROGRESS, 1),
                lasting(child(CHILD, "+15005550006", CallStatus.FAILED, 50), 0),
                lasting(child(OTHER, "+15005550007", CallStatus.BUSY, 70), 0));

        assertEquals("+15005550007", facts.toNumber());
        assertEquals(CallStatus.BUSY, facts.status());
    }

    @Test
    void facts_agentsColleague_isNotTheInstitution() {
        CallFacts facts = facts(
                leg(ROOT, null, "client:dana", "", "inbound", CallStatus.IN_PROGRESS, 1),
                child(CHILD, "+15005550006", CallStatus.BUSY, 50),
                child(OTHER, "client:erin", CallStatus.COMPLETED, 70));

        assertEquals("+15005550006", facts.toNumber());
    }

    @Test
    void facts_childFirst_showsTheChild() {
        CallFacts facts = facts(child(CHILD, "+15005550006", CallStatus.RINGING, 5));

        assertEquals("+15005550006", facts.toNumber());
        assertEquals(CallStatus.RINGING, facts.status());
    }

    @Test
    void facts_claims_rootsBeforeChildrens_contactOfTheShownLegFirst() {
        CallFacts facts = facts(
                claiming(leg(ROOT, null, "client:dana", "", "inbound", CallStatus.IN_PROGRESS, 1), "A", "root", "dana"),
                claiming(child(CHILD, "+15005550006", CallStatus.RINGING, 5), "B", "child", "erin"));

        assertEquals("A", facts.caseId());
        assertEquals("child", facts.institutionContactId());
        assertEquals("dana", facts.calledBy());
    }

    @Test
    void facts_claimOfAChildAlone_isTheCalls() {
        CallFacts facts = facts(
                leg(ROOT, CallStatus.IN_PROGRESS, 1),
                claiming(child(CHILD, "client:dana", CallStatus.RINGING, 5), "B", null, null));

        assertEquals("B", facts.caseId());
    }

    @Test
    void facts_recordings_completedBeatsTheOthers_thenTheLatestStart() {
        CallRecording earlier = recording("RE1", ROOT, RecordingStatus.COMPLETED, 10);
        CallRecording later = recording("RE2", ROOT, RecordingStatus.COMPLETED, 20);
        CallRecording absent = recording("RE3", ROOT, RecordingStatus.ABSENT, 30);
        CallRecording failed = recording("RE4", ROOT, RecordingStatus.FAILED, null);

        assertEquals("RE2", facts(List.of(earlier, absent, later, failed)).recordingSid());
        assertEquals(RecordingStatus.ABSENT, facts(List.of(failed, absent)).recordingStatus());
        assertEquals("RE1", facts(List.of(absent, earlier)).recordingSid());
    }

    @Test
    void facts_recordingAloneOnAnUnknownCall_saysNothingOfTheLeg() {
        CallLeg named = leg(ROOT, null, null, null, null, null, 0);
        CallFacts facts = Legs.trees(List.of(named), List.of(recording("RE1", ROOT, RecordingStatus.COMPLETED, 1)))
                .get(ROOT)
                .facts();

        assertEquals(RecordingStatus.COMPLETED, facts.recordingStatus());
        assertEquals(CallStatus.INITIATED, facts.status());
        assertNull(facts.toNumber());
    }

    @Test
    void grow_grandchild_belongsToTheRoot() {
        Map<String, CallTree> trees = Legs.trees(
                List.of(
                        leg(OTHER, CHILD, null, "+1", null, CallStatus.RINGING, 3),
                        leg(CHILD, ROOT, null, "+1", null, CallStatus.RINGING, 2)),
                List.of(recording("RE1", CHILD, RecordingStatus.COMPLETED, 1)));

        assertEquals(List.of(ROOT), List.copyOf(trees.keySet()));
        assertEquals(2, trees.get(ROOT).legs().size());
        assertEquals(1, trees.get(ROOT).recordings().size());
    }

    @Test
    void grow_circle_hasItsLeastSidAsRoot() {
        Map<String, CallTree> trees = Legs.trees(
                List.of(
                        leg(ROOT, CHILD, null, null, null, CallStatus.RINGING, 1),
                        leg(CHILD, ROOT, null, null, null, CallStatus.RINGING, 2),
                        leg(OTHER, CHILD, null, null, null, CallStatus.RINGING, 3)),
                List.of());

        assertEquals(List.of(ROOT), List.copyOf(trees.keySet()));
    }

    private static CallLeg child(String sid, String to, CallStatus status, int second) {
        return leg(sid, ROOT, "+15005550001", to, "outbound-dial", status, second);
    }

    /** What these facts add up to, merged leg by leg as they come. */
    private static CallFacts facts(CallLeg... told) {
        Map<String, CallLeg> legs = new HashMap<>();
        for (CallLeg leg : told) {
            legs.merge(leg.callSid(), leg, CallLeg::merge);
        }
        return Legs.trees(legs.values(), List.of()).get(ROOT).facts();
    }

    private static CallFacts facts(List<CallRecording> recordings) {
        return Legs.trees(List.of(leg(ROOT, CallStatus.COMPLETED, 1)), recordings)
                .get(ROOT)
                .facts();
    }
}
