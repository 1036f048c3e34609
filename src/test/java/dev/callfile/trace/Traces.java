package dev.callfile.trace;

import static dev.callfile.Api.as;
import static dev.callfile.Api.calls;
import static dev.callfile.Api.newSid;
import static dev.callfile.TwilioStandIn.STATUS;
import static dev.callfile.TwilioStandIn.form;
import static dev.callfile.TwilioStandIn.post;
import static dev.callfile.TwilioStandIn.sign;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.callfile.Api;
import dev.callfile.LogListener;
import dev.callfile.Recorded;
import dev.callfile.Tokens;
import dev.callfile.TwilioStandIn;
import io.restassured.RestAssured;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

/** What really leaves, once there is somewhere to send traces to. */
abstract class Traces {

    List<byte[]> exports;

    private final String traceId = newSid("");

    @Test
    void callback_isFollowedFromItsRequestToEachOfItsStatements_andToTheLog() throws Exception {
        String callSid = newSid("CA");
        LogListener log = new LogListener("", Level.INFO, "%X{callSid} %X{traceId} %s");
        var form = form("CallSid", callSid, "CallStatus", "ringing");

        RestAssured.given()
                .header("X-Twilio-Signature", sign(STATUS, form, TwilioStandIn.token()))
                .header("traceparent", "00-" + traceId + "-00f067aa0ba902b7-01")
                .contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .body(form.encoded())
                .post(STATUS)
                .then()
                .statusCode(204);

        Span request =
                await(span -> span.traceId().equals(traceId) && span.parentId().equals("00f067aa0ba902b7"));
        assertEquals("POST " + STATUS, request.name());
        assertEquals(STATUS, request.attributes().get("http.route"));
        List<String> statements = spans().stream()
                .filter(span -> span.traceId().equals(traceId))
                .map(span -> span.attributes()
                        .getOrDefault("db.query.text", span.attributes().get("db.statement")))
                .filter(statement -> statement != null)
                .toList();
        assertEquals(2, statements.size(), statements.toString());
        assertTrue(statements.get(1).contains("insert into twilio_callback"), statements.toString());
    }

    @Test
    void nothingThatLeaves_namesAnybody() throws Exception {
        Recorded call = new Recorded();
        String recordingPath = call.keptAtTwilio();
        String token = Tokens.claims("phone-calls:read phone-calls:write recordings:read", "*")
                .subject("subject-of-somebody")
                .sign();
        String id = call.id();
        String calls = calls(call.caseId);
        var form = form(
                "CallSid", call.callSid,
                "CallStatus", "completed",
                "From", "+15005550001",
                "To", "+15005550016",
                "CallerName", "Dana Doe",
                "TranscriptionText", "secret words");
        String target = STATUS + "?case_id=" + call.caseId + "&called_by=dana";

        post(target, form);
        post(target, form.encoded(), "bad");
        post(STATUS + "/" + call.callSid, form);
        for (String rest : List.of("?phone_number=%2B15005550016", "?q=secret%20words", "?cursor=secret", "/" + id)) {
            as(token).header("User-Agent", "agent of somebody").get(calls + rest);
        }
        as(token).get(calls + "/" + id + "/recording");
        as(token).get("/v1/cases/" + call.caseId + "/unknown/+15005550016");
        as(token + "x").get(calls);
        as(token)
                .contentType("application/json")
                .body("{\"notes\": \"secret words\"}")
                .patch(calls + "/" + id);
        as(token)
                .contentType("application/json")
                .body("{\"to_number\": \"+15005550016\"}")
                .post(calls);
        RestAssured.given().request("SECRET", calls);
        RestAssured.given().get("/faulty/unexpected");
        RestAssured.given().get("/faulty/database");
        as(Tokens.reader(call.caseId))
                .header("traceparent", "00-" + traceId + "-00f067aa0ba902b7-01")
                .get(calls);
        await(span -> span.traceId().equals(traceId) && span.parentId().equals("00f067aa0ba902b7"));

        String all = String.join(
                "\n",
                exports.stream()
                        .map(export -> new String(export, StandardCharsets.UTF_8))
                        .toList());
        for (String secret : List.of(
                call.caseId,
                call.callSid,
                id,
                recordingPath,
                "15005550001",
                "15005550006",
                "15005550016",
                "15005550017",
                "Dana",
                "dana",
                "secret",
                "SECRET",
                "somebody",
                TwilioStandIn.token(),
                token.substring(token.lastIndexOf('.')),
                sign(target, form, TwilioStandIn.token()),
                "127.0.0.1",
                "localhost:")) {
            assertFalse(all.contains(secret), secret);
        }
        assertTrue(all.contains("GET /v1/cases/{case_id}/phone-calls"));
        assertTrue(spans().stream().allMatch(span -> span.events() == 0));
    }

    @Test
    void clockwork_isNoTrace() throws Exception {
        as(Tokens.reader("*"))
                .header("traceparent", "00-" + traceId + "-00f067aa0ba902b7-01")
                .get(calls(Api.newCase()));
        await(span -> span.traceId().equals(traceId));

        assertTrue(spans().stream()
                .filter(span -> span.parentId().isEmpty())
                .allMatch(span -> span.name().matches("[A-Z]+ /.*")));
    }

    private List<Span> spans() {
        return exports.stream().flatMap(export -> Span.in(export).stream()).toList();
    }

    /** A request's span ends after those of its statements, and leaves after them. */
    private Span await(Predicate<Span> wanted) throws InterruptedException {
        for (int i = 0; i < 1000; i++) {
            for (Span span : spans()) {
                if (wanted.test(span)) {
                    return span;
                }
            }
            Thread.sleep(20);
        }
        throw new AssertionError("it did not come; there are " + spans());
    }
}
