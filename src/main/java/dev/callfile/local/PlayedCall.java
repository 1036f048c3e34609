package dev.callfile.local;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A placed call that goes its way as at Twilio, beat by beat, with the callbacks that were subscribed, the recording that
 * was asked for, and what is made of it.
 *
 * <p>+15005550007 is busy, +15005550008 does not answer, +15005550009 cannot be reached; everybody else answers.
 *
 * @param form with which the call was asked for
 */
record PlayedCall(
        String sid,
        Map<String, @Nullable Object> call,
        Map<String, @Nullable Object> form,
        Library library,
        Callbacks callbacks,
        Beats beats) {

    private static final Map<String, List<String>> ENDINGS = Map.of(
            "+15005550007", List.of("busy", "486"),
            "+15005550008", List.of("no-answer", "487"),
            "+15005550009", List.of("failed", "404"));

    void start() {
        PlayedLeg leg =
                new PlayedLeg(sid, library.calls(), callbacks, first("StatusCallback"), events("StatusCallbackEvent"));
        List<String> ending = ENDINGS.get(String.valueOf(call.get("to")));
        beats.after(1, leg::initiated);
        if (ending == null) {
            beats.after(2, leg::ringing);
            beats.after(4, () -> answer(leg));
        } else if (ending.contains("failed")) {
            beats.after(2, () -> leg.failed("failed", "404"));
        } else {
            beats.after(2, leg::ringing);
            beats.after(5, () -> leg.failed(ending.get(0), ending.get(1)));
        }
        beats.play();
    }

    private void answer(PlayedLeg leg) {
        leg.answered();
        Instant answered = Instant.now();
        Optional<PlayedRecording> recording = Optional.of(new PlayedRecording(this, answered))
                .filter(any -> "true".equalsIgnoreCase(first("Record")));
        recording.ifPresent(PlayedRecording::begins);
        String twiml = first("Twiml");
        if (twiml != null && first("Url") == null) {
            DialedByTwiml.in(twiml).ifPresent(this::dial);
        }
        beats.after(6, () -> {
            int seconds = secondsSince(answered);
            recording.ifPresent(made -> made.ends(seconds));
            leg.completed(seconds, recording.map(PlayedRecording::toldOfCall).orElse(Map.of()));
        });
        recording.ifPresent(made -> {
            beats.after(7, made::isReady);
            beats.after(9, made::isTranscribed);
        });
    }

    /** The leg that the answered call dials, which ends a little before it. */
    private void dial(DialedByTwiml dialed) {
        String childSid = Shelf.newSid("CA");
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("from", call.get("from"));
        fields.put("to", dialed.to());
        fields.put("direction", "outbound-dial");
        fields.put("parent_call_sid", sid);
        library.calls().put(childSid, Resources.call(childSid, accountSid(), fields, Map.of()));
        PlayedLeg child = new PlayedLeg(childSid, library.calls(), callbacks, dialed.statusCallback(), dialed.events());
        child.initiated();
        beats.after(1, child::ringing);
        beats.after(2, () -> {
            child.answered();
            Instant answered = Instant.now();
            beats.after(3, () -> child.completed(secondsSince(answered), Map.of()));
        });
    }

    String accountSid() {
        return String.valueOf(call.get("account_sid"));
    }

    /** With its account's Application, Twilio ignores what else is subscribed. */
    @Nullable String first(String name) {
        List<String> values = values(name);
        boolean ignored =
                name.startsWith("StatusCallback") && !values("ApplicationSid").isEmpty();
        return ignored || values.isEmpty() ? null : values.get(0);
    }

    List<String> events(String name) {
        return values(name).isEmpty() ? List.of("completed") : values(name);
    }

    @SuppressWarnings("unchecked") // a form's
    private List<String> values(String name) {
        return (List<String>) Objects.requireNonNullElse(form.get(name), List.of());
    }

    private static int secondsSince(Instant time) {
        return (int) Math.max(
                1, Math.round(Duration.between(time, Instant.now()).toMillis() / 1000.0));
    }
}
