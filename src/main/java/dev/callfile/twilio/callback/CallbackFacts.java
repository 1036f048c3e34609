package dev.callfile.twilio.callback;

import dev.callfile.call.CallLeg;
import dev.callfile.call.CallRecording;
import dev.callfile.call.CallStatus;
import dev.callfile.call.CallTranscription;
import dev.callfile.call.Callback;
import dev.callfile.call.RecordingStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the facts out of a signed form. What Twilio did not say, or said in a way we do not know, is no fact: the ledger
 * keeps it, and nothing fails.
 *
 * @see <a href="https://www.twilio.com/docs/voice/api/call-resource#statuscallback">Twilio: status callback</a>
 * @see <a href="https://www.twilio.com/docs/voice/api/recording">Twilio: recording status callback</a>
 */
final class CallbackFacts {

    private final SignedForm form;
    private final Claims claims;

    private CallbackFacts(SignedForm form) {
        this.form = form;
        // What the ledger keeps is what is read, so that whoever reads it again finds the same.
        this.claims = Claims.of(TwilioText.storable(form.requestTarget()));
    }

    /** A status callback of a first leg or of a {@code <Dial>} child. */
    static Callback status(SignedForm form) {
        CallbackFacts facts = new CallbackFacts(form);
        String callSid = facts.sid("CallSid");
        return facts.callback(Callback.Kind.STATUS, callSid == null ? null : facts.leg(callSid), null, List.of());
    }

    /** A recording status callback. It names the leg that the recording is filed under, and tells nothing else of it. */
    static Callback recording(SignedForm form) {
        CallbackFacts facts = new CallbackFacts(form);
        String callSid = facts.sid("CallSid");
        return facts.callback(
                Callback.Kind.RECORDING,
                callSid == null ? null : facts.claims.leg(callSid, facts.sid("AccountSid")),
                callSid == null ? null : facts.recordingOf(callSid),
                List.of());
    }

    /** A callback of {@code <Record transcribe>} or of Real-Time Transcription. */
    static Callback transcription(SignedForm form) {
        CallbackFacts facts = new CallbackFacts(form);
        String callSid = facts.sid("CallSid");
        return facts.callback(
                Callback.Kind.TRANSCRIPTION,
                callSid == null ? null : facts.leg(callSid),
                null,
                callSid == null ? List.of() : TranscriptionFacts.of(form.fields(), callSid));
    }

    private Callback callback(
            Callback.Kind kind,
            @Nullable CallLeg leg,
            @Nullable CallRecording recording,
            List<CallTranscription> transcriptions) {
        return new Callback(
                kind,
                TwilioText.storable(form.requestTarget()),
                form.fields().values(),
                sid("AccountSid"),
                leg,
                recording,
                transcriptions,
                List.of(),
                null);
    }

    private CallLeg leg(String callSid) {
        String status = field("CallStatus");
        Optional<CallStatus> known = Optional.ofNullable(status).flatMap(TwilioStatus::ofCall);
        Instant at = time("Timestamp");
        boolean over = known.filter(CallStatus::isTerminal).isPresent();
        boolean answered = known.filter(CallStatus.IN_PROGRESS::equals).isPresent();
        String parent = sid("ParentCallSid");
        return new CallLeg(
                callSid,
                callSid.equals(parent) ? null : parent,
                sid("AccountSid"),
                text("From"),
                text("To"),
                text("Direction"),
                known.orElse(null),
                known.isPresent() && !over && !answered ? at : null,
                answered ? at : null,
                over ? at : null,
                number("CallDuration"),
                claims.caseId(),
                claims.text("institution_contact_id"),
                claims.text("called_by"),
                claims.placementId());
    }

    private @Nullable CallRecording recordingOf(String callSid) {
        String recordingSid = sid("RecordingSid");
        if (recordingSid == null) {
            return null;
        }
        RecordingStatus status = Optional.ofNullable(field("RecordingStatus"))
                .flatMap(TwilioStatus::ofRecording)
                .orElse(null);
        return new CallRecording(
                recordingSid,
                callSid,
                sid("AccountSid"),
                status,
                time("RecordingStartTime"),
                // Before it is completed the duration is a placeholder.
                status == RecordingStatus.COMPLETED ? number("RecordingDuration") : null,
                number("RecordingChannels"),
                text("RecordingUrl"));
    }

    private @Nullable String field(String name) {
        return form.fields().first(name);
    }

    private @Nullable String sid(String name) {
        return TwilioText.sid(field(name));
    }

    private @Nullable String text(String name) {
        return TwilioText.text(field(name));
    }

    private @Nullable Integer number(String name) {
        return TwilioText.number(field(name));
    }

    private @Nullable Instant time(String name) {
        String value = field(name);
        return value == null ? null : TwilioTime.parse(value).orElse(null);
    }
}
