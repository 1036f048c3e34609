package dev.callfile.twilio.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.callfile.call.CallInsight;
import dev.callfile.call.Callback;
import dev.callfile.call.TranscriptFetch;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntelligenceFactsTest {

    private static final String CALL = "CA0f6075822b8e56abe422b2cc2e9f5b39";
    private static final String OTHER_CALL = "CA1f6075822b8e56abe422b2cc2e9f5b39";
    private static final OperatorNames NAMES = OperatorNames.of(List.of("Recap"), List.of("To Do", "LY7"));

    /** As Twilio describes the payload of its Rule Execution webhook. */
    private static final String RULE_EXECUTION = """
            {
              "accountId": "AC1", "conversationId": "conv_conversation_1",
              "intelligenceConfiguration": {"id": "intelligence_configuration_1", "displayName": "x", "version": 1},
              "operatorResults": [
                {"id": "intelligence_operatorresult_1",
                 "operator": {"id": "intelligence_operator_1", "displayName": "Recap", "version": 2, "parameters": null},
                 "outputFormat": "TEXT", "result": {"text": "The bank will call."},
                 "dateCreated": "2026-03-11T12:33:36.143498Z", "referenceIds": ["RE1", "%1$s"],
                 "executionDetails": {"trigger": {"on": "CONVERSATION_END"}, "channels": ["VOICE"],
                   "participants": [{"id": "conv_participant_1", "type": "HUMAN_AGENT"}]},
                 "metadata": {"system": {"latencyMs": 2750}}},
                {"operator": {"id": "intelligence_operator_2", "displayName": "Sentiment"},
                 "outputFormat": "CLASSIFICATION", "result": {"label": "positive"}},
                {"operator": {"id": "LY7", "friendlyName": "whatever"},
                 "outputFormat": "JSON", "result": {"tasks": [{"task": "Send the will", "done": true}]}}
              ]
            }""";

    @Test
    void transcript_isToBeFetched() {
        Callback callback = read(
                "/x?case_id=01ARZ3NDEKTSV4RRFFQ69G5FAV",
                "{\"account_sid\":\"AC1\",\"transcript_sid\":\"GT1\",\"customer_key\":\"" + CALL
                        + "\",\"event_type\":\"voice_intelligence_transcript_available\"}");

        assertEquals(
                new TranscriptFetch("GT1", "AC1", CALL, "/x?case_id=01ARZ3NDEKTSV4RRFFQ69G5FAV"), callback.fetch());
        assertEquals(CALL, callback.leg().callSid());
        assertEquals("01ARZ3NDEKTSV4RRFFQ69G5FAV", callback.leg().caseId());
    }

    @Test
    void transcript_ofAnUnknownCall_isToBeFetchedAllTheSame() {
        assertEquals(
                new TranscriptFetch("GT1", null, null, "/x"),
                read("/x", "{\"transcript_sid\":\"GT1\",\"customer_key\":\"Jane\"}")
                        .fetch());
        assertEquals(
                CALL,
                read("/x?call_sid=" + CALL, "{\"transcript_sid\":\"GT1\"}")
                        .leg()
                        .callSid());
        assertEquals(
                OTHER_CALL,
                read("/x?call_sid=" + CALL, "{\"transcript_sid\":\"GT1\",\"customer_key\":\"" + OTHER_CALL + "\"}")
                        .fetch()
                        .callSid());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"transcript_sid\":\"GT1\",\"event_type\":\"voice_intelligence_transcript_failed\"}",
                "{\"transcript_sid\":\"\"}",
                "{\"transcript_sid\":{}}",
                "{\"event_type\":\"voice_intelligence_transcript_available\"}",
                "[]",
                "no JSON"
            })
    void anythingElse_isNot(String body) {
        assertNull(read("/x", body).fetch());
        assertNull(read("/x", body).leg());
    }

    @Test
    void ruleExecution_bringsInsights() {
        Callback callback = read("/x?called_by=dana", RULE_EXECUTION.formatted(CALL));

        assertEquals(CALL, callback.leg().callSid());
        assertEquals("dana", callback.leg().calledBy());
        assertEquals("AC1", callback.accountSid());
        CallInsight summary = callback.insights().get(0);
        assertEquals("The bank will call.", summary.summary());
        assertEquals("conv_conversation_1/intelligence_operator_1/summary", summary.insightId());
        assertEquals(Instant.parse("2026-03-11T12:33:36.143498Z"), summary.madeAt());
        CallInsight items = callback.insights().get(1);
        assertEquals("Send the will", items.actionItems().get(0).description());
        assertEquals(true, items.actionItems().get(0).completed());
        assertEquals(2, callback.insights().size());
        assertEquals(callback, read("/x?called_by=dana", RULE_EXECUTION.formatted(CALL)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"callSid\": \"%s\"",
                "\"call_sid\": \"%s\"",
                "\"metadata\": {\"channelId\": \"%s\"}",
                "\"executionDetails\": {\"participants\": [{}, {\"resourceId\": \"%s\"}]}"
            })
    void ruleExecution_isLinkedByWhateverNamesACall(String field) {
        String body = "{\"operatorResults\":[{\"operator\":{\"displayName\":\"Call summary\"},\"result\":\"Hi.\","
                + field.formatted(CALL) + "}]}";

        Callback callback = read("/x?call_sid=" + OTHER_CALL, body);

        assertEquals(CALL, callback.leg().callSid());
        assertEquals("Hi.", callback.insights().get(0).summary());
    }

    @Test
    void ruleExecution_thatNamesNoCall_isLinkedByItsAddress_orNotAtAll() {
        String body = RULE_EXECUTION.formatted("CH1").replace("The bank", CALL);

        assertEquals(OTHER_CALL, read("/x?call_sid=" + OTHER_CALL, body).leg().callSid());
        assertNull(read("/x", body).leg());
        assertEquals(List.of(), read("/x", body).insights());
    }

    @Test
    void operators_soundingRight_countOnlyWhereNoneIsConfigured() {
        String both = "{\"operatorResults\":[" + output("Conversation Summary", "loud") + "," + output("recap", "named")
                + "],\"callSid\":\"" + CALL + "\"}";
        String one =
                "{\"operatorResults\":[" + output("Conversation Summary", "loud") + "],\"callSid\":\"" + CALL + "\"}";

        assertEquals(
                List.of("named"),
                read("/x", both).insights().stream().map(CallInsight::summary).toList());
        assertEquals(
                List.of("loud"),
                read("/x", one).insights().stream().map(CallInsight::summary).toList());
    }

    private static String output(String name, String text) {
        return "{\"operator\":{\"displayName\":\"" + name + "\"},\"result\":\"" + text + "\"}";
    }

    private static Callback read(String target, String body) {
        return IntelligenceFacts.of(new SignedJson(target, body, Json.parse(body)), NAMES);
    }
}
