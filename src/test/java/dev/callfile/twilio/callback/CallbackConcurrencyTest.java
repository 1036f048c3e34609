package dev.callfile.twilio.callback;

import static dev.callfile.Api.newCase;
import static dev.callfile.Api.newSid;
import static dev.callfile.Api.only;
import static dev.callfile.TwilioStandIn.RECORDING;
import static dev.callfile.TwilioStandIn.STATUS;
import static dev.callfile.TwilioStandIn.form;
import static dev.callfile.TwilioStandIn.post;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.callfile.Database;
import dev.callfile.TwilioStandIn.Form;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** One call's callbacks from 16 threads at once, shuffled and repeated: the record is the one that their order makes. */
@QuarkusTest
class CallbackConcurrencyTest {

    private static final int THREADS = 16;

    private record Sent(String path, Form form) {}

    @RepeatedTest(12)
    void callbacks_atOnce_makeTheRecordThatTheirOrderMakes(RepetitionInfo repetition) throws Exception {
        Random random = new Random(repetition.getCurrentRepetition());
        String ordered = newCase();
        String shuffled = newCase();
        callbacks(newSid("CA")).forEach(callback -> send(callback, ordered));
        String root = newSid("CA");
        List<Sent> callbacks = new ArrayList<>(callbacks(root));
        callbacks.addAll(List.copyOf(callbacks));
        callbacks.addAll(List.copyOf(callbacks));
        Collections.shuffle(callbacks, random);

        ExecutorService twilio = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> sent = new ArrayList<>();
            callbacks.forEach(callback -> sent.add(twilio.submit(() -> send(callback, shuffled))));
            for (Future<?> answer : sent) {
                answer.get();
            }
        } finally {
            twilio.shutdown();
        }

        assertEquals(withoutNames(only(ordered)), withoutNames(only(shuffled)));
        assertEquals(root, only(shuffled).get("twilio_call_sid"));
        assertEquals(
                callbacks.size() / 4,
                Database.count(
                        "select count(*) from twilio_callback where call_sid in"
                                + " (select call_sid from call_leg where root_call_sid = ?)",
                        root));
    }

    /** An agent's browser call that reaches a busy institution, then another; recorded twice; a leg below a leg. */
    private static List<Sent> callbacks(String root) {
        String busy = newSid("CA");
        String answered = newSid("CA");
        String below = newSid("CA");
        List<Sent> callbacks = new ArrayList<>();
        callbacks.add(status(root, "", "client:dana", "", "ringing", 0));
        callbacks.add(status(root, "", "client:dana", "", "in-progress", 1));
        callbacks.add(status(root, "", "client:dana", "", "completed", 300, "CallDuration", "299"));
        callbacks.add(status(busy, root, "+15005550001", "+15005550006", "initiated", 2));
        callbacks.add(status(busy, root, "+15005550001", "+15005550006", "busy", 9, "CallDuration", "0"));
        callbacks.add(status(answered, root, "+15005550001", "+15005550007", "ringing", 20));
        callbacks.add(status(answered, root, "+15005550001", "+15005550007", "in-progress", 30));
        callbacks.add(status(answered, root, "+15005550001", "+15005550007", "completed", 290, "CallDuration", "260"));
        callbacks.add(status(below, answered, "+15005550007", "client:erin", "completed", 280));
        callbacks.add(recording(newSid("RE"), root, "absent", 40));
        callbacks.add(recording(newSid("RE"), answered, "completed", 31));
        return callbacks;
    }

    private static Sent status(
            String sid, String parent, String from, String to, String status, int second, String... more) {
        Form form = form(
                "CallSid", sid,
                "From", from,
                "To", to,
                "Direction", parent.isEmpty() ? "inbound" : "outbound-dial",
                "CallStatus", status,
                "Timestamp", at(second));
        if (!parent.isEmpty()) {
            form.and("ParentCallSid", parent);
        }
        if (more.length > 0) {
            form.and(more[0], more[1]);
        }
        return new Sent(STATUS, form);
    }

    private static Sent recording(String sid, String callSid, String status, int second) {
        return new Sent(
                RECORDING,
                form(
                        "RecordingSid", sid,
                        "CallSid", callSid,
                        "RecordingStatus", status,
                        "RecordingStartTime", at(second),
                        "RecordingDuration", "250"));
    }

    private static String at(int second) {
        return "Thu, 12 Feb 2026 12:%02d:%02d +0000".formatted(second / 60, second % 60);
    }

    private static Map<String, Object> withoutNames(Map<String, Object> call) {
        List.of("id", "twilio_call_sid", "recording_url", "created_at", "updated_at")
                .forEach(call::remove);
        return call;
    }

    private static void send(Sent callback, String caseId) {
        post(callback.path() + "?case_id=" + caseId, callback.form()).then().statusCode(204);
    }
}
