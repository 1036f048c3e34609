package dev.callfile.api;

import static dev.callfile.Api.as;
import static dev.callfile.Api.calls;
import static dev.callfile.Api.newCase;
import static dev.callfile.Api.newNumber;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.callfile.Api;
import dev.callfile.Database;
import dev.callfile.StandIn;
import dev.callfile.StandIn.Received;
import dev.callfile.Tokens;
import dev.callfile.TwilioStandIn;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One call for one key, whatever goes wrong on the way. */
@QuarkusTest
class PlacementTest {

    private final StandIn twilio = StandIn.ofTheService();
    private final String caseId = newCase();
    private final String key = newCase();
    private final String to = newNumber();

    @AfterEach
    void mend() {
        twilio.mend();
    }

    @Test
    void call_isPlacedWithItsCallbacks_andItsRecordIsThere() {
        Response answer = as(Tokens.writer(caseId))
                .contentType("application/json")
                .body(Map.of(
                        "to_number", to,
                        "institution_contact_id", "chase & co",
                        "called_by", "dana",
                        "notes", "About the certificate"))
                .post(calls(caseId));

        answer.then()
                .statusCode(201)
                .header("Location", equalTo(calls(caseId) + "/" + answer.path("data.id")))
                .body("data.status", equalTo("initiated"))
                .body("data.direction", equalTo("outbound"))
                .body("data.to_number", equalTo(to))
                .body("data.from_number", equalTo("+15005550001"))
                .body("data.institution_contact_id", equalTo("chase & co"))
                .body("data.called_by", equalTo("dana"))
                .body("data.notes", equalTo("About the certificate"))
                .body("meta.provenance.notes.source", equalTo("person"))
                .body("meta.provenance.notes.by", equalTo("case-worker"))
                .body("meta.provenance.called_by.source", equalTo("person"));
        Received placed = only(twilio.placements(to));
        assertEquals(
                List.of("initiated", "ringing", "answered", "completed"),
                placed.parameters().get("StatusCallbackEvent"));
        assertEquals(
                List.of("in-progress", "completed", "absent"),
                placed.parameters().get("RecordingStatusCallbackEvent"));
        assertEquals("true", placed.parameter("Record"));
        for (String name : List.of("StatusCallback", "RecordingStatusCallback")) {
            URI callback = URI.create(placed.parameter(name));
            assertEquals("rc=5&rp=5xx,ct,rt", callback.getRawFragment());
            assertTrue(
                    callback.getRawQuery()
                            .startsWith(
                                    "case_id=" + caseId + "&institution_contact_id=chase%20%26%20co&called_by=dana&"),
                    callback.toString());
        }
        assertTrue(placed.parameter("Twiml").contains(">dana</Client>"), placed.parameter("Twiml"));
    }

    @Test
    void placedCall_equalsItsRebuild() {
        Response placed = post(
                Tokens.writer(caseId),
                key,
                Map.of(
                        "to_number",
                        to,
                        "institution_contact_id",
                        "chase & co",
                        "called_by",
                        "dana",
                        "notes",
                        "Certificate"));
        String leg = "select cast(l as text) from call_leg l where call_sid = ?";
        String callSid = placed.path("data.twilio_call_sid");
        List<String> before = Database.strings(leg, callSid);
        String rebuild = "/v1/phone-calls/" + placed.path("data.id") + "/rebuild";

        as(Tokens.admin()).post(rebuild).then().statusCode(200).body("meta.changed", equalTo(false));
        Database.execute("delete from call_leg where call_sid = ?", callSid);
        as(Tokens.admin()).post(rebuild).then().statusCode(200).body("meta.differences", equalTo(List.of("legs")));

        assertEquals(before, Database.strings(leg, callSid));
    }

    @Test
    void lineOfAPlacement_thatKeepsLessThanItsLeg_losesNothing() {
        Response placed = post(Tokens.writer(caseId), key, Map.of("to_number", to, "called_by", "dana"));
        String callSid = placed.path("data.twilio_call_sid");
        Database.execute("""
                update twilio_callback set parameters = json_build_object('CallSid', parameters->'CallSid')
                where call_sid = ?""", callSid);

        as(Tokens.admin())
                .post("/v1/phone-calls/" + placed.path("data.id") + "/rebuild")
                .then()
                .statusCode(200)
                .body("meta.changed", equalTo(false))
                .body("meta.differences", equalTo(List.of()));
    }

    @Test
    void sameKey_givesTheFirstAnswer_andNoSecondCall() {
        Response first = place();
        TwilioStandIn.post(
                        TwilioStandIn.STATUS,
                        TwilioStandIn.form("CallSid", first.path("data.twilio_call_sid"), "CallStatus", "ringing"))
                .then()
                .statusCode(204);

        Response second = place();

        second.then().statusCode(201).header("Location", first.header("Location"));
        assertEquals(first.asString(), second.asString());
        assertEquals(1, twilio.placements(to).size());
    }

