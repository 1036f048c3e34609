package dev.callfile.twilio.callback;

import static dev.callfile.Api.newCase;
import static dev.callfile.Api.newSid;
import static dev.callfile.Api.only;
import static dev.callfile.TwilioStandIn.INTELLIGENCE;
import static dev.callfile.TwilioStandIn.STATUS;
import static dev.callfile.TwilioStandIn.TRANSCRIPTION;
import static dev.callfile.TwilioStandIn.form;
import static dev.callfile.TwilioStandIn.post;
import static dev.callfile.TwilioStandIn.postJson;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.callfile.StandIn;
import dev.callfile.TwilioStandIn.Form;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** What callbacks tell of what was said, as a reader sees it. */
@QuarkusTest
class SaidTest {

    private final String caseId = newCase();
    private final String callSid = newSid("CA");
    private final String transcriptionSid = newSid("GT");

    @RepeatedTest(5)
    void realTime_anyOrderAnyRepetition_readsTheSame(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<Supplier<Response>> callbacks = new ArrayList<>(List.of(
                () -> say(event("transcription-started", 1).and("OutboundTrackLabel", "executor")),
                () -> say(content(2, "outbound_track", "Good morning.")),
                () -> say(content(3, "inbound_track", "Bank of Springfield.")),
                () -> say(content(4, "inbound_track", "No").without("Final").and("Final", "false")),
                () -> say(content(5, "outbound_track", "I call for the estate.")),
                () -> say(event("transcription-stopped", 6)),
                () -> say(recorded("A much longer text, but nobody knows who said any of it.")),
                () -> post(STATUS, form("CallSid", callSid, "CallStatus", "completed", "To", "+15005550006"))));
        callbacks.add(callbacks.get(random.nextInt(callbacks.size())));
        callbacks.add(callbacks.get(random.nextInt(callbacks.size())));
        Collections.shuffle(callbacks, random);

        callbacks.forEach(callback -> callback.get().then().statusCode(204));

        assertEquals(
                "Executor: Good morning.\nInstitution: Bank of Springfield.\nExecutor: I call for the estate.",
                only(caseId).get("transcript"));
    }

    @Test
    void recording_text_isTheTranscript_untilSomethingRicherComes() {
        say(recorded("recording text"));
        assertEquals("recording text", only(caseId).get("transcript"));

        say(content(2, "inbound_track", "Hi."));
        say(recorded("recording text, once more"));
        assertEquals("Institution: Hi.", only(caseId).get("transcript"));
    }

    @Test
    void transcript_isFetchedAfterTheWebhook_andShows() throws InterruptedException {
        StandIn twilio = StandIn.ofTheService();
        String call = twilio.addCall(Map.of());
        String transcript = twilio.addTranscript(
                twilio.addRecording(call, Map.of()),
                List.of(StandIn.sentence(1, "Good morning."), StandIn.sentence(2, "Bank of Springfield.")),
                List.of(
                        StandIn.textResult("Conversation Summary", Map.of("result", "The bank will call.")),
                        StandIn.jsonResult("Action Items", Map.of("action_items", List.of("Send the will")))),
                Map.of());
        say(content(2, "inbound_track", "Good mourning.").without("CallSid").and("CallSid", call));

        postJson(
                        INTELLIGENCE + "?case_id=" + caseId,
                        "{\"transcript_sid\":\"" + transcript + "\",\"customer_key\":null,"
                                + "\"event_type\":\"voice_intelligence_transcript_available\"}")
                .then()
                .statusCode(204);

        for (int i = 0; i < 100 && only(caseId).get("summary") == null; i++) {
            Thread.sleep(100);
        }
        assertEquals(
                "Speaker 1: Good morning.\nSpeaker 2: Bank of Springfield.",
                only(caseId).get("transcript"));
        assertEquals("The bank will call.", only(caseId).get("summary"));
        assertEquals("Send the will", items().get(0).get("description"));
        assertEquals(call, only(caseId).get("twilio_call_sid"));
    }

    @Test
    void ruleExecution_latestAnswersShow() {
        String later = rule("2026-03-11T12:40:00Z", "It is done.", "[]");
        String earlier = rule("2026-03-11T12:33:00Z", "The bank will call.", "[{\"task\":\"Send the will\"}]");

        postJson(INTELLIGENCE + "?case_id=" + caseId, earlier).then().statusCode(204);
        assertEquals("The bank will call.", only(caseId).get("summary"));
        assertEquals(
                List.of("Send the will"),
                items().stream().map(item -> item.get("description")).toList());

        postJson(INTELLIGENCE + "?case_id=" + caseId, later).then().statusCode(204);
        postJson(INTELLIGENCE + "?called_by=again&case_id=" + caseId, earlier)
                .then()
                .statusCode(204);
        assertEquals("It is done.", only(caseId).get("summary"));
        assertEquals(List.of(), items());
    }

    @SuppressWarnings("unchecked")
    private List<Map<String, Object>> items() {
        return (List<Map<String, Object>>) only(caseId).get("action_items");
    }

    private Response say(Form form) {
        return post(TRANSCRIPTION + "?case_id=" + caseId, form);
    }

    private Form event(String event, int sequence) {
        return form(
                "CallSid",
                callSid,
                "TranscriptionSid",
                transcriptionSid,
                "TranscriptionEvent",
                event,
                "SequenceId",
                Integer.toString(sequence),
                "Timestamp",
                "2026-02-12T12:00:0" + sequence + ".454203123Z");
    }

    private Form content(int sequence, String track, String text) {
        return event("transcription-content", sequence)
                .and("Track", track)
                .and("Final", "true")
                .and("TranscriptionData", "{\"transcript\":\"" + text + "\",\"confidence\":0.9}");
    }

    private Form recorded(String text) {
        return form("CallSid", callSid, "TranscriptionSid", "TR" + text.hashCode(), "TranscriptionText", text);
    }

    private String rule(String at, String summary, String items) {
        return """
                {"conversationId": "conv_%1$s", "operatorResults": [
                  {"operator": {"id": "o1", "displayName": "Conversation Summary"}, "outputFormat": "TEXT",
                   "result": {"text": "%3$s"}, "dateCreated": "%2$s", "referenceIds": ["%1$s"]},
                  {"operator": {"id": "o2", "displayName": "Action Items"}, "outputFormat": "JSON",
                   "result": {"tasks": %4$s}, "dateCreated": "%2$s", "referenceIds": ["%1$s"]}]}""".formatted(callSid, at, summary, items);
    }
}
