package dev.callfile.faults;

import static dev.callfile.TwilioStandIn.RECORDING;
import static dev.callfile.TwilioStandIn.STATUS;
import static dev.callfile.TwilioStandIn.TRANSCRIPTION;
import static dev.callfile.TwilioStandIn.form;

import com.github.f4b6a3.ulid.Ulid;
import dev.callfile.TwilioStandIn.Form;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** What Twilio has to tell: calls with agents' legs, recordings and transcriptions, all from one seed. */
final class Traffic {

    private static final int CALLS_OF_A_CASE = 8;
    private static final DateTimeFormatter TWILIOS = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss Z", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Instant BEGIN = Instant.parse("2026-02-12T08:00:00Z");
    private static final List<String> UNANSWERED = List.of("busy", "no-answer", "failed", "canceled");

    private final long seed;
    private final Random random;
    private final List<Sent> inOrder = new ArrayList<>();
    private final Map<String, String> statuses = new TreeMap<>();
    private final List<String> cases = new ArrayList<>();

    /** At least so many callbacks: the last call is told to its end. */
    Traffic(long seed, int callbacks) {
        this.seed = seed;
        this.random = new Random(seed);
        while (inOrder.size() < callbacks) {
            if (statuses.size() % CALLS_OF_A_CASE == 0) {
                cases.add(new Ulid(random.nextLong() & Long.MAX_VALUE, random.nextLong()).toString());
            }
            call(
                    BEGIN.plusSeconds(statuses.size() * 60L),
                    "?case_id=" + cases.get(cases.size() - 1) + "&called_by=anna");
        }
    }

    long seed() {
        return seed;
    }

    /** Each callback once, as it happened. */
    List<Sent> inOrder() {
        return List.copyOf(inOrder);
    }

    /** Twilio promises no order, and repeats what it is not sure of: each once, and some once more. */
    List<Sent> shuffled(long seed) {
        Random order = new Random(seed);
        List<Sent> sent = new ArrayList<>(inOrder);
        inOrder.stream().filter(callback -> order.nextInt(10) == 0).forEach(sent::add);
        Collections.shuffle(sent, order);
        return sent;
    }

    /** The status in which each call ends, by its root's CallSid. */
    Map<String, String> statuses() {
        return Map.copyOf(statuses);
    }

    List<String> cases() {
        return List.copyOf(cases);
    }

    private void call(Instant at, String claims) {
        String root = sid("CA");
        boolean answered = random.nextInt(4) > 0;
        String end = answered ? "completed" : UNANSWERED.get(random.nextInt(UNANSWERED.size()));
        statuses.put(
                root,
                switch (end) {
                    case "no-answer" -> "no_answer";
                    case "canceled" -> "cancelled";
                    default -> end;
                });
        add(STATUS, claims, status(root, "", "initiated", at));
        add(STATUS, claims, status(root, "", "ringing", at.plusSeconds(1)));
        if (answered) {
            add(STATUS, claims, status(root, "", "in-progress", at.plusSeconds(5)));
            agent(root, at, claims);
            recordings(root, at, claims);
            transcription(root, at, claims);
        }
        String seconds = answered ? Integer.toString(random.nextInt(3000)) : "0";
        add(STATUS, claims, status(root, "", end, at.plusSeconds(50)).and("CallDuration", seconds));
    }

    /** The leg that the answered call dials; of several, only the last is answered. */
    private void agent(String root, Instant at, String claims) {
        for (int i = random.nextInt(3); i > 0; i--) {
            String child = sid("CA");
            add(STATUS, claims, status(child, root, "initiated", at.plusSeconds(10)));
            add(STATUS, claims, status(child, root, "ringing", at.plusSeconds(11)));
            if (i == 1) {
                add(STATUS, claims, status(child, root, "in-progress", at.plusSeconds(15)));
            }
            add(
                    STATUS,
                    claims,
                    status(child, root, i == 1 ? "completed" : "busy", at.plusSeconds(45 - i))
                            .and("CallDuration", i == 1 ? "30" : "0"));
        }
    }

    private void recordings(String root, Instant at, String claims) {
        for (int i = random.nextInt(3); i > 0; i--) {
            String recording = sid("RE");
            add(RECORDING, claims, recording(recording, root, "in-progress", at.plusSeconds(5L + i)));
            add(RECORDING, claims, recording(recording, root, i == 2 ? "absent" : "completed", at.plusSeconds(5L + i)));
            if (i == 1 && random.nextBoolean()) {
                add(
                        TRANSCRIPTION,
                        claims,
                        form(
                                "TranscriptionSid",
                                sid("TR"),
                                "CallSid",
                                root,
                                "RecordingSid",
                                recording,
                                "TranscriptionStatus",
                                "completed",
                                "TranscriptionText",
                                "We spoke about account " + random.nextInt(1000) + "."));
            }
        }
    }

    private void transcription(String root, Instant at, String claims) {
        if (random.nextInt(3) > 0) {
            return;
        }
        String sid = sid("GT");
        for (int i = 1; i <= 3; i++) {
            add(
                    TRANSCRIPTION,
                    claims,
                    form(
                            "TranscriptionEvent",
                            "transcription-content",
                            "TranscriptionSid",
                            sid,
                            "CallSid",
                            root,
                            "Track",
                            i % 2 == 0 ? "inbound_track" : "outbound_track",
                            "SequenceId",
                            Integer.toString(i),
                            "Timestamp",
                            at.plusSeconds(20L + i).toString(),
                            "Final",
                            "true",
                            "TranscriptionData",
                            "{\"transcript\":\"Sentence " + i + " of " + random.nextInt(1000)
                                    + "\",\"confidence\":0.9}"));
        }
    }

    private Form status(String sid, String parent, String status, Instant at) {
        Form form = form(
                "CallSid",
                sid,
                "From",
                "+15005550001",
                "To",
                parent.isEmpty() ? "+15005550006" : "client:anna",
                "Direction",
                parent.isEmpty() ? "outbound-api" : "outbound-dial",
                "CallStatus",
                status,
                "CallbackSource",
                "call-progress-events",
                "Timestamp",
                TWILIOS.format(at));
        return parent.isEmpty() ? form : form.and("ParentCallSid", parent);
    }

    private static Form recording(String sid, String callSid, String status, Instant at) {
        return form(
                "RecordingSid",
                sid,
                "CallSid",
                callSid,
                "RecordingStatus",
                status,
                "RecordingStartTime",
                TWILIOS.format(at),
                "RecordingDuration",
                "30",
                "RecordingUrl",
                "https://api.twilio.com/2010-04-01/Recordings/" + sid);
    }

    private void add(String path, String claims, Form form) {
        inOrder.add(
                Sent.of(inOrder.size(), path + claims, form.and("AccountSid", "AC00000000000000000000000000000000")));
    }

    private String sid(String prefix) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return prefix + HexFormat.of().formatHex(bytes);
    }
}
