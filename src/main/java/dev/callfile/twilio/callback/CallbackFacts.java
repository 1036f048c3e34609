package dev.callfile.twilio.callback;

import dev.callfile.call.CallLeg;
import dev.callfile.call.CallRecording;
import dev.callfile.call.CallStatus;
import dev.callfile.call.Callback;
import dev.callfile.call.CaseId;
import dev.callfile.call.RecordingStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the facts out of a signed form. What Twilio did not say, or said in a way we do not know, is no fact: the ledger
 * keeps it, and nothing fails.
 *
 * @see <a href="https://www.twilio.com/docs/voice/api/call-resource#statuscallback">Twilio: status callback</a>
 * @see <a href="https://www.twilio.com/docs/voice/api/recording">Twilio: recording status callback</a>
 */
final class CallbackFacts {

    /** Printable ASCII of a length that an index takes; Twilio's are two letters and 32 hexadecimal digits. */
    private static final Pattern SID = Pattern.compile("[\\x21-\\x7E]{1,64}");

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final int LONGEST_TEXT = 255;

    private final SignedForm form;

    private CallbackFacts(SignedForm form) {
        this.form = form;
    }

    /** A status callback of a first leg or of a {@code <Dial>} child. */
    static Callback status(SignedForm form) {
        return new CallbackFacts(form).callback(Callback.Kind.STATUS);
    }

    /** A recording status callback. It names the leg that the recording is filed under, and tells nothing else of it. */
    static Callback recording(SignedForm form) {
        return new CallbackFacts(form).callback(Callback.Kind.RECORDING);
    }

    private Callback callback(Callback.Kind kind) {
        String callSid = sid("CallSid");
        boolean recording = kind == Callback.Kind.RECORDING;
        return new Callback(
                kind,
                storable(form.requestTarget()),
                form.fields().values(),
                sid("AccountSid"),
                callSid == null ? null : recording ? namedLeg(callSid) : leg(callSid),
                callSid == null || !recording ? null : recordingOf(callSid));
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
                caseId(),
                claim("institution_contact_id"),
                claim("called_by"));
    }

    private CallLeg namedLeg(String callSid) {
        return new CallLeg(
                callSid,
                null,
                sid("AccountSid"),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                caseId(),
                claim("institution_contact_id"),
                claim("called_by"));
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

    private @Nullable String caseId() {
        return onlyClaim("case_id").flatMap(CaseId::parse).map(CaseId::value).orElse(null);
    }

    private @Nullable String claim(String name) {
        return onlyClaim(name)
                .filter(value -> !value.isBlank() && value.length() <= LONGEST_TEXT && value.indexOf('\0') < 0)
                .orElse(null);
    }

    /** What the callback's URL says, unless it contradicts itself. */
    private Optional<String> onlyClaim(String name) {
        List<String> values = form.query().values().getOrDefault(name, List.of()).stream()
                .distinct()
                .toList();
        return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }

    private @Nullable String field(String name) {
        return form.fields().first(name);
    }

    private @Nullable String sid(String name) {
        return field(name, value -> SID.matcher(value).matches() ? value : null);
    }

    private @Nullable String text(String name) {
        return field(name, value -> {
            String text = storable(value);
            int length = Math.min(text.length(), LONGEST_TEXT);
            boolean splitsCharacter = length < text.length() && Character.isLowSurrogate(text.charAt(length));
            return text.substring(0, splitsCharacter ? length - 1 : length);
        });
    }

    private @Nullable Integer number(String name) {
        return field(name, value -> NUMBER.matcher(value).matches() ? Integer.valueOf(value) : null);
    }

    private @Nullable Instant time(String name) {
        return field(name, value -> TwilioTime.parse(value).orElse(null));
    }

    private <T> @Nullable T field(String name, Function<String, @Nullable T> read) {
        String value = field(name);
        return value == null ? null : read.apply(value);
    }

    /** PostgreSQL's text holds every character but U+0000. */
    private static String storable(String text) {
        return text.replace('\0', '\uFFFD');
    }
}
