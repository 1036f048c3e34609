package dev.callfile.api;

import static dev.callfile.Api.as;
import static dev.callfile.Api.list;
import static dev.callfile.Api.newCase;
import static dev.callfile.Api.newNumber;
import static dev.callfile.Api.newSid;
import static dev.callfile.Api.only;
import static dev.callfile.TwilioStandIn.STATUS;
import static dev.callfile.TwilioStandIn.form;
import static dev.callfile.TwilioStandIn.post;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.callfile.Api;
import dev.callfile.Database;
import dev.callfile.Metrics;
import dev.callfile.StandIn;
import dev.callfile.Tokens;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that callbacks did not tell of, or not all of, end as Twilio has them. */
@QuarkusTest
class ReconciliationTest {

    private static final String JOBS = "/v1/reconciliations";
    private static final String CALLS = "/2010-04-01/Accounts/";
    private static final String REPAIRS = "callfile_reconciliation_repairs_total";
    private static final DateTimeFormatter RFC_2822 = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** Each test has days of its own, long ago: the stand-in keeps the calls of all. */
    private static final AtomicInteger DAYS =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(3000));

    @TestHTTPResource(value = "/metrics", management = true)
    String metrics;

    private final LocalDate day = LocalDate.of(1975, 1, 1).plusDays(4L * DAYS.getAndIncrement());
    private final Instant morning = day.atTime(8, 0).toInstant(ZoneOffset.UTC);
    private final StandIn twilio = StandIn.ofTheService();
    private final String caseId = newCase();

    @AfterEach
    void mend() {
        twilio.mend();
    }

    @RepeatedTest(3)
    void records_equalTwilios_whicheverCallbacksCame(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        TwilioTruth truth = new TwilioTruth(twilio, random, caseId);
        Map<String, String> mapping = new LinkedHashMap<>();
        for (int i = 0; i < 60; i++) {
            TwilioTruth.Call call = truth.call(morning.plusSeconds(i * 60L));
            truth.tellSome(call);
            mapping.put(call.sid(), caseId);
        }
        Metrics before = Metrics.of(metrics);

        JsonPath done = done(start(Map.of("from", day.toString(), "to", day.toString(), "mapping", mapping)));

        assertEquals(60, done.getInt("data.checked"));
        assertEquals(
                done.getInt("data.missing") + done.getInt("data.stale"), done.getInt("data.repaired"), done.prettify());
        assertEquals(0, done.getInt("data.failed") + done.getInt("data.unassigned"));
        Metrics after = Metrics.of(metrics);
        for (String finding : List.of("missing", "stale")) {
            String[] labels = {"finding", finding, "outcome", "repaired"};
            assertTrue(after.sum(REPAIRS, labels) - before.sum(REPAIRS, labels) >= done.getInt("data." + finding));
        }
        assertEquals(before.sum(REPAIRS, "outcome", "failed"), after.sum(REPAIRS, "outcome", "failed"));
        Map<String, Map<String, Object>> records = new HashMap<>();
        list(caseId).forEach(record -> records.put((String) record.get("twilio_call_sid"), record));
        assertEquals(60, records.size());
        for (TwilioTruth.Call call : truth.calls()) {
            Map<String, Object> record = records.get(call.sid());
            call.shown().forEach((field, value) -> assertEquals(value, record.get(field), field + " of " + record));
        }

        JsonPath again = done(start(Map.of("from", day.toString(), "to", day.toString(), "mapping", mapping)));
        assertEquals(60, again.getInt("data.checked"));
        assertEquals(0, again.getInt("data.missing") + again.getInt("data.stale"), again.prettify());
        assertEquals(3, again.getInt("data.requests"));
    }

    @Test
    void dryRun_tellsWhatDiffers_andWritesNothing() {
        TwilioTruth truth = new TwilioTruth(twilio, new Random(7), caseId);
        TwilioTruth.Call missing = truth.call(morning);
        TwilioTruth.Call stale = truth.call(morning.plusSeconds(60));
        stale.callbacks().get(0).run();
        Map<String, Object> before = only(caseId);
        double repairs = Metrics.of(metrics).sum(REPAIRS);

        JsonPath done = done(start(Map.of("from", day.toString(), "to", day.toString(), "dry_run", true)));

        assertEquals(2, done.getInt("data.checked"));
        assertEquals(1, done.getInt("data.missing"));
        assertEquals(1, done.getInt("data.stale"));
        assertEquals(0, done.getInt("data.repaired"));
        assertEquals(1, done.getInt("data.unassigned"));
        assertEquals(before, only(caseId));
        assertEquals(repairs, Metrics.of(metrics).sum(REPAIRS));
        assertEquals(0, Database.count("select count(*) from call_leg where call_sid = ?", missing.sid()));
        assertEquals(
                List.of("found", "found"), findings(done.getString("data.id")).getList("data.outcome"));
    }

    @Test
    void recordThatTwilioIsBehindOf_staysAsItIs() {
        Instant end = morning.plusSeconds(100);
        String sid = call(Map.of("status", "in-progress", "duration", "", "end_time", ""));
        post(
                        STATUS + "?case_id=" + caseId,
                        form(
                                "CallSid", sid,
                                "From", "+15005550001",
                                "To", "+15005550006",
                                "Direction", "outbound-api",
                                "CallStatus", "completed",
                                "CallDuration", "60",
                                "Timestamp", RFC_2822.format(end)))
                .then()
                .statusCode(204);
        Map<String, Object> before = only(caseId);

        JsonPath done = reconciled();

        assertEquals(0, done.getInt("data.stale"), done.prettify());
        assertEquals(before, only(caseId));
    }

    @Test
    void callThatWasCancelledWhileQueued_isFound() {
        Map<String, Object> fields = new HashMap<>(Map.of("status", "canceled"));
        fields.put("start_time", null);
        fields.put("end_time", null);
        fields.put("duration", null);
        String sid = call(fields);

        done(start(Map.of("from", day.toString(), "to", day.toString(), "mapping", Map.of(sid, caseId))));

        assertEquals("cancelled", only(caseId).get("status"));
        assertNull(only(caseId).get("started_at"));
    }

    @Test
    void backfilledRecords_areAsOldAsTheirCalls_andListedInTheirOrder() {
        List<Integer> minutes = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5, 6, 7));
        Collections.shuffle(minutes, new Random(3));
        Map<String, String> mapping = new HashMap<>();
        Map<Instant, String> sids = new HashMap<>();
        for (int minute : minutes) {
            Instant created = morning.plusSeconds(minute * 60L);
            String sid = call(Map.of("date_created", RFC_2822.format(created)));
            mapping.put(sid, caseId);
            sids.put(created, sid);
        }

        done(start(Map.of("from", day.toString(), "to", day.toString(), "mapping", mapping)));

        List<String> expected = sids.entrySet().stream()
                .sorted(Map.Entry.<Instant, String>comparingByKey(Comparator.reverseOrder()))
                .map(Map.Entry::getValue)
                .toList();
        assertEquals(
                expected,
                list(caseId).stream()
                        .map(record -> record.get("twilio_call_sid"))
                        .toList());
        list(caseId)
                .forEach(record -> assertEquals(
                        record.get("twilio_call_sid"), sids.get(Instant.parse((String) record.get("created_at")))));
    }

    @Test
    void legs_ofOneCall_areOneRecord_asOldAsItsRoot_whereverThePageEnds() {
        String root = call(Map.of("from", "client:dana", "to", "", "direction", "inbound"));
        String child = call(Map.of(
                "parent_call_sid",
                root,
                "direction",
                "outbound-dial",
                "status",
                "busy",
                "duration",
                "0",
                "date_created",
                RFC_2822.format(morning.plusSeconds(30))));

        JsonPath done =
                done(start(Map.of("from", day.toString(), "to", day.toString(), "mapping", Map.of(root, caseId))));

        Map<String, Object> record = only(caseId);
        assertEquals(root, record.get("twilio_call_sid"));
        assertEquals("busy", record.get("status"));
        assertEquals("+15005550006", record.get("to_number"));
        assertEquals(morning, Instant.parse((String) record.get("created_at")));
        assertEquals(0, done.getInt("data.unassigned"));
        assertEquals(
                "reconciliation",
                Database.strings("select kind from twilio_callback where call_sid = ?", child)
                        .get(0));
    }

    @Test
    void mapping_byNumber_findsTheCase_andWithoutOneTheCallWaits() {
        String number = newNumber();
        call(Map.of("to", number));
        String other = call(Map.of("to", "+15005550009"));

        JsonPath done = done(start(Map.of(
                "from", day.toString(),
                "to", day.toString(),
                "mapping", List.of(Map.of("number", number, "case_id", caseId)))));

        assertEquals(number, only(caseId).get("to_number"));
        assertEquals(1, done.getInt("data.unassigned"));
        as(Tokens.admin())
                .get("/v1/phone-calls?unassigned=true&twilio_call_sid=" + other)
                .then()
                .statusCode(200)
                .body("data.size()", equalTo(1));
    }

    @Test
    void mapping_asCsv_isTheSame() {
        String first = call(Map.of());
        String second = call(Map.of());
        String csv = "call_sid,case_id\r\n" + first + "," + caseId + "\r\n\"" + second + "\", "
                + caseId.toLowerCase(Locale.ROOT) + "\r\n";

        Response started =
                as(Tokens.admin()).contentType("text/csv").body(csv).post(JOBS + "?from=" + day + "&to=" + day);
        started.then().statusCode(202);
        done(started.jsonPath().getString("data.id"));

        assertEquals(2, list(caseId).size());
    }

    @Test
    void mapping_assignsACallThatIsKnown_butMovesNoneThatHasACase() {
        String mappedTo = newCase();
        String waiting = call(Map.of());
        String assigned = call(Map.of());
        tellAll(waiting, "");
        tellAll(assigned, "?case_id=" + caseId);

        done(start(Map.of(
                "from", day.toString(),
                "to", day.toString(),
                "mapping", Map.of(waiting, mappedTo, assigned, mappedTo))));

        assertEquals(waiting, only(mappedTo).get("twilio_call_sid"));
        assertEquals(assigned, only(caseId).get("twilio_call_sid"));
    }

    @Test
    void callback_thatNamesTheCaseLater_winsOverAMapping() {
        String mappedTo = newCase();
        String sid = call(Map.of());
        done(start(Map.of("from", day.toString(), "to", day.toString(), "mapping", Map.of(sid, mappedTo))));

        tellAll(sid, "?case_id=" + caseId);

        assertEquals(sid, only(caseId).get("twilio_call_sid"));
        assertEquals(List.of(), list(mappedTo));
    }

    @Test
    void time_isKeptToTheMoment() {
        call(Map.of("date_created", RFC_2822.format(morning), "start_time", RFC_2822.format(morning.plusSeconds(1))));
        String in = call(Map.of(
                "date_created", RFC_2822.format(morning.plusSeconds(60)),
                "start_time", RFC_2822.format(morning.plusSeconds(61))));
        call(Map.of(
                "date_created", RFC_2822.format(morning.plusSeconds(120)),
                "start_time", RFC_2822.format(morning.plusSeconds(121))));

        JsonPath done = done(start(Map.of(
                "from", morning.plusSeconds(59).toString(),
                "to", morning.plusSeconds(62).toString())));

        assertEquals(1, done.getInt("data.checked"));
        assertEquals(List.of(in), findings(done.getString("data.id")).getList("data.call_sid"));
    }

    @Test
    void busyTwilio_isLeftAloneForAsLongAsItAsks() {
        String sid = call(Map.of());
        twilio.fault("GET", CALLS, "StartTime>", day.toString()).times(2).busy(1);
        Instant before = Instant.now();

        done(start(Map.of("from", day.toString(), "to", day.toString(), "mapping", Map.of(sid, caseId))));

        assertEquals(sid, only(caseId).get("twilio_call_sid"));
        assertTrue(Duration.between(before, Instant.now()).compareTo(Duration.ofSeconds(2)) >= 0);
        assertEquals(
                3, twilio.requests("GET", CALLS, "StartTime>", day.toString()).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"500", "503", "hang up", "401"})
    void twilioThatFails_isAskedAgain_andNothingIsLost(String fault) {
        String sid = call(Map.of());
        StandIn.Fault failing = twilio.fault("GET", CALLS, "StartTime>", day.toString());
        if (fault.equals("hang up")) {
            failing.hangUp();
        } else {
            failing.status(Integer.parseInt(fault));
        }

        JsonPath done =
                done(start(Map.of("from", day.toString(), "to", day.toString(), "mapping", Map.of(sid, caseId))));

        assertEquals(sid, only(caseId).get("twilio_call_sid"));
        assertEquals(1, done.getInt("data.repaired"));
        assertNull(done.get("data.last_error"));
    }

    @Test
    void reconciliationThatWasCutOff_goesOnAtItsPage_andReadsNoPageTwice() {
        Map<String, String> mapping = new HashMap<>();
        for (int i = 0; i < 2100; i++) {
            mapping.put(
                    call(Map.of(
                            "date_created", RFC_2822.format(morning.plusSeconds(i)),
                            "start_time", RFC_2822.format(morning.plusSeconds(i)))),
                    caseId);
        }
        twilio.fault("GET", CALLS, "StartTime>", day.toString(), "Page", "2").status(500);
        String id = start(Map.of("from", day.toString(), "to", day.toString(), "dry_run", true));
        await(() -> job(id).get("data.last_error") != null);
        // As if the replica that had it were gone: its lease is another's, and over.
        Database.execute(
                "update reconciliation set leased_by = 'gone', leased_until = now() - interval '1 second' where id = ?",
                id);

        JsonPath done = done(id);

        assertEquals(2100, done.getInt("data.checked"));
        assertEquals(2100, done.getInt("data.missing"));
        List<String> pages = twilio.requests("GET", CALLS, "StartTime>", day.toString()).stream()
                .map(request -> request.parameter("Page"))
                .toList();
        assertEquals(List.of("", "1", "2", "2"), pages);
        assertTrue(done.getInt("data.requests") <= 7, done.prettify());
    }

    @Test
    void pageThatTwilioForgot_isReadAgainFromTheFirst_andNothingIsCountedTwice() {
        for (int i = 0; i < 1005; i++) {
            call(Map.of(
                    "date_created", RFC_2822.format(morning.plusSeconds(i)),
                    "start_time", RFC_2822.format(morning.plusSeconds(i))));
        }
        twilio.fault("GET", CALLS, "StartTime>", day.toString(), "Page", "1")
                .times(3)
                .refused(400, 20006, "Invalid page token");

        JsonPath done = done(start(Map.of("from", day.toString(), "to", day.toString(), "dry_run", true)));

        assertEquals(1005, done.getInt("data.checked"));
        assertEquals(1005, done.getInt("data.missing"));
    }

    @Test
    void leasedReconciliation_isNobodyElses_untilItsLeaseIsOver() {
        String id = newJobThatAnotherReplicaHas();
        String next = start(Map.of("from", day.toString(), "to", day.toString(), "dry_run", true));

        assertEquals("running", job(next).getString("data.status"));
        assertEquals(
                0, twilio.requests("GET", CALLS, "StartTime>", day.toString()).size());
        Database.execute("update reconciliation set leased_until = now() - interval '1 second' where id = ?", id);

        done(id);
        done(next);
    }

    @Test
    void cancelled_itStops_andResumed_itGoesOn() {
        call(Map.of());
        twilio.fault("GET", CALLS, "StartTime>", day.toString()).times(1000).status(500);
        String id = start(Map.of("from", day.toString(), "to", day.toString(), "dry_run", true));
        await(() -> job(id).get("data.last_error") != null);

        as(Tokens.admin())
                .post(JOBS + "/" + id + "/cancel")
                .then()
                .statusCode(200)
                .body("data.status", equalTo("cancelled"));
        as(Tokens.admin())
                .post(JOBS + "/" + id + "/cancel")
                .then()
                .statusCode(409)
                .body("code", equalTo("conflict"));
        twilio.mend();
        as(Tokens.admin())
                .post(JOBS + "/" + id + "/resume")
                .then()
                .statusCode(200)
                .body("data.status", equalTo("running"));

        assertEquals(1, done(id).getInt("data.missing"));
        as(Tokens.admin()).post(JOBS + "/" + id + "/resume").then().statusCode(409);
    }

    @Test
    void overdueCall_isAskedAbout_byTheScheduleAlone() {
        String over = call(Map.of());
        String unknown = newSid("CA");
        String talking = call(Map.of("status", "in-progress", "end_time", "", "duration", ""));
        twilio.addRecording(
                over, Map.of("date_created", RFC_2822.format(morning), "start_time", RFC_2822.format(morning)));
        for (String sid : List.of(over, unknown, talking)) {
            post(STATUS + "?case_id=" + caseId, form("CallSid", sid, "CallStatus", "ringing"))
                    .then()
                    .statusCode(204);
        }
        Database.execute("update phone_call set updated_at = now() - interval '11 minutes' where case_id = ?", caseId);

        String scheduled = scheduled();
        done(scheduled);
        assertEquals(1, twilio.requests("GET", path("/Calls/" + unknown)).size());
        done(scheduled());

        Map<String, Map<String, Object>> records = new HashMap<>();
        list(caseId).forEach(record -> records.put((String) record.get("twilio_call_sid"), record));
        assertEquals("completed", records.get(over).get("status"));
        assertEquals("completed", records.get(over).get("recording_status"));
        assertEquals("ringing", records.get(unknown).get("status"));
        assertEquals("in_progress", records.get(talking).get("status"));
        assertEquals(1, twilio.requests("GET", path("/Calls/" + unknown)).size());
        assertEquals(1, twilio.requests("GET", path("/Calls/" + over)).size());
    }

    @Test
    void history_tellsOfARepair() {
        String sid = call(Map.of());
        done(start(Map.of("from", day.toString(), "to", day.toString(), "mapping", Map.of(sid, caseId))));

        as(Tokens.reader(caseId))
                .get(Api.calls(caseId) + "/" + only(caseId).get("id") + "/events")
                .then()
                .statusCode(200)
                .body("data[0].kind", equalTo("reconciliation"))
                .body("data[0].outcome", equalTo("applied"))
                .body("data[0].details.call_status", equalTo("completed"))
                .body("data[0].details.call_sid", equalTo(sid));
    }

    @Test
    void erasedCall_isNotMissing_andDoesNotComeBack() {
        String sid = call(Map.of());
        tellAll(sid, "?case_id=" + caseId);
        as(Tokens.admin())
                .contentType("application/json")
                .body(Map.of("call_id", only(caseId).get("id")))
                .post("/v1/erasures")
                .then()
                .statusCode(200);

        JsonPath done =
                done(start(Map.of("from", day.toString(), "to", day.toString(), "mapping", Map.of(sid, caseId))));

        assertEquals(1, done.getInt("data.checked"));
        assertEquals(0, done.getInt("data.missing") + done.getInt("data.stale"), done.prettify());
        assertEquals(List.of(), list(caseId));
    }

    @Test
    void repairedRecord_equalsItsRebuild() {
        String root = call(Map.of("from", "client:dana", "to", "", "direction", "inbound"));
        String child = call(Map.of("parent_call_sid", root, "direction", "outbound-dial"));
        twilio.addRecording(
                root, Map.of("date_created", RFC_2822.format(morning), "start_time", RFC_2822.format(morning)));
        tellAll(child, "?called_by=dana");
        done(start(Map.of("from", day.toString(), "to", day.toString(), "mapping", Map.of(root, caseId))));
        Map<String, Object> before = only(caseId);

        as(Tokens.admin())
                .post("/v1/phone-calls/" + before.get("id") + "/rebuild")
                .then()
                .statusCode(200)
                .body("meta.changed", equalTo(false))
                .body("meta.differences", equalTo(List.of()));

        assertEquals("completed", before.get("recording_status"));
        assertEquals(before, only(caseId));
    }

    /** Twilio took the call and its answer was lost; a reconciliation sees the call before the client comes again. */
    @Test
    void placementWhoseAnswerWasLost_findsItsCall_thoughAReconciliationFoundItFirst() {
        String to = newNumber();
        twilio.fault("GET", CALLS, "To", to).times(50).status(500);
        twilio.faultWhenCalling(to).afterWork().status(500);
        place(to).then().statusCode(502);
        twilio.mend();
        String sid = (String) twilio.calls(to).get(0).get("sid");
        Instant now = Instant.now();
        twilio.change(sid, Map.of("status", "ringing", "start_time", RFC_2822.format(now)));
        done(start(Map.of(
                "from",
                now.minusSeconds(60).toString(),
                "to",
                now.plusSeconds(60).toString())));
        assertEquals(1, Database.count("select count(*) from call_leg where call_sid = ?", sid));

        place(to).then().statusCode(201).body("data.twilio_call_sid", equalTo(sid));

        assertEquals(1, twilio.placements(to).size());
        assertEquals(sid, only(caseId).get("twilio_call_sid"));
    }

    private Response place(String to) {
        return as(Tokens.writer(caseId))
                .contentType("application/json")
                .header("Idempotency-Key", to)
                .body(Map.of("to_number", to))
                .post(Api.calls(caseId));
    }

    @Test
    void list_hasTheNewestFirst_byCursor() {
        String first = start(Map.of("from", day.toString(), "to", day.toString(), "dry_run", true));
        String second = start(Map.of("from", day.toString(), "to", day.toString(), "dry_run", true));

        JsonPath page = as(Tokens.admin()).get(JOBS + "?per_page=1").jsonPath();
        assertEquals(List.of(second), page.getList("data.id"));
        assertEquals(
                List.of(first),
                as(Tokens.admin())
                        .get(JOBS + "?per_page=1&cursor=" + page.getString("meta.next_cursor"))
                        .jsonPath()
                        .getList("data.id"));
        as(Tokens.admin())
                .get(JOBS + "/" + first + "/findings?cursor=" + page.getString("meta.next_cursor"))
                .then()
                .statusCode(400);
        done(first);
        done(second);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | from",
                "{\"from\": \"yesterday\"} | from",
                "{\"from\": \"2026-01-02\", \"to\": \"2026-01-01\"} | from",
                "{\"from\": \"2026-01-02\", \"until\": \"2026-01-03\"} | until",
                "{\"from\": \"2026-01-02\", \"dry_run\": \"yes\"} | dry_run",
                "{\"from\": \"2026-01-02\", \"mapping\": 1} | mapping",
                "{\"from\": \"2026-01-02\", \"mapping\": {\"CA1\": \"none\"}} | mapping.CA1",
                "{\"from\": \"2026-01-02\", \"mapping\": [{\"case_id\": \"01K8PC05EJ4T11HRYE78AN7EEE\"}]} | mapping.0",
                "{\"from\": \"2026-01-02\", \"mapping\": \"a,b,c\"} | mapping.line 1"
            })
    void wrongBody_isRefused(String body, String field) {
        as(Tokens.admin())
                .contentType("application/json")
                .body(body)
                .post(JOBS)
                .then()
                .statusCode(422)
                .body("errors.field", hasItem(field));
    }

    @Test
    void whoMayNot_isRefused() {
        String token = Tokens.claims("phone-calls:read phone-calls:write", "*").sign();
        String oneCase = Tokens.claims("phone-calls:admin", caseId).sign();
        for (String refused : List.of(token, oneCase)) {
            as(refused)
                    .contentType("application/json")
                    .body("{}")
                    .post(JOBS)
                    .then()
                    .statusCode(403);
            as(refused).get(JOBS).then().statusCode(403);
            as(refused).get(JOBS + "/" + newCase()).then().statusCode(403);
            as(refused).get(JOBS + "/" + newCase() + "/findings").then().statusCode(403);
            as(refused).post(JOBS + "/" + newCase() + "/cancel").then().statusCode(403);
            as(refused).post(JOBS + "/" + newCase() + "/resume").then().statusCode(403);
        }
        as(Tokens.admin()).get(JOBS + "/" + newCase()).then().statusCode(404);
        as(Tokens.admin()).get(JOBS + "/x").then().statusCode(404);
    }

    /** A finished call of a minute in the morning, with fields otherwise if given. */
    private String call(Map<String, ?> fields) {
        Map<String, Object> all = new HashMap<>(Map.of(
                "to", "+15005550006",
                "from", "+15005550001",
                "status", "completed",
                "duration", "60",
                "date_created", RFC_2822.format(morning),
                "start_time", RFC_2822.format(morning.plusSeconds(2)),
                "end_time", RFC_2822.format(morning.plusSeconds(70))));
        all.putAll(fields);
        return twilio.addCall(all);
    }

    private static void tellAll(String sid, String query) {
        post(STATUS + query, form("CallSid", sid, "CallStatus", "ringing"))
                .then()
                .statusCode(204);
    }

    private static String path(String rest) {
        return CALLS + "AC00000000000000000000000000000000" + rest;
    }

    private JsonPath reconciled() {
        return done(start(Map.of("from", day.toString(), "to", day.toString())));
    }

    static String start(Map<String, ?> body) {
        Response started =
                as(Tokens.admin()).contentType("application/json").body(body).post(JOBS);
        started.then().statusCode(202);
        String id = started.jsonPath().getString("data.id");
        assertEquals(JOBS + "/" + id, started.header("Location").replaceFirst("^https?://[^/]+", ""));
        return id;
    }

    /** As the schedule makes it, for this test's days. */
    private String scheduled() {
        return insert("null, null");
    }

    private String newJobThatAnotherReplicaHas() {
        return insert("'another', now() + interval '1 hour'");
    }

    private String insert(String lease) {
        String id = newCase();
        Database.execute(
                "insert into reconciliation (id, from_at, to_at, dry_run, status, position, due_at, created_at, updated_at,"
                        + " leased_by, leased_until) values (?, cast(? as timestamptz), cast(? as timestamptz), false,"
                        + " 'running', '{\"account\":0,\"step\":\"calls\",\"counted\":0}', now(), now(), now(), "
                        + lease
                        + ")",
                id,
                day.plusDays(2) + "T00:00:00Z",
                day.plusDays(2) + "T01:00:00Z");
        return id;
    }

    private static JsonPath job(String id) {
        return as(Tokens.admin())
                .get(JOBS + "/" + id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static JsonPath findings(String id) {
        return as(Tokens.admin())
                .get(JOBS + "/" + id + "/findings")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    static JsonPath done(String id) {
        await(() -> !job(id).getString("data.status").equals("running"));
        JsonPath done = job(id);
        assertEquals("completed", done.getString("data.status"), done.prettify());
        return done;
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        Instant deadline = Instant.now().plusSeconds(60);
        while (!condition.getAsBoolean()) {
            assertTrue(Instant.now().isBefore(deadline), "it took too long");
        }
    }
}
