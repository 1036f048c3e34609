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

        listener.close();
        String log = String.join("\n", listener.lines());
        assertTrue(log.contains(requestId + " " + callSid + " Callback status: applied"), log);
        for (String secret : List.of(
                "15005550001",
                "15005550016",
                "Dana Doe",
                "secret words",
                token.substring(token.lastIndexOf('.')),
                TwilioStandIn.token(),
                sign(target, form, TwilioStandIn.token()),
                sign(target, form, "guess"))) {
            assertFalse(log.contains(secret), secret);
        }
    }
}