    @Test
    void sameKey_withAnotherBody_isAConflict_butAnotherClientsKeyIsItsOwn() {
        place().then().statusCode(201);

        post(Tokens.writer(caseId), key, Map.of("to_number", to, "notes", "other"))
                .then()
                .statusCode(409)
                .body("code", equalTo("idempotency_conflict"));
        post(Tokens.claims("phone-calls:write", caseId).subject("erin").sign(), key, Map.of("to_number", to))
                .then()
                .statusCode(201);
        assertEquals(2, twilio.placements(to).size());
    }

    @Test
    void keyOfYesterday_isForgotten() {
        place().then().statusCode(201);
        Database.execute(
                "update placement set claimed_at = claimed_at - interval '25 hours' where idempotency_key = ?", key);

        post(Tokens.writer(caseId), key, Map.of("to_number", to, "notes", "other"))
                .then()
                .statusCode(201);
    }

    @Test
    void sameKey_fromManyAtOnce_placesOneCall() {
        twilio.faultWhenCalling(to).slow(Duration.ofMillis(500));

        List<Response> answers =
                Stream.of(0, 1, 2, 3, 4, 5, 6, 7).map(i -> CompletableFuture.supplyAsync(this::place)).toList().stream()
                        .map(CompletableFuture::join)
                        .toList();

        answers.forEach(answer -> answer.then().statusCode(201));
        assertEquals(1, answers.stream().map(Response::asString).distinct().count());
        assertEquals(1, twilio.placements(to).size());
        assertEquals(1, Api.list(caseId).size());
    }

    @Test
    void callback_beforeTwiliosAnswer_makesTheSameRecord() {
        twilio.faultWhenCalling(to).afterWork().slow(Duration.ofMillis(800));
        CompletableFuture<Response> placing = CompletableFuture.supplyAsync(this::place);
        while (twilio.placements(to).isEmpty()) {
            Thread.onSpinWait();
        }
        String callback = twilio.placements(to).get(0).parameter("StatusCallback");
        String target =
                URI.create(callback).getRawPath() + "?" + URI.create(callback).getRawQuery();
        Map<String, ?> call = onlyCallTo(to);
        TwilioStandIn.post(
                        target,
                        TwilioStandIn.form(
                                "CallSid",
                                (String) call.get("sid"),
                                "CallStatus",
                                "initiated",
                                "Direction",
                                "outbound-api"))
                .then()
                .statusCode(204);

        Response answer = placing.join();

        answer.then().statusCode(201).body("data.twilio_call_sid", equalTo(call.get("sid")));
        assertEquals(answer.path("data.id"), Api.only(caseId).get("id"));
    }

    @Test
    void failureOfTwilio_isToldOnce_andNoSecondCallIsPlacedUntilItIsKnown() {
        twilio.faultWhenCalling(to).status(500);

        place().then().statusCode(502).body("code", equalTo("twilio_error"));
        place().then().statusCode(503).header("Retry-After", notNullValue());
        assertEquals(1, twilio.placements(to).size());

        later();
        place().then().statusCode(201);
        assertEquals(2, twilio.placements(to).size());
        assertEquals(1, callsTo(to).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"500", "503", "hang up", "slow"})
    void answerThatIsLost_afterTwilioTookTheCall_isFoundOut(String fault) {
        StandIn.Fault lost = twilio.faultWhenCalling(to).afterWork();
        switch (fault) {
            case "hang up" -> lost.hangUp();
            case "slow" -> lost.slow(Duration.ofSeconds(11));
            default -> lost.status(Integer.parseInt(fault));
        }

        place().then()
                .statusCode(201)
                .body("data.twilio_call_sid", equalTo(onlyCallTo(to).get("sid")));
        place().then().statusCode(201);
        assertEquals(1, twilio.placements(to).size());
        assertEquals(1, Api.list(caseId).size());
    }

    @Test
    void silenceOfTwilio_whenItHadNoCall_placesItLater() {
        twilio.faultWhenCalling(to).hangUp();

        place().then().statusCode(503).body("code", equalTo("unavailable")).header("Retry-After", notNullValue());
        Database.execute("update placement set sent_at = sent_at - interval '20 s' where idempotency_key = ?", key);
        place().then().statusCode(503).header("Retry-After", notNullValue());
        assertEquals(1, twilio.placements(to).size());

        later();
        place().then().statusCode(201);
        assertEquals(1, callsTo(to).size());
    }

