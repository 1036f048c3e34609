package dev.callfile.call;

import static dev.callfile.Api.as;
import static dev.callfile.Api.calls;
import static dev.callfile.Api.newCase;
import static dev.callfile.Api.newSid;
import static dev.callfile.TwilioStandIn.INTELLIGENCE;
import static dev.callfile.TwilioStandIn.RECORDING;
import static dev.callfile.TwilioStandIn.STATUS;
import static dev.callfile.TwilioStandIn.TRANSCRIPTION;
import static dev.callfile.TwilioStandIn.form;
import static dev.callfile.TwilioStandIn.post;
import static dev.callfile.TwilioStandIn.postJson;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.callfile.Api;
import dev.callfile.Database;
import dev.callfile.Tokens;
import dev.callfile.TwilioStandIn.Form;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Whatever callbacks and people say of whatever calls, every record equals its rebuild. */
@QuarkusTest
class RebuildPropertiesTest {

    private static final List<String> STATUSES = List.of(
            "queued",
            "initiated",
            "ringing",
            "in-progress",
            "completed",
            "busy",
            "no-answer",
            "failed",
            "canceled",
            "odd");
    private static final List<String> ADDRESSES =
            List.of("+15005550001", "+15005550006", "client:dana", "sip:a@example.com", "anonymous", "", "\u0000x");
    private static final List<String> DAMAGES = List.of(
            "update phone_call set status = 'busy', duration_seconds = 3 where twilio_call_sid = ?",
            "update phone_call set case_id = null, summary = 'x' where twilio_call_sid = ?",
            "delete from phone_call where twilio_call_sid = ?",
            "delete from call_leg where call_sid = ?",
            "update call_leg set status = 'cancelled', duration_seconds = 9 where call_sid = ?",
            "update call_leg set root_call_sid = 'CA0' where call_sid = ?",
            "update call_leg set parent_call_sid = null where call_sid = ?",
            "delete from call_recording where call_sid = ?",
            "update call_recording set status = 'failed' where call_sid = ?",
            "delete from call_transcription where call_sid = ?",
            "update call_transcription set utterances = '[]' where call_sid = ?",
            "delete from call_insight where call_sid = ?",
            "update call_insight set summary = 'y', action_items = null where call_sid = ?");

    private final String caseId = newCase();
    private final List<String> sids =
            IntStream.range(0, 4).mapToObj(i -> newSid("CA")).toList();
    private final List<String> recordings = List.of(newSid("RE"), newSid("RE"));
    private final List<String> transcripts = List.of(newSid("GT"), newSid("GT"));

    @RepeatedTest(12)
    void record_equalsItsRebuild_beforeAndAfterPeopleWrite(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        for (int i = random.nextInt(25) + 5; i > 0; i--) {
            callback(random).run();
        }
        assertEquals(List.of(), check());

        write(random);
        callback(random).run();
        assertEquals(List.of(), check());
    }

    @RepeatedTest(12)
    void damage_ofAnyKind_isMended(RepetitionInfo repetition) {
        Random random = new Random(100 + repetition.getCurrentRepetition());
        for (int i = random.nextInt(20) + 5; i > 0; i--) {
            callback(random).run();
        }
        write(random);
        Map<String, Map<String, Object>> before = shown();

        for (int i = random.nextInt(3) + 1; i > 0; i--) {
            Database.execute(any(DAMAGES, random), any(sids, random));
        }
        inRequest(() -> rebuilds().rebuild(sids, null));

        assertEquals(before, shown());
        assertEquals(List.of(), check());
    }

    @RepeatedTest(6)
    void rebuild_amongCallbacksAndPeople_losesNothing(RepetitionInfo repetition) throws Exception {
        Random random = new Random(200 + repetition.getCurrentRepetition());
        callback(random).run();
        List<Runnable> work = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            work.add(callback(random));
            if (i % 3 == 0) {
                String damage = any(DAMAGES, random);
                String sid = any(sids, random);
                boolean takesRecord = damage.startsWith("delete from phone_call");
                work.add(() -> Database.execute(takesRecord ? DAMAGES.get(0) : damage, sid));
            }
            work.add(() -> inRequest(() -> rebuilds().rebuild(sids, "administrator")));
        }

