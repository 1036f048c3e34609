package dev.callfile.api;

import static dev.callfile.Api.newSid;
import static dev.callfile.TwilioStandIn.RECORDING;
import static dev.callfile.TwilioStandIn.STATUS;
import static dev.callfile.TwilioStandIn.form;
import static dev.callfile.TwilioStandIn.post;

import dev.callfile.StandIn;
import dev.callfile.TwilioStandIn.Form;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Calls that Twilio has made, of which it may never have told us; each is known to the stand-in as it ended. */
final class TwilioTruth {

    private static final DateTimeFormatter RFC_2822 = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final List<String> ENDS =
            List.of("completed", "completed", "completed", "busy", "no-answer", "failed");

    private final StandIn twilio;
    private final Random random;
    private final String caseId;
    private final List<Call> calls = new ArrayList<>();

    TwilioTruth(StandIn twilio, Random random, String caseId) {
        this.twilio = twilio;
        this.random = random;
        this.caseId = caseId;
    }

    /** What a reader must see of a call in the end, and the callbacks that would have told it. */
    record Call(String sid, Map<String, Object> shown, List<Runnable> callbacks) {}

    List<Call> calls() {
        return calls;
    }

    /** Makes a call that began at a time, answered or not, recorded or not. */
    Call call(Instant created) {
        String end = ENDS.get(random.nextInt(ENDS.size()));
        boolean completed = end.equals("completed");
        int duration = completed ? 10 + random.nextInt(300) : 0;
        Instant dialled = created.plusSeconds(1);
        Instant answered = dialled.plusSeconds(5);
        Instant ended = answered.plusSeconds(duration);
        String to = "+1500555" + (1000 + random.nextInt(9000));
        String sid = twilio.addCall(Map.of(
                "to", to,
                "from", "+15005550001",
                "status", end,
                "date_created", RFC_2822.format(created),
                "date_updated", RFC_2822.format(ended),
                "start_time", RFC_2822.format(dialled),
                "end_time", RFC_2822.format(ended),
                "duration", Integer.toString(duration)));
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("twilio_call_sid", sid);
        shown.put("to_number", to);
        shown.put("from_number", "+15005550001");
        shown.put("direction", "outbound");
        shown.put("status", end.replace('-', '_'));
        shown.put("duration_seconds", duration);
        shown.put("started_at", (completed ? answered : dialled).toString());
        shown.put("ended_at", ended.toString());
        List<Runnable> callbacks = new ArrayList<>();
        callbacks.add(status(sid, to, "initiated", dialled));
        callbacks.add(status(sid, to, "ringing", dialled.plusSeconds(1)));
        if (completed) {
            callbacks.add(status(sid, to, "in-progress", answered));
        }
        callbacks.add(status(sid, to, end, ended, "CallDuration", Integer.toString(duration)));
        boolean recorded = completed && random.nextBoolean();
        if (recorded) {
            callbacks.add(recording(sid, answered, duration));
        }
        shown.put("recording_status", recorded ? "completed" : null);
        shown.put("recording_duration_seconds", recorded ? duration : null);
        Call call = new Call(sid, shown, callbacks);
        calls.add(call);
        return call;
    }

    private Runnable recording(String sid, Instant at, int duration) {
        String recording = newSid("RE");
        twilio.addRecording(
                sid,
                Map.of(
                        "sid", recording,
                        "duration", Integer.toString(duration),
                        "date_created", RFC_2822.format(at),
                        "start_time", RFC_2822.format(at)));
        return send(
                RECORDING,
                form(
                        "CallSid",
                        sid,
                        "RecordingSid",
                        recording,
                        "RecordingStatus",
                        "completed",
                        "RecordingStartTime",
                        RFC_2822.format(at),
                        "RecordingDuration",
                        Integer.toString(duration)));
    }

    private Runnable status(String sid, String to, String status, Instant at, String... more) {
        Form form = form(
                "CallSid",
                sid,
                "From",
                "+15005550001",
                "To",
                to,
                "Direction",
                "outbound-api",
                "CallStatus",
                status,
                "Timestamp",
                RFC_2822.format(at));
        if (more.length > 0) {
            form.and(more[0], more[1]);
        }
        return send(STATUS, form);
    }

    private Runnable send(String path, Form form) {
        return () -> post(path + "?case_id=" + caseId, form).then().statusCode(204);
    }

    /** Some of a call's callbacks arrive, in any order; none of some calls, all of others. */
    int tellSome(Call call) {
        List<Runnable> callbacks = new ArrayList<>(call.callbacks());
        Collections.shuffle(callbacks, random);
        int told = random.nextInt(4) == 0 ? callbacks.size() : random.nextInt(callbacks.size());
        callbacks.subList(0, told).forEach(Runnable::run);
        return told;
    }
}