    @Test
    void whenTwilioDoesNotSayWhatItHas_nothingIsPlacedHoweverLate() {
        twilio.faultWhenCalling(to).hangUp();
        place().then().statusCode(503);
        later();
        twilio.fault("GET", "/2010-04-01/Accounts/", "To", to).times(50).status(500);

        place().then().statusCode(503);
        place().then().statusCode(503);
        assertEquals(1, twilio.placements(to).size());
        twilio.mend();

        place().then().statusCode(201);
        assertEquals(1, callsTo(to).size());
    }

    @ParameterizedTest
    @CsvSource({"claimed, 1", "sent, 1", "told, 1"})
    void crash_atAnyStep_leavesOneCall(String step, int calls) {
        Response first = place();
        first.then().statusCode(201);
        // What the database holds of it when the service was killed at this step.
        Database.execute("""
                update placement set state = 'sent', answer = null, answer_status = null, call_sid = null,
                    sent_at = sent_at - interval '20 s'
                where idempotency_key = ?
                """, key);
        if (!step.equals("told")) {
            Database.execute("delete from phone_call where case_id = ?", caseId);
            Database.execute("delete from call_leg where case_id = ?", caseId);
            Database.execute("delete from twilio_callback where request_target like ?", "%" + caseId + "%");
        }

        Response again = place();

        again.then()
                .statusCode(201)
                .body("data.twilio_call_sid", equalTo(first.path("data.twilio_call_sid")))
                .body("data.notes", equalTo("mine"));
        assertEquals(calls, twilio.placements(to).size());
        assertEquals(1, Api.list(caseId).size());
    }

    @Test
    void crash_betweenTheNoteOfTheCallAndItsRecord_leavesOneCall() {
        Response first = place();
        String sid = first.path("data.twilio_call_sid");
        Database.execute("""
                update placement set state = 'sent', answer = null, answer_status = null, sent_at = sent_at - interval '70 s',
                    claimed_at = claimed_at - interval '70 s'
                where idempotency_key = ?
                """, key);
        Database.execute("delete from phone_call where case_id = ?", caseId);
        Database.execute("delete from call_leg where case_id = ?", caseId);
        Database.execute("delete from twilio_callback where call_sid = ?", sid);

        place().then().statusCode(201).body("data.twilio_call_sid", equalTo(sid));
        assertEquals(1, twilio.placements(to).size());
    }

    @Test
    void words_ofAPersonSince_standAgainstThoseOfThePlacement() {
        Response first = place();
        as(Tokens.writer(caseId))
                .contentType("application/json")
                .body(Map.of("notes", "changed"))
                .patch(first.header("Location"))
                .then()
                .statusCode(200);
        Database.execute("""
                update placement set state = 'sent', answer = null, answer_status = null, call_sid = null,
                    sent_at = sent_at - interval '20 s'
                where idempotency_key = ?
                """, key);

        place().then().statusCode(201).body("data.notes", equalTo("changed"));
    }

    @Test
    void crash_beforeTwilioWasAsked_placesTheCallOnTheNextTry() {
        twilio.faultWhenCalling(to).hangUp();
        place().then().statusCode(503);
        Database.execute("update placement set state = 'claimed', sent_at = null where idempotency_key = ?", key);

        place().then().statusCode(201);
        assertEquals(1, callsTo(to).size());
    }

    @Test
    void callOfAnother_inTheListThatIsBeingRead_isNotTaken() {
        String other = newCase();
        twilio.faultWhenCalling(to).status(500);
        place().then().statusCode(502);
        twilio.fault("GET", "/2010-04-01/Accounts/", "To", to)
                .delayed(Duration.ofMillis(1500))
                .slow(Duration.ofMillis(1500));
        twilio.faultWhenCalling(to).afterWork().slow(Duration.ofMillis(3000));
        CompletableFuture<Response> again = CompletableFuture.supplyAsync(this::place);

        Response others = as(Tokens.writer(other))
                .contentType("application/json")
                .body(Map.of("to_number", to))
                .post(calls(other));

        others.then().statusCode(201);
        again.join().then().statusCode(503);
        assertEquals(List.of(), Api.list(caseId));
        assertEquals(others.path("data.id"), Api.only(other).get("id"));
    }

    @Test
    void twosLostCalls_ofWhichTwilioTookNone_areBothPlacedLater() {
        twilio.faultWhenCalling(to).times(2).status(500);
        for (String client : List.of("a", "b")) {
            post(Tokens.writer(caseId), client + key, Map.of("to_number", to))
                    .then()
                    .statusCode(502);
        }
        Database.execute("""
                update placement set sent_at = sent_at - interval '70 s', claimed_at = claimed_at - interval '70 s'
                where idempotency_key like ?
                """, "_" + key);

        for (String client : List.of("a", "b")) {
            post(Tokens.writer(caseId), client + key, Map.of("to_number", to))
                    .then()
                    .statusCode(201);
        }
        assertEquals(2, callsTo(to).size());
    }

