package dev.callfile.api;

import static dev.callfile.Api.as;
import static dev.callfile.Api.calls;
import static dev.callfile.Api.list;
import static dev.callfile.Api.newCase;
import static dev.callfile.Api.newNumber;
import static dev.callfile.Api.newSid;
import static dev.callfile.Person.erase;
import static dev.callfile.Person.hold;
import static dev.callfile.Person.lift;
import static dev.callfile.TwilioStandIn.INTELLIGENCE;
import static dev.callfile.TwilioStandIn.STATUS;
import static dev.callfile.TwilioStandIn.form;
import static dev.callfile.TwilioStandIn.post;
import static dev.callfile.TwilioStandIn.postJson;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.callfile.Database;
import dev.callfile.Person;
import dev.callfile.Person.Sent;
import dev.callfile.StandIn;
import dev.callfile.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was erased is gone from everywhere, and does not come back. */
@QuarkusTest
class ErasureTest {

    private final StandIn twilio = StandIn.ofTheService();

    @AfterEach
    void mend() {
        twilio.mend();
    }

    @Test
    void erasure_ofANumber_leavesNothingOfThePersonAnywhere() {
        Person person = new Person().called();
        Person other = new Person().called();
        post(STATUS, form("To", person.number, "Unlinked", "yes")).then().statusCode(204);
        post(STATUS + "?called_by=%2B" + person.number.substring(1), form("Unlinked", person.root))
                .then()
                .statusCode(204);
        Map<String, Object> othersBefore = list(other.caseId).get(0);
        assertNotEquals(List.of(), Database.mentioning(person.number.substring(1)));

        Response erased = erase(Map.of("phone_number", person.number));

        erased.then()
                .statusCode(200)
                .body("data.dry_run", equalTo(false))
                .body("data.state", equalTo("finished"))
                .body("data.asked_by", equalTo("administrator"))
                .body("data.call_id", nullValue())
                .body("data.calls", equalTo(1))
                .body("data.legs", equalTo(2))
                .body("data.callbacks", equalTo(10))
                .body("data.recordings", equalTo(1))
                .body("data.transcripts", equalTo(1))
                .body("data.insights", equalTo(1))
                .body("data.events", equalTo(1))
                .body("data.placements", equalTo(0))
                .body("data.recordings_at_twilio", nullValue())
                .body("data.call_sids", hasItems(person.root, person.leg));
        assertNothingIsLeftOf(person);
        assertEquals(othersBefore, list(other.caseId).get(0));
        as(Tokens.admin())
                .get("/v1/erasures/" + erased.path("data.id"))
                .then()
                .statusCode(200)
                .body("data.calls", equalTo(1))
                .body("data.late_callbacks", equalTo(0));
    }

    private static void assertNothingIsLeftOf(Person person) {
        for (String trace :
                List.of(person.number.substring(1), person.name.replace(" ", "+"), person.name, person.words)) {
            assertEquals(List.of(), Database.mentioning(trace), trace);
        }
        assertEquals(List.of("erased_call"), Database.mentioning(person.root));
        assertEquals(List.of("erased_call"), Database.mentioning(person.leg));
        assertEquals(List.of(), list(person.caseId));
    }

    @Test
    void callbacks_afterTheErasure_bringNothingBack_andAreCounted() {
        Person person = new Person().called();
        String id = erase(Map.of("call_id", person.id())).path("data.id");

        List<Sent> again = person.callbacks();
        Collections.reverse(again);
        again.forEach(callback -> callback.send().then().statusCode(204));
        String below = newSid("CA");
        person.status(below, person.leg, "+15005550001", person.number, "ringing", 70)
                .send()
                .then()
                .statusCode(204);
        person.status(below, null, "+15005550001", person.number, "completed", 70)
                .send()
                .then()
                .statusCode(204);

        assertNothingIsLeftOf(person);
        assertEquals(List.of("erased_call"), Database.mentioning(below));
        as(Tokens.admin())
                .get("/v1/erasures/" + id)
                .then()
                .body("data.late_callbacks", equalTo(again.size() + 2))
                .body("data.call_sids", hasItems(person.root, person.leg, below));
    }

