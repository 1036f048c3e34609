package dev.callfile.twilio.callback;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callfile.call.CallTranscription;
import dev.callfile.call.CallTranscription.Source;
import dev.callfile.call.Utterance;
import dev.callfile.http.UrlEncoded;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads what was said out of a transcription callback. Only what is final counts; the ledger keeps the rest.
 *
 * @see <a href="https://www.twilio.com/docs/voice/twiml/transcription">Twilio: Real-Time Transcription</a>
 * @see <a href="https://www.twilio.com/docs/voice/twiml/record#transcribecallback">Twilio: transcribeCallback</a>
 */
final class TranscriptionFacts {

    private final UrlEncoded fields;
    private final String callSid;

    private TranscriptionFacts(UrlEncoded fields, String callSid) {
        this.fields = fields;
        this.callSid = callSid;
    }

    static List<CallTranscription> of(UrlEncoded fields, String callSid) {
        TranscriptionFacts facts = new TranscriptionFacts(fields, callSid);
        String event = fields.first("TranscriptionEvent");
        return event == null ? facts.ofRecording() : facts.realTime(event);
    }

    private List<CallTranscription> ofRecording() {
        String text = TwilioText.storable(Objects.requireNonNullElse(fields.first("TranscriptionText"), ""));
        if (text.isBlank() || "failed".equals(fields.first("TranscriptionStatus"))) {
            return List.of();
        }
        String recordingSid = TwilioText.sid(fields.first("RecordingSid"));
        return List.of(transcription(
                recordingSid == null ? callSid + "/recording" : recordingSid + "/transcription",
                Source.RECORDING,
                recordingSid,
                Map.of(),
                List.of(new Utterance("", 0, null, null, null, text, null))));
    }

    private List<CallTranscription> realTime(String event) {
        return switch (event) {
            case "transcription-started" -> List.of(realTime(speakers(), List.of()));
            case "transcription-content" -> "true".equals(fields.first("Final")) ? utterance() : List.of();
            default -> List.of();
        };
    }

    private List<CallTranscription> utterance() {
        JsonNode data = Json.parse(Objects.requireNonNullElse(fields.first("TranscriptionData"), ""));
        String text = Json.text(data.path("transcript"));
        if (text == null || text.isBlank()) {
            return List.of();
        }
        Utterance utterance = new Utterance(
                Objects.requireNonNullElse(TwilioText.text(fields.first("Track")), ""),
                sequence(text),
                time(),
                null,
                null,
                text,
                Json.confidence(data.path("confidence")));
        return List.of(realTime(Map.of(), List.of(utterance)));
    }

    /** Without a number of its own, an utterance stands where its time puts it, and two of them are not taken for one. */
    private int sequence(String text) {
        Integer told = TwilioText.number(fields.first("SequenceId"));
        if (told != null) {
            return told;
        }
        Instant at = time();
        return at == null ? text.hashCode() & Integer.MAX_VALUE : (int) (at.toEpochMilli() & Integer.MAX_VALUE);
    }

    private Map<String, String> speakers() {
        Map<String, String> speakers = new TreeMap<>();
        Map.of("inbound_track", "InboundTrackLabel", "outbound_track", "OutboundTrackLabel")
                .forEach((track, field) -> {
                    String label = TwilioText.text(fields.first(field));
                    if (label != null && !label.isBlank()) {
                        speakers.put(track, label);
                    }
                });
        return speakers;
    }

    private CallTranscription realTime(Map<String, String> speakers, List<Utterance> utterances) {
        return transcription(callSid + "/real-time", Source.REAL_TIME, null, speakers, utterances);
    }

    /** @param otherwise what stands for the transcription's sid where Twilio told none */
    private CallTranscription transcription(
            String otherwise,
            Source source,
            @Nullable String recordingSid,
            Map<String, String> speakers,
            List<Utterance> utterances) {
        return new CallTranscription(
                Objects.requireNonNullElse(TwilioText.sid(fields.first("TranscriptionSid")), otherwise),
                callSid,
                TwilioText.sid(fields.first("AccountSid")),
                source,
                recordingSid,
                source == Source.REAL_TIME ? time() : null,
                speakers,
                utterances);
    }

    private @Nullable Instant time() {
        String timestamp = fields.first("Timestamp");
        return timestamp == null ? null : TwilioTime.parse(timestamp).orElse(null);
    }
}
