package dev.callfile.twilio.callback;

import static dev.callfile.TwilioStandIn.form;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.callfile.Fixture;
import dev.callfile.TwilioStandIn.Form;
import dev.callfile.call.CallTranscription;
import dev.callfile.call.CallTranscription.Source;
import dev.callfile.call.Callback;
import dev.callfile.call.Utterance;
import dev.callfile.http.UrlEncoded;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TranscriptionFactsTest {

    private static final Instant TIME = Instant.parse("2024-06-25T18:45:21.454203Z");

    @Test
    void realTime_finalUtterance_isKept() {
        CallTranscription told = only(Fixture.named("cb_41_rtt_content_final").form("CA1"));

        assertEquals(
                new CallTranscription(
                        "GT8fbf72a043b98407a3ce68331cd0030a",
                        "CA1",
                        "ACXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX",
                        Source.REAL_TIME,
                        null,
                        TIME,
                        Map.of(),
                        List.of(new Utterance(
                                "outbound_track",
                                2,
                                TIME,
                                null,
                                null,
                                "Hello, this is Sam from Horizon Financial Services. Just letting you know this call may be"
                                        + " recorded for quality purposes. How can I assist you today?",
                                0.9956335))),
                told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "True", "", "1"})
    void realTime_notFinal_tellsNothing(String last) {
        assertEquals(List.of(), read(content().without("Final").and("Final", last)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "7",
                "[]",
                "{}",
                "{\"transcript\": null}",
                "{\"transcript\": \" \"}",
                "{\"transcript\":{}}"
            })
    void realTime_malformedData_tellsNothing(String data) {
        assertEquals(List.of(), read(content().without("TranscriptionData").and("TranscriptionData", data)));
    }

    @Test
    void realTime_whatPostgresCannotHold_isReplaced() {
        Form form =
                content().without("TranscriptionData").and("TranscriptionData", "{\"transcript\":\"a\\u0000\\ud800\"}");

        assertEquals("a\uFFFD\uFFFD", only(form).utterances().get(0).text());
    }

    @Test
    void realTime_started_namesTheSpeakers() {
        CallTranscription told = only(form(
                "CallSid", "CA1",
                "TranscriptionSid", "GT1",
                "TranscriptionEvent", "transcription-started",
                "InboundTrackLabel", "customer",
                "OutboundTrackLabel", " ",
                "Timestamp", "2024-06-25T18:45:21.454203999Z"));

        assertEquals(Map.of("inbound_track", "customer"), told.speakers());
        assertEquals(TIME, told.madeAt());
    }

    @ParameterizedTest
    @ValueSource(strings = {"transcription-stopped", "transcription-error", "transcription-new"})
    void realTime_otherEvents_tellNothing(String event) {
        assertEquals(List.of(), read(content().without("TranscriptionEvent").and("TranscriptionEvent", event)));
    }

    @Test
    void realTime_withoutSidOrNumber_losesNoText() {
        Form first = content().without("TranscriptionSid").without("SequenceId");
        Form other = content()
                .without("TranscriptionSid")
                .without("SequenceId")
                .without("Timestamp")
                .and("Timestamp", "2024-06-25T18:45:22Z");

        assertEquals("CA1/real-time", only(first).transcriptionSid());
        assertEquals(
                1_000 - 454,
                only(other).utterances().get(0).sequence()
                        - only(first).utterances().get(0).sequence());
        assertEquals(only(first), only(first));
    }

    @Test
    void recording_text_isKept() {
        CallTranscription told = only(Fixture.named("cb_46_transcribe_callback").form());

        assertEquals(
                new CallTranscription(
                        "TR123",
                        "CA123",
                        null,
                        Source.RECORDING,
                        null,
                        null,
                        Map.of(),
                        List.of(new Utterance("", 0, null, null, null, "recording text", null))),
                told);
    }

    @ParameterizedTest
    @CsvSource({"RecordingSid, RE1, RE1/transcription", "X, RE1, CA1/recording"})
    void recording_withoutSid_losesNoText(String field, String value, String expected) {
        assertEquals(
                expected,
                only(form("CallSid", "CA1", "TranscriptionText", "x", field, value))
                        .transcriptionSid());
    }

    @Test
    void recording_failed_tellsNothingButItsLeg() {
        Form failed = form(
                "CallSid",
                "CA1",
                "TranscriptionText",
                "(blank)",
                "TranscriptionStatus",
                "failed",
                "From",
                "+15005550001");

        assertEquals(List.of(), read(failed));
        assertEquals("+15005550001", callback(failed).leg().fromNumber());
        assertEquals(
                List.of(), read(form("CallSid", "CA1", "TranscriptionText", " ", "TranscriptionStatus", "completed")));
        assertEquals(List.of(), read(form("TranscriptionText", "whose?")));
    }

    private static Form content() {
        return Fixture.named("cb_41_rtt_content_final").form("CA1");
    }

    private static CallTranscription only(Form form) {
        assertEquals(1, read(form).size());
        return read(form).get(0);
    }

    private static List<CallTranscription> read(Form form) {
        return callback(form).transcriptions();
    }

    private static Callback callback(Form form) {
        return CallbackFacts.transcription(
                new SignedForm("/x", UrlEncoded.parse(form.encoded().getBytes(StandardCharsets.UTF_8))));
    }
}
