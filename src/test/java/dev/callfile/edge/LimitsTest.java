package dev.callfile.edge;

import static dev.callfile.Api.as;
import static dev.callfile.Api.calls;
import static dev.callfile.Api.newCase;
import static dev.callfile.Api.newSid;
import static dev.callfile.TwilioStandIn.INTELLIGENCE;
import static dev.callfile.TwilioStandIn.STATUS;
import static dev.callfile.TwilioStandIn.form;
import static dev.callfile.TwilioStandIn.post;
import static dev.callfile.TwilioStandIn.postJson;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.callfile.Api;
import dev.callfile.Database;
import dev.callfile.RawHttp;
import dev.callfile.Recorded;
import dev.callfile.Tokens;
import dev.callfile.TwilioStandIn.Form;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is absurdly long, deep or many is refused cleanly, and what Twilio signed is kept all the same. */
@QuarkusTest
class LimitsTest {

    private final String caseId = newCase();
    private final String token = "Authorization: Bearer " + Tokens.writer(caseId) + "\r\n";

    @Test
    void address_thatIsTooLong_isAProblem() {
        problem(RawHttp.send("GET", calls(caseId) + "?q=" + "x".repeat(17_000), token, ""), 414, "uri_too_long");
        assertEquals(414, RawHttp.send("GET", "/" + "x".repeat(70_000), "", "").status());
    }

    @Test
    void headers_thatAreTooLarge_areAProblem() {
        problem(
                RawHttp.send("GET", calls(caseId), token + "X-Filler: " + "x".repeat(21_000) + "\r\n", ""),
                431,
                "headers_too_large");
        problem(RawHttp.send("GET", calls(caseId), token + "X-F: y\r\n".repeat(3_000), ""), 431, "headers_too_large");
        assertEquals(
                431,
                RawHttp.send("GET", "/", "X-Filler: " + "x".repeat(70_000) + "\r\n", "")
                        .status());
    }

    @Test
    void parameters_thatAreTooMany_areABadRequest() {
        problem(RawHttp.send("GET", calls(caseId) + "?" + "a&".repeat(1_001), token, ""), 400, "bad_request");

        RawHttp.Answer many = RawHttp.send("GET", calls(caseId) + "?" + differentNames(900), token, "");

        problem(many, 400, "bad_request");
        assertEquals(100, JsonPath.from(many.body()).getList("errors").size());
    }

    @Test
    void formOfTooManyFields_isTooLarge_beforeAnybodyAsksWhoSignedIt() {
        Form form = form("CallSid", newSid("CA"), "CallStatus", "ringing");
        for (int i = 0; i < 998; i++) {
            form.and("F" + i, "");
        }
        post(STATUS, form).then().statusCode(204);

        form.and("F", "");

        post(STATUS, form).then().statusCode(413).body("code", equalTo("payload_too_large"));
        post(STATUS, form.encoded(), "wrong").then().statusCode(413);
    }

    @ParameterizedTest
    @CsvSource({"100, 422", "101, 400", "3000, 400", "200000, 400"})
    void json_thatIsTooDeep_isABadRequest(int depth, int status) {
        String json = "{\"notes\":" + "[".repeat(depth - 1) + "]".repeat(depth - 1) + "}";

        RawHttp.Answer answer = RawHttp.send("POST", calls(caseId), token + "Content-Type: application/json\r\n", json);

        assertEquals(status, answer.status(), answer::toString);
    }

    @Test
    void json_withAnAbsurdNumberOrName_isABadRequest() {
        for (String json : new String[] {
            "{\"notes\": " + "9".repeat(101) + "}",
            "{\"notes\": 1." + "9".repeat(900_000) + "}",
            "{\"" + "x".repeat(1_001) + "\": 1}"
        }) {
            as(Tokens.writer(caseId))
                    .contentType("application/json")
                    .body(json)
                    .post(calls(caseId))
                    .then()
                    .statusCode(400)
                    .body("code", equalTo("bad_request"));
        }
    }

    @Test
    void webhook_thatIsTooDeep_isKept() {
        String json = "{\"operatorResults\":" + "[".repeat(20_000) + "]".repeat(20_000) + ",\"a\":\"" + caseId + "\"}";

        postJson(INTELLIGENCE, json).then().statusCode(204);

        assertEquals(
                1,
                Database.count(
                        "select count(*) from twilio_callback where kind = 'intelligence' and parameters->'body'->>0 = ?",
                        json));
    }

    @Test
    void transcriptionData_thatIsTooDeep_tellsNothing() {
        post(
                        "/webhooks/twilio/voice/transcription?case_id=" + caseId,
                        form(
                                "CallSid",
                                newSid("CA"),
                                "TranscriptionSid",
                                newSid("GT"),
                                "TranscriptionEvent",
                                "transcription-content",
                                "Final",
                                "true",
                                "TranscriptionData",
                                "{\"transcript\":" + "[".repeat(9_000) + "]".repeat(9_000) + "}"))
                .then()
                .statusCode(204);

        assertEquals(null, Api.only(caseId).get("transcript"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Accept",
                "Range",
                "If-Range",
                "If-Match",
                "If-None-Match",
                "Idempotency-Key",
                "X-Request-Id",
                "Expect",
                "Content-Type",
                "Accept-Encoding",
                "Cookie"
            })
    void header_thatIsAbsurd_isNoFaultOfOurs(String name) {
        Recorded call = new Recorded();
        call.keptAtTwilio();
        String bearer = "Authorization: Bearer " + Tokens.writer(call.caseId) + "\r\n";
        for (String value : new String[] {
            "x".repeat(15_000),
            "audio/x" + ";".repeat(15_000),
            "\"".repeat(9_001),
            ",".repeat(15_000),
            "bytes=" + "0-0,".repeat(3_000),
            "bytes=-" + "9".repeat(500),
            "W/\"",
            "é",
            "*/*;q=" + "9".repeat(300)
        }) {
            for (String target :
                    new String[] {call.url(), call.audio(), call.url() + "/transcript", calls(call.caseId)}) {
                RawHttp.Answer answer = RawHttp.send("GET", target, bearer + name + ": " + value + "\r\n", "");
                assertTrue(answer.status() < 500 && answer.status() > 0, () -> name + ": " + value + "\n" + answer);
            }
            RawHttp.Answer edit = RawHttp.send(
                    "PATCH",
                    call.url(),
                    bearer + (name.equals("Content-Type") ? "" : "Content-Type: application/json\r\n") + name + ": "
                            + value + "\r\n",
                    "{}");
            assertTrue(edit.status() < 500 && edit.status() > 0, () -> name + ": " + value + "\n" + edit);
        }
    }

    @Test
    void token_thatIsAbsurd_isNotValid() {
        for (String absurd :
                new String[] {"x".repeat(15_000), "a.b.c", ".".repeat(9_000), "eyJ" + "A".repeat(15_000) + ".e30.x"}) {
            problem(
                    RawHttp.send("GET", calls(caseId), "Authorization: Bearer " + absurd + "\r\n", ""),
                    401,
                    "unauthorized");
        }
    }

    private static String differentNames(int number) {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < number; i++) {
            names.append("n").append(i).append("=&");
        }
        return names.toString();
    }

    private static void problem(RawHttp.Answer answer, int status, String code) {
        assertEquals(status, answer.status(), answer::toString);
        assertEquals("application/problem+json", answer.headers().get("Content-Type"));
        assertEquals(code, JsonPath.from(answer.body()).getString("code"));
        assertEquals(
                answer.headers().get("X-Request-Id"),
                JsonPath.from(answer.body()).getString("request_id"));
    }
}