    @Test
    void twosLostCalls_toTheSameNumber_areNotTakenForEachOther() {
        twilio.faultWhenCalling(to).times(2).hangUp();
        post(Tokens.writer(caseId), "a" + key, Map.of("to_number", to)).then().statusCode(503);
        post(Tokens.writer(caseId), "b" + key, Map.of("to_number", to)).then().statusCode(503);
        twilio.addCall(Map.of("to", to, "from", "+15005550001", "direction", "outbound-api"));
        Database.execute(
                "update placement set sent_at = sent_at - interval '20 s' where idempotency_key like ?", "_" + key);

        post(Tokens.writer(caseId), "a" + key, Map.of("to_number", to)).then().statusCode(503);
        post(Tokens.writer(caseId), "b" + key, Map.of("to_number", to)).then().statusCode(503);
        assertEquals(List.of(), Api.list(caseId));
    }

    @Test
    void refusalOfTwilio_isGivenWithItsCode_andAgain() {
        twilio.faultWhenCalling(to).refused(400, 21215, "Account not authorized to call this number");

        for (int i = 0; i < 2; i++) {
            place().then()
                    .statusCode(502)
                    .contentType("application/problem+json")
                    .body("code", equalTo("twilio_error"))
                    .body("twilio_code", equalTo(21215))
                    .body("detail", containsString("Account not authorized to call this number"));
        }
        assertEquals(1, twilio.placements(to).size());
        assertEquals(List.of(), Api.list(caseId));
    }

    @Test
    void tooManyAtOnce_isARefusal_thatMayBeAskedAgain() {
        twilio.faultWhenCalling(to).busy(7);

        place().then().statusCode(502).body("twilio_code", equalTo(20429)).header("Retry-After", "7");
        place().then().statusCode(201);
        assertEquals(1, callsTo(to).size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"to_number\": \"12125550123\"} | to_number",
                "{\"to_number\": \"+1212\"} | to_number",
                "{\"to_number\": \"+1 212 555 0123\"} | to_number",
                "{\"to_number\": \"+9991234567\"} | to_number",
                "{\"to_number\": \"client:dana\"} | to_number",
                "{\"to_number\": 12125550123} | to_number",
                "{\"to_number\": null} | to_number",
                "{} | to_number",
                "{\"to_number\": \"+12125550123\", \"from_number\": \"x\"} | from_number",
                "{\"to_number\": \"+12125550123\", \"status\": \"completed\"} | status",
                "{\"to_number\": \"+12125550123\", \"called_by\": \" \"} | called_by",
                "{\"to_number\": \"+12125550123\", \"notes\": \"a\\u0000b\"} | notes",
            })
    void wrongValue_isNamed_andNothingIsPlaced(String body, String field) {
        post(Tokens.writer(caseId), key, body)
                .then()
                .statusCode(422)
                .body("code", equalTo("validation_error"))
                .body("errors.field", everyItem(equalTo(field)))
                .body("errors.size()", equalTo(1));
        assertEquals(0, Database.count("select count(*) from placement where case_id = ?", caseId));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[", "{\"to_number\": \"+12125550123\"} x", "{\"notes\": 1, \"notes\": 2}"})
    void malformedBody_is400(String body) {
        post(Tokens.writer(caseId), key, body).then().statusCode(400).body("code", equalTo("bad_request"));
    }

    @Test
    void readersToken_placesNothing() {
        post(Tokens.reader(caseId), key, Map.of("to_number", to)).then().statusCode(403);
        post(Tokens.writer(newCase()), key, Map.of("to_number", to)).then().statusCode(403);
        assertEquals(0, twilio.placements(to).size());
    }

    private Response place() {
        return post(Tokens.writer(caseId), key, Map.of("to_number", to, "notes", "mine"));
    }

    private Response post(String token, String idempotencyKey, Object body) {
        return as(token)
                .contentType("application/json")
                .header("Idempotency-Key", idempotencyKey)
                .body(body)
                .post(calls(caseId));
    }

    private void later() {
        Database.execute("""
                update placement set sent_at = sent_at - interval '70 s', claimed_at = claimed_at - interval '70 s'
                where idempotency_key = ?
                """, key);
    }

    private List<Map<String, Object>> callsTo(String number) {
        return twilio.calls(number);
    }

    private Map<String, Object> onlyCallTo(String number) {
        return only(callsTo(number));
    }

    private static <T> T only(List<T> list) {
        assertEquals(1, list.size(), list.toString());
        return list.get(0);
    }
}