    @Test
    void leg_thatCameBeforeItsErasedParent_isErasedWithIt() {
        Person person = new Person().called();
        String between = newSid("CA");
        String below = newSid("CA");
        String id = erase(Map.of("call_id", person.id())).path("data.id");
        person.status(below, between, "+15005550001", person.number, "ringing", 70)
                .send()
                .then()
                .statusCode(204);
        assertEquals(1, list(person.caseId).size());

        hold(person.caseId, "Doe v. Chase");
        person.status(between, person.root, "client:dana", "", "ringing", 69)
                .send()
                .then()
                .statusCode(204);
        assertEquals(1, list(person.caseId).size());
        lift(person.caseId);
        person.status(between, person.root, "client:dana", "", "in-progress", 70)
                .send()
                .then()
                .statusCode(204);

        assertNothingIsLeftOf(person);
        assertEquals(List.of("erased_call"), Database.mentioning(below));
        as(Tokens.admin()).get("/v1/erasures/" + id).then().body("data.calls", equalTo(2));
    }

    @Test
    void dryRun_countsTheSame_andWritesNothing() {
        Person person = new Person().called();
        post(STATUS, form("To", person.number, "Unlinked", "yes")).then().statusCode(204);
        List<String> before = Database.mentioning(person.number.substring(1));
        long erasures = Database.count("select count(*) from erasure");

        Map<String, Object> counted = erase(Map.of("phone_number", person.number, "dry_run", true))
                .then()
                .statusCode(200)
                .body("data.id", nullValue())
                .body("data.dry_run", equalTo(true))
                .body("data.calls", equalTo(1))
                .extract()
                .path("data");

        assertEquals(before, Database.mentioning(person.number.substring(1)));
        assertEquals(erasures, Database.count("select count(*) from erasure"));
        assertEquals(List.of(), Database.strings("select call_sid from erased_call where call_sid = ?", person.leg));
        Map<String, Object> erased =
                erase(Map.of("phone_number", person.number)).path("data");
        for (String what : List.of(
                "calls", "legs", "callbacks", "recordings", "transcripts", "insights", "events", "placements")) {
            assertEquals(erased.get(what), counted.get(what), what);
        }
    }

    @Test
    void oneCallUnderLegalHold_keepsAllOfTheNumbersCalls() {
        Person person = new Person().called();
        String held = newCase();
        post(STATUS + "?case_id=" + held, form("CallSid", newSid("CA"), "To", person.number, "CallStatus", "completed"))
                .then()
                .statusCode(204);
        hold(held, "Doe v. Chase");

        for (boolean dryRun : List.of(true, false)) {
            erase(Map.of("phone_number", person.number, "dry_run", dryRun))
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("conflict"))
                    .body("detail", containsString(held))
                    .body("detail", containsString("Doe v. Chase"));
        }
        assertEquals(1, list(person.caseId).size());
        erase(Map.of("call_id", list(held).get(0).get("id"))).then().statusCode(409);