        ExecutorService all = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> done = new ArrayList<>();
            work.forEach(one -> done.add(all.submit(one)));
            for (Future<?> one : done) {
                one.get();
            }
        } finally {
            all.shutdown();
        }
        inRequest(() -> rebuilds().rebuild(sids, null));

        assertEquals(List.of(), check());
        Map<String, Map<String, Object>> rebuilt = shown();
        Database.execute(
                "delete from phone_call where twilio_call_sid = any (?)", (Object) sids.toArray(String[]::new));
        Database.execute("delete from call_leg where call_sid = any (?)", (Object) sids.toArray(String[]::new));
        inRequest(() -> rebuilds().rebuild(sids, null));
        assertEquals(rebuilt, shown());
    }

    @RepeatedTest(8)
    void record_someOfWhoseLinesAreNoLongerKept_equalsItsRebuild(RepetitionInfo repetition) {
        Random random = new Random(300 + repetition.getCurrentRepetition());
        for (int i = random.nextInt(20) + 5; i > 0; i--) {
            callback(random).run();
        }
        Map<String, Map<String, Object>> before = shown();
        Database.execute(
                "update twilio_callback set parameters = '{}', pruned_at = now()"
                        + " where call_sid = any (?) and hashtext(id) % 2 = 0",
                (Object) sids.toArray(String[]::new));
        assertEquals(List.of(), check());

        Database.execute("update phone_call set status = 'busy' where twilio_call_sid = any (?)", (Object)
                sids.toArray(String[]::new));
        inRequest(() -> rebuilds().rebuild(sids, null));

        assertEquals(before, shown());
        assertEquals(List.of(), check());
    }

    @Test
    void recordThatIsGone_comesBack_withItsTimeAndPeoplesWords() {
        post(STATUS + "?case_id=" + caseId, form("CallSid", sids.get(0), "CallStatus", "ringing", "To", "+15005550006"))
                .then()
                .statusCode(204);
        post(STATUS, form("CallSid", sids.get(0), "CallStatus", "completed"))
                .then()
                .statusCode(204);
        String call = calls(caseId) + "/" + Api.only(caseId).get("id");
        for (String notes : List.of("first", "About the certificate")) {
            patch(call, Map.of("notes", notes));
        }
        patch(call, Map.of("called_by", "erin", "action_items", List.of(Map.of("description", "Send the will"))));
        String other = newCase();
        as(Tokens.admin())
                .contentType("application/json")
                .body(Map.of("case_id", other))
                .post("/v1/phone-calls/" + Api.only(caseId).get("id") + "/assign")
                .then()
                .statusCode(200);
        Map<String, Object> before = Api.only(other);

        Database.execute("delete from phone_call where twilio_call_sid = ?", sids.get(0));
        List<Difference> found = check();
        inRequest(() -> rebuilds().rebuild(sids, null));

        assertEquals(Set.of(Difference.RECORD), found.get(0).fields());
        assertEquals(sids.get(0), found.get(0).id());
        Map<String, Object> after = Api.only(other);
        List.of("id", "updated_at").forEach(ours -> {
            before.remove(ours);
            after.remove(ours);
        });
        assertEquals(before, after);
        assertEquals(List.of(), Api.list(caseId));
    }

    private static void patch(String call, Map<String, Object> body) {
        as(Tokens.writer("*"))
                .contentType("application/json")
                .body(body)
                .patch(call)
                .then()
                .statusCode(200);
    }

    private Runnable callback(Random random) {
        String sid = any(sids, random);
        String target = "?n=" + random.nextInt(1000)
                + (random.nextInt(4) == 0 ? "" : "&case_id=" + caseId)
                + (random.nextBoolean() ? "&called_by=dana%20w" : "")
                + any(List.of("", "&institution_contact_id=chase", "&institution_contact_id=%C3%BC%00"), random);
        Form form = form("CallSid", sid, "AccountSid", "AC00000000000000000000000000000000");
        return switch (random.nextInt(7)) {
            case 0 ->
                sending(
                        RECORDING + target,
                        form.and("RecordingSid", any(recordings, random))
                                .and(
                                        "RecordingStatus",
                                        any(List.of("in-progress", "completed", "absent", "failed", "odd"), random))
                                .and("RecordingDuration", Integer.toString(random.nextInt(100)))
                                .and("RecordingStartTime", at(random)));
            case 1 ->
                sending(
                        TRANSCRIPTION + target,
                        form.and("TranscriptionSid", any(transcripts, random))
                                .and(
                                        "TranscriptionEvent",
                                        any(List.of("transcription-started", "transcription-content"), random))
                                .and("Final", "true")
                                .and("Track", any(List.of("inbound_track", "outbound_track"), random))
                                .and("OutboundTrackLabel", "executor")
                                .and("Timestamp", "2026-02-12T12:00:0" + random.nextInt(9) + ".454203123Z")
                                .and(
                                        "TranscriptionData",
                                        "{\"transcript\":\"word \\u0000 %d\",\"confidence\":0.%d}"
                                                .formatted(random.nextInt(9), random.nextInt(999))));
            case 2 ->
                sending(
                        TRANSCRIPTION + target,
                        form.and("RecordingSid", any(recordings, random))
                                .and("TranscriptionText", "text " + random.nextInt(9)));
            case 3 -> {
                String webhook =
                        """
                        {"conversationId": "conv_%1$s", "operatorResults": [
                          {"operator": {"id": "o1", "displayName": "Conversation Summary"}, "result": {"text": "%3$s"},
                           "dateCreated": "%2$s", "referenceIds": ["%1$s"]},
                          {"operator": {"id": "o2", "displayName": "Action Items"}, "result": {"tasks": ["%3$s", "%3$s"]},
                           "dateCreated": "%2$s", "referenceIds": ["%1$s"]}]}""".formatted(sid, "2026-03-11T12:3" + random.nextInt(9) + ":00Z", "what " + random.nextInt(9));
                yield () -> postJson(INTELLIGENCE + target, webhook).then().statusCode(204);
            }
            case 4 -> {
                Map<String, List<String>> transcript = Map.of(
                        "call_sid", List.of(sid),
                        "transcript",
                                List.of("{\"sid\": \"%s\", \"date_created\": \"2026-02-12T12:00:00Z\"}"
                                        .formatted(any(transcripts, random))),
                        "sentences",
                                List.of(
                                        "{\"transcript\": \"sentence %d\", \"media_channel\": 1, \"sentence_index\": %d}"
                                                .formatted(random.nextInt(9), random.nextInt(9))),
                        "operator_results",
                                List.of("{\"name\": \"Summary\", \"text_generation_results\": \"sum %d\"}"
                                        .formatted(random.nextInt(9))));
                yield () -> accept(Callback.Kind.TRANSCRIPT, INTELLIGENCE + target, transcript);
            }
            default -> {
                form.and("CallStatus", any(STATUSES, random))
                        .and("From", any(ADDRESSES, random))
                        .and("To", any(ADDRESSES, random))
                        .and("Direction", any(List.of("inbound", "outbound-api", "outbound-dial"), random))
                        .and("CallDuration", Integer.toString(random.nextInt(100)))
                        .and("Timestamp", at(random));
                // Any leg may have been dialled by one before it, and be told so or not.
                int dialledBy = random.nextInt(sids.size());
                if (dialledBy < sids.indexOf(sid)) {
                    form.and("ParentCallSid", sids.get(dialledBy));
                }
                yield sending(STATUS + target, form);
            }
        };
    }

    /**
     * Once more where it is refused, as Twilio does: a leg whose root somebody has changed hides its record from its
     * callbacks, which cannot make another, until a rebuild has mended that.
     */
    private static Runnable sending(String target, Form form) {
        return () -> {
            Response answer = post(target, form);
            for (int again = 0; answer.statusCode() >= 500 && again < 20; again++) {
                answer = post(target, form);
            }
            answer.then().statusCode(204);
        };
    }

    private static void accept(Callback.Kind kind, String target, Map<String, List<String>> parameters) {
        inRequest(() -> Arc.container()
                .instance(CallLedger.class)
                .get()
                .accept(Arc.container()
                        .instance(LedgerReader.class)
                        .get()
                        .read(kind, target, parameters)
                        .orElseThrow()));
    }

    private void write(Random random) {
        for (String field : List.of("notes", "summary", "called_by")) {
            for (Map<String, Object> call : random.nextBoolean() ? Api.list(caseId) : List.<Map<String, Object>>of()) {
                patch(calls(caseId) + "/" + call.get("id"), Map.of(field, "person " + random.nextInt(9)));
            }
        }
    }

    private List<Difference> check() {
        return inRequest(() -> rebuilds().check(sids).differences());
    }

    /** What readers see of our calls, whatever case they are in; an id that is gone, and times of ours, do not count. */
    private Map<String, Map<String, Object>> shown() {
        List<String> ids = Database.strings(
                "select id from phone_call where twilio_call_sid = any (?)", (Object) sids.toArray(String[]::new));
        assertTrue(ids.size() <= sids.size());
        return ids.stream()
                .map(id -> inRequest(() -> Arc.container()
                        .instance(PhoneCalls.class)
                        .get()
                        .file(null, id)
                        .orElseThrow()
                        .call()))
                .collect(Collectors.toMap(PhoneCallView::twilioCallSid, RebuildPropertiesTest::fields));
    }

    private static Map<String, Object> fields(PhoneCallView call) {
        Map<String, Object> fields = new HashMap<>();
        Rows.tree(call).properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        fields.keySet().removeAll(Set.of("id", "recording_url", "created_at", "updated_at"));
        return fields;
    }

    private static CallRebuilds rebuilds() {
        return Arc.container().instance(CallRebuilds.class).get();
    }

    private static <T> T inRequest(Supplier<T> work) {
        ManagedContext request = Arc.container().requestContext();
        request.activate();
        try {
            return work.get();
        } finally {
            request.terminate();
        }
    }

    private static <T> T any(List<T> values, Random random) {
        return values.get(random.nextInt(values.size()));
    }

    private static String at(Random random) {
        return "Thu, 12 Feb 2026 11:%02d:25 +0000".formatted(random.nextInt(60));
    }
}
