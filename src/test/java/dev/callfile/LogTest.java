package dev.callfile;

import static dev.callfile.Api.as;
import static dev.callfile.Api.calls;
import static dev.callfile.Api.newCase;
import static dev.callfile.Api.newSid;
import static dev.callfile.TwilioStandIn.STATUS;
import static dev.callfile.TwilioStandIn.form;
import static dev.callfile.TwilioStandIn.post;
import static dev.callfile.TwilioStandIn.sign;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

/** The log says which request and which call, and nothing that a stranger may not read. */
@QuarkusTest
class LogTest {

    @Test
    void log_namesRequestAndCall_andNoSecret() {
        LogListener listener = new LogListener("", Level.INFO);
        String callSid = newSid("CA");
        String caseId = newCase();
        String token = Tokens.reader(caseId);
        var form = form(
                "CallSid", callSid,
                "CallStatus", "completed",
                "From", "+15005550001",
                "To", "+15005550016",
                "CallerName", "Dana Doe",
                "TranscriptionText", "secret words");
        String target = STATUS + "?case_id=" + caseId + "&called_by=dana";

        String requestId = post(target, form).then().statusCode(204).extract().header("X-Request-Id");
        post(target, form.encoded(), "bad" + sign(target, form, "guess")).then().statusCode(403);
        as(token).get(calls(caseId)).then().statusCode(200);
        as(token).get(calls(caseId) + "?status=%2B15005550016").then().statusCode(400);
        as(token + "x").get(calls(caseId)).then().statusCode(401);
        RestAssured.given().get("/faulty/unexpected").then().statusCode(500);
        RestAssured.given().get("/faulty/database").then().statusCode(500);

        listener.close();
        String log = String.join("\n", listener.lines());
        assertTrue(log.contains(requestId + " " + callSid + " Callback status: applied"), log);
        for (String secret : List.of(
                "15005550001",
                "15005550006",
                "15005550016",
                "15005550017",
                "Dana Doe",
                "secret words",
                token.substring(token.lastIndexOf('.')),
                TwilioStandIn.token(),
                sign(target, form, TwilioStandIn.token()),
                sign(target, form, "guess"))) {
            assertFalse(log.contains(secret), secret);
        }
    }

    @Test
    void log_ofWhatPeopleDo_andOfWhatGoesWrong_quotesNobody() {
        LogListener listener = new LogListener("", Level.INFO);
        StandIn twilio = StandIn.ofTheService();
        Recorded call = new Recorded();
        String recordingPath = call.keptAtTwilio();
        call.keptAt("https://169.254.169.254/secret-path?X-Amz-Signature=secret-signature");
        String token = Tokens.claims("phone-calls:read phone-calls:write recordings:read", "*")
                .subject("subject-of-somebody")
                .sign();
        String calls = calls(call.caseId);
        String id = call.id();

        for (String json : List.of(
                "{\"notes\": \"secret note\", \"summary\": \"secret summary\", \"transcript\": \"secret words\"}",
                "{\"secret member\": 1, \"notes\": 7}",
                "{\"notes\": \"secret note",
                "{\"notes\": " + "[".repeat(500))) {
            as(token).contentType("application/json").body(json).patch(calls + "/" + id);
        }
        for (String to : List.of("+15005550018", "+15005550001", "+1500555001", "secret number")) {
            place(token, calls, to);
        }
        twilio.faultWhenCalling("+15005550019").status(500);
        place(token, calls, "+15005550019");
        twilio.mend();
        for (String query : List.of(
                "?q=secret%20words",
                "?phone_number=%2B15005550018", "?phone_number=15005550018&secret=1", "?cursor=secret")) {
            as(token).get(calls + query);
        }
        for (String rest : List.of("/recording", "/recordings", "/transcript", "/events", "/recordings/secret-id")) {
            as(token).get(calls + "/" + id + rest);
        }
        for (String data : List.of("{\"transcript\": \"secret words\"}", "secret words", "{\"secret words\"")) {
            post(
                            TwilioStandIn.TRANSCRIPTION + "?case_id=" + call.caseId,
                            form(
                                    "CallSid",
                                    call.callSid,
                                    "TranscriptionEvent",
                                    "transcription-content",
                                    "TranscriptionSid",
                                    newSid("GT"),
                                    "Final",
                                    "true",
                                    "TranscriptionData",
                                    data,
                                    "Caller",
                                    "+15005550018"))
                    .then()
                    .statusCode(204);
            TwilioStandIn.postJson(TwilioStandIn.INTELLIGENCE + "?call_sid=" + call.callSid, data)
                    .then()
                    .statusCode(204);
        }
        RawHttp.send("GET", calls + "?secret=%zz", "Authorization: Bearer " + token + "\r\n", "");
        RawHttp.send("GET", "/%zz?secret=15005550018", "Authorization: Basic secret-login\r\n", "");
        RawHttp.send("POST", STATUS, "Content-Type: secret/type; x=15005550018\r\n", "secret words");

        listener.close();
        String log = String.join("\n", listener.lines());
        assertTrue(log.contains("Callback transcription: "), log);
        for (String secret : List.of(
                "secret",
                "Secret",
                "1500555",
                "subject-of-somebody",
                recordingPath,
                TwilioStandIn.token(),
                token.substring(token.lastIndexOf('.')))) {
            assertFalse(log.contains(secret), () -> secret + " is in\n" + log);
        }
    }

    private static void place(String token, String calls, String to) {
        as(token)
                .contentType("application/json")
                .header("Idempotency-Key", "secret-key-" + to)
                .body("{\"to_number\": \"" + to + "\", \"notes\": \"secret note\", \"called_by\": \"secret person\"}")
                .post(calls);
    }
}
