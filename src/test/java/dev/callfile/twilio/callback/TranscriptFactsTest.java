package dev.callfile.twilio.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callfile.Fixture;
import dev.callfile.call.CallTranscription;
import dev.callfile.call.CallTranscription.Source;
import dev.callfile.call.Callback;
import dev.callfile.call.Utterance;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TranscriptFactsTest {

    private static final OperatorNames NAMES = OperatorNames.of(List.of("Conversation Summary"), List.of("To Do"));
    private static final String TRANSCRIPT = """
            {"sid": "GT1", "account_sid": "AC1", "status": "completed", "customer_key": null,
             "date_created": "2026-02-12T12:00:00Z", "date_updated": "2026-02-12T12:05:00Z",
             "channel": {"type": "audio", "media_properties": {"source_sid": "RE1", "media_url": null},
               "participants": [{"channel_participant": 1, "role": "Agent"}, {"channel_participant": 2, "role": "customer"}]}}
            """;

    @Test
    void sentences_becomeUtterances() {
        Callback callback = read(
                List.of("""
                        {"media_channel": 1, "sentence_index": 0, "start_time": "0.24", "end_time": 1.5, "transcript": "Hi.",
                         "confidence": "0.91"}""", """
                        {"media_channel": 2, "sentence_index": 1, "start_time": 1.2345, "end_time": -1, "transcript": "Yes?",
                         "confidence": 7}""", "{\"media_channel\": 2, \"sentence_index\": 2, \"transcript\": \" \"}", "no JSON"),
                List.of());

        assertEquals(
                List.of(new CallTranscription(
                        "GT1",
                        "CA1",
                        "AC1",
                        Source.INTELLIGENCE,
                        "RE1",
                        Instant.parse("2026-02-12T12:00:00Z"),
                        Map.of("1", "Agent", "2", "customer"),
                        List.of(
                                new Utterance("1", 0, null, 240, 1500, "Hi.", 0.91),
                                new Utterance("2", 1, null, 1235, null, "Yes?", null)))),
                callback.transcriptions());
        assertEquals("CA1", callback.leg().callSid());
        assertEquals("dana", callback.leg().calledBy());
    }

    @Test
    void documentedExample_isRead() {
        JsonNode sentences =
                Fixture.named("cb_55_rest_ci_sentences").json().path("body").path("sentences");
        JsonNode results = Fixture.named("cb_56_rest_ci_operator_results")
                .json()
                .path("body")
                .path("operator_results");

        Callback callback = read(
                List.of(sentences.get(0).toString()), List.of(results.get(0).toString()));

        assertEquals(
                List.of(new Utterance("1", 0, null, null, null, "test test", null)),
                callback.transcriptions().get(0).utterances());
        assertEquals(List.of(), callback.insights());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"result\": \"The bank will call.\"}", "\"The bank will call.\""})
    void textGenerationResults_inBothShapes_areTheSummary(String results) {
        Callback callback = read(
                List.of(),
                List.of(
                        "{\"operator_sid\": \"LY1\", \"operator_type\": \"text-generation\", \"json_results\": null,"
                                + " \"name\": \"Conversation Summary\", \"text_generation_results\": " + results + "}",
                        "{\"operator_sid\": \"LY2\", \"name\": \"to do\", \"json_results\": {\"items\": [\"Wait\"]},"
                                + " \"text_generation_results\": {}}"));

        assertEquals(List.of(), callback.transcriptions());
        assertEquals("The bank will call.", callback.insights().get(0).summary());
        assertEquals(
                Instant.parse("2026-02-12T12:05:00Z"),
                callback.insights().get(0).madeAt());
        assertEquals("Wait", callback.insights().get(1).actionItems().get(0).description());
    }

    private static Callback read(List<String> sentences, List<String> results) {
        return TranscriptFacts.of(
                "/x?called_by=dana",
                Map.of(
                        TranscriptFacts.TRANSCRIPT,
                        List.of(TRANSCRIPT),
                        TranscriptFacts.SENTENCES,
                        sentences,
                        TranscriptFacts.OPERATOR_RESULTS,
                        results,
                        TranscriptFacts.CALL_SID,
                        List.of("CA1")),
                NAMES);
    }
}