        lift(held);
        erase(Map.of("phone_number", person.number)).then().statusCode(200).body("data.calls", equalTo(2));
        assertEquals(List.of(), Database.mentioning(person.number.substring(1)));
    }

    @Test
    void call_thatWasMovedAwayFromAHeldCase_isHeldStill() {
        Person person = new Person().called();
        as(Tokens.admin())
                .contentType("application/json")
                .body(Map.of("case_id", newCase()))
                .post("/v1/phone-calls/" + person.id() + "/assign")
                .then()
                .statusCode(200);
        hold(person.caseId, "Doe v. Chase");

        erase(Map.of("phone_number", person.number)).then().statusCode(409);
    }

    @Test
    void callbackWithoutACall_thatNamesAHeldCase_isHeld() {
        Person person = new Person();
        hold(person.caseId, "Doe v. Chase");
        post(STATUS + "?case_id=" + person.caseId, form("To", person.number, "Unlinked", "yes"))
                .then()
                .statusCode(204);

        erase(Map.of("phone_number", person.number)).then().statusCode(409);
    }

    @Test
    void number_isErasedForItself_andNotWithinAnother() {
        Person person = new Person();
        post(STATUS, form("To", person.number + "1", "Unlinked", "yes")).then().statusCode(204);
        post(STATUS, form("To", "+9" + person.number.substring(1), "Unlinked", "yes"))
                .then()
                .statusCode(204);

        erase(Map.of("phone_number", person.number)).then().statusCode(200).body("data.callbacks", equalTo(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:jane.%s@example.com", "client:jane_%s", "+%s", "\"%s\" <\\>"})
    void anyValueOfARecord_canBeErased(String pattern) {
        String address = pattern.replace("%s", newCase());
        String caseId = newCase();
        post(STATUS + "?case_id=" + caseId, form("CallSid", newSid("CA"), "From", address, "CallStatus", "completed"))
                .then()
                .statusCode(204);
        post(STATUS, form("To", address, "Unlinked", "yes")).then().statusCode(204);

        erase(Map.of("phone_number", address))
                .then()
                .statusCode(200)
                .body("data.calls", equalTo(1))
                .body("data.callbacks", equalTo(2));
        assertEquals(List.of(), list(caseId));
    }

    @Test
    void manyCalls_areErasedBatchByBatch_andEachIsCountedOnce() {
        Person person = new Person();
        fill(person, 120);

        Map<String, Object> counted =
                erase(Map.of("phone_number", person.number, "dry_run", true)).path("data");
        Response erased = erase(Map.of("phone_number", person.number));

        erased.then()
                .statusCode(200)
                .body("data.calls", equalTo(120))
                .body("data.legs", equalTo(240))
                .body("data.callbacks", equalTo(1200));
        for (String what : List.of("calls", "legs", "callbacks")) {
            assertEquals(counted.get(what), erased.<Object>path("data." + what), what);
        }
        assertEquals(List.of(), Database.mentioning(person.number.substring(1)));
    }

    /** Calls of two legs, both to the person, with ten callbacks each. */
    static void fill(Person person, int calls) {
        String prefix = person.caseId.substring(6);
        Database.execute(
                "insert into call_leg (call_sid, root_call_sid, from_number, to_number)"
                        + " select 'CA' || ? || leg || lpad(n::text, 8, '0'), 'CA' || ? || 'a' || lpad(n::text, 8, '0'),"
                        + " '+15005550001', ? from generate_series(1, ?) n, unnest(array['a', 'b']) leg",
                prefix,
                prefix,
                person.number,
                calls);
        Database.execute(
                "insert into phone_call (id, twilio_call_sid, case_id, to_number, status, direction, created_at, updated_at)"
                        + " select '01K' || substr(?, 4, 15) || lpad(n::text, 8, '0'), 'CA' || ? || 'a' || lpad(n::text, 8, '0'), ?,"
                        + " ?, 'completed', 'outbound', now(), now() from generate_series(1, ?) n",
                person.caseId,
                prefix,
                person.caseId,
                person.number,
                calls);
        Database.execute(
                "insert into twilio_callback (id, kind, call_sid, request_target, parameters, digest, outcome, received_at)"
                        + " select ? || leg || n || '/' || i, 'status', 'CA' || ? || leg || lpad(n::text, 8, '0'), '/',"
                        + " json_build_object('To', json_build_array(cast(? as text)), 'Filler', json_build_array(repeat('x', 500))),"
                        + " sha256(cast(? || leg || n || '/' || i as bytea)), 'applied', now()"
                        + " from generate_series(1, ?) n, unnest(array['a', 'b']) leg, generate_series(1, 5) i",
                person.caseId,
                prefix,
                person.number,
                person.caseId,
                calls);
    }

    @Test
    void numberThatNobodyHas_isErasedInVain() {
        erase(Map.of("phone_number", new Person().number))
                .then()
                .statusCode(200)
                .body("data.id", notNullValue())
                .body("data.calls", equalTo(0))
                .body("data.callbacks", equalTo(0))
                .body("data.placements", equalTo(0));
    }

    @Test
    void whatIsNotThere_isNotFound() {
        Person person = new Person().called();
        String callId = person.id();
        erase(Map.of("call_id", callId)).then().statusCode(200);

        erase(Map.of("call_id", callId)).then().statusCode(404);
        erase(Map.of("call_id", newCase())).then().statusCode(404);
        as(Tokens.admin()).get("/v1/erasures/" + newCase()).then().statusCode(404);
        as(Tokens.admin()).get("/v1/erasures/x").then().statusCode(404);
        as(Tokens.reader(person.caseId))
                .get(calls(person.caseId) + "/" + callId)
                .then()
                .statusCode(404);
    }

    @ParameterizedTest
    @CsvSource({
        "{}, phone_number",
        "'{\"phone_number\": \"+15005550006\", \"call_id\": \"01K8PC05EJ4T11HRYE78AN7EEE\"}', phone_number",
        "'{\"call_id\": \"x\"}', call_id",
        "'{\"phone_number\": \" \"}', phone_number",
        "'{\"phone_number\": \"+15005550006\", \"dry_run\": \"true\"}', dry_run",
        "'{\"phone_number\": \"+15005550006\", \"recordings_at_twilio\": null}', recordings_at_twilio",
        "'{\"phone_number\": \"+15005550006\", \"dryrun\": true}', dryrun"
    })
    void wrongBody_isRefused(String body, String field) {
        as(Tokens.admin())
                .contentType("application/json")
                .body(body)
                .post("/v1/erasures")
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo(field));
    }

    @Test
    void erasing_needsAnAdministratorOfEveryCase() {
        String caseId = newCase();
        for (String token : List.of(
                Tokens.writer("*"), Tokens.claims("phone-calls:admin", caseId).sign())) {
            as(token)
                    .contentType("application/json")
                    .body(Map.of("phone_number", "+15005550006"))
                    .post("/v1/erasures")
                    .then()
                    .statusCode(403);
            as(token).get("/v1/erasures/" + caseId).then().statusCode(403);
        }
    }

    @Test
    void placement_isErased_andItsKeyPlacesNoSecondCall() {
        Person person = new Person();
        String number = newNumber();
        String key = newCase();
        Map<String, String> request = Map.of("to_number", number, "notes", person.words);
        place(person, key, request).then().statusCode(201);
        place(person, newCase(), request).then().statusCode(201);

        erase(Map.of("phone_number", number))
                .then()
                .statusCode(200)
                .body("data.calls", equalTo(2))
                .body("data.placements", equalTo(2));

        assertEquals(List.of(), Database.mentioning(number.substring(1)));
        assertEquals(List.of(), Database.mentioning(person.words));
        for (Map<String, String> repeated : List.of(request, Map.of("to_number", number))) {
            place(person, key, repeated)
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("conflict"))
                    .body("detail", containsString("erased"));
        }
        assertEquals(2, twilio.placements(number).size());
        assertEquals(List.of(), Database.mentioning(number.substring(1)));
    }

    @Test
    void refusedPlacement_isErased() {
        Person person = new Person();
        String number = newNumber();
        twilio.faultWhenCalling(number).refused(400, 21211, "Invalid 'To' Phone Number: " + number);
        String key = newCase();
        place(person, key, Map.of("to_number", number)).then().statusCode(502);

        erase(Map.of("phone_number", number)).then().statusCode(200).body("data.placements", equalTo(1));

        assertEquals(List.of(), Database.mentioning(number.substring(1)));
        place(person, key, Map.of("to_number", number)).then().statusCode(409);
    }

    @Test
    void call_thatIsBeingPlaced_isNotLostToAnErasure() {
        Person person = new Person();
        String number = newNumber();
        twilio.faultWhenCalling(number).afterWork().status(500);
        twilio.fault("GET", "/2010-04-01/Accounts/", "To", number).times(100).status(500);
        String key = newCase();
        place(person, key, Map.of("to_number", number)).then().statusCode(502);

        erase(Map.of("phone_number", number)).then().statusCode(409).body("detail", containsString("is being placed"));
        Database.execute(
                "update placement set claimed_at = claimed_at - interval '11 minutes' where idempotency_key = ?", key);
        erase(Map.of("phone_number", number)).then().statusCode(200).body("data.placements", equalTo(1));

        place(person, key, Map.of("to_number", number)).then().statusCode(409);
        assertEquals(1, twilio.placements(number).size());
        assertEquals(List.of(), Database.mentioning(number.substring(1)));
    }

    @Test
    void call_thatIsErasedBeforeItsPlacerIsTold_isErasedForThePlacerToo() {
        Person person = new Person();
        String number = newNumber();
        twilio.faultWhenCalling(number).afterWork().slow(Duration.ofSeconds(3));
        CompletableFuture<Response> placing = CompletableFuture.supplyAsync(
                () -> place(person, newCase(), Map.of("to_number", number, "notes", person.words)));
        StandIn.Received asked = await(number);
        String callSid = (String) twilio.calls(number).get(0).get("sid");
        String target = asked.parameter("StatusCallback")
                .replaceFirst("^https?://[^/]*", "")
                .split("#")[0];
        post(target, form("CallSid", callSid, "To", number, "CallStatus", "initiated"))
                .then()
                .statusCode(204);

        erase(Map.of("phone_number", number)).then().statusCode(200).body("data.calls", equalTo(1));

        placing.join().then().statusCode(409).body("detail", containsString("erased"));
        assertEquals(List.of(), Database.mentioning(number.substring(1)));
        assertEquals(List.of(), Database.mentioning(person.words));
    }

    private StandIn.Received await(String number) {
        while (twilio.placements(number).isEmpty() || twilio.calls(number).isEmpty()) {
            Thread.onSpinWait();
        }
        return twilio.placements(number).get(0);
    }

    @Test
    void whatReconciliationKept_isErased() {
        Person person = new Person().called();
        String job = newCase();
        Database.execute(
                "insert into reconciliation (id, from_at, to_at, dry_run, status, position, due_at, created_at, updated_at)"
                        + " values (?, now(), now(), false, 'completed',"
                        + " '{\"account\":0,\"step\":\"calls\",\"counted\":0}', now(), now(), now())",
                job);
        Database.execute("insert into reconciliation_mapping values (?, ?, ?)", job, person.number, person.caseId);
        Database.execute("insert into reconciliation_mapping values (?, ?, ?)", job, person.root, person.caseId);
        Database.execute(
                "insert into reconciliation_finding values (?, ?, 'missing', 'repaired', false)", job, person.leg);
        Database.execute("insert into call_inquiry values (?, 1, now())", person.root);

        erase(Map.of("phone_number", person.number)).then().statusCode(200);

        assertNothingIsLeftOf(person);
    }

    @Test
    void announcedTranscript_isErased_alsoWhereItsWebhookNamedNoCall_andDoesNotComeBack() {
        Person person = new Person().called();
        String recording = twilio.addRecording(person.root, Map.of());
        String transcript =
                twilio.addTranscript(recording, List.of(StandIn.sentence(1, person.words)), List.of(), Map.of());
        announce(person, transcript);
        awaitFetched(person, transcript);

        erase(Map.of("call_id", person.id())).then().statusCode(200);
        assertNothingIsLeftOf(person);
        assertEquals(List.of(), Database.mentioning(transcript));

        announce(person, transcript);
        while (!Database.mentioning(transcript).isEmpty()) {
            Thread.onSpinWait();
        }
        assertNothingIsLeftOf(person);
    }

    private static void announce(Person person, String transcript) {
        postJson(
                        INTELLIGENCE + "?called_by=" + person.name.replace(" ", "+"),
                        "{\"event_type\":\"voice_intelligence_transcript_available\",\"transcript_sid\":\"" + transcript
                                + "\"}")
                .then()
                .statusCode(204);
    }

    private static void awaitFetched(Person person, String transcript) {
        while (Database.count(
                        "select count(*) from transcript_fetch where transcript_sid = ? and state = 'fetched'",
                        transcript)
                == 0) {
            Thread.onSpinWait();
        }
        assertEquals(
                1,
                Database.count(
                        "select count(*) from twilio_callback where kind = 'transcript' and call_sid = ?",
                        person.root));
    }

    private static Response place(Person person, String key, Map<String, String> request) {
        return as(Tokens.writer(person.caseId))
                .contentType("application/json")
                .header("Idempotency-Key", key)
                .body(request)
                .post(calls(person.caseId));
    }
}
