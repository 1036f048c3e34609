package dev.callfile;

import static dev.callfile.Api.as;
import static dev.callfile.Api.calls;
import static dev.callfile.Api.newCase;
import static dev.callfile.Api.newSid;
import static dev.callfile.TwilioStandIn.RECORDING;
import static dev.callfile.TwilioStandIn.STATUS;
import static dev.callfile.TwilioStandIn.form;
import static dev.callfile.TwilioStandIn.post;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.callfile.TwilioStandIn.Form;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The metrics count what happened, and their labels name nobody. */
@QuarkusTest
class MetricsTest {

    private static final String CALLBACKS = "callfile_callbacks_total";
    private static final String REJECTED = "callfile_callbacks_rejected_total";
    private static final String REQUESTS = "http_server_requests_seconds_count";
    private static final String DELAY = "callfile_callback_delay_seconds";

    @TestHTTPResource(value = "/metrics", management = true)
    String url;

    private final String caseId = newCase();
    private final String callSid = newSid("CA");

    @Test
    void callback_isCountedOnce_byKindAndOutcome() {
        Metrics before = Metrics.of(url);

        post(STATUS + "?case_id=" + caseId, status("in-progress"));
        post(STATUS + "?case_id=" + caseId, status("in-progress"));
        post(STATUS + "?case_id=" + caseId, status("ringing"));
        post(RECORDING, form("CallSid", callSid, "RecordingSid", newSid("RE"), "RecordingStatus", "completed"));
        post(STATUS, form("CallStatus", "ringing", "Marker", callSid));

        Metrics after = Metrics.of(url);
        for (String outcome : List.of("applied", "duplicate", "stale", "unlinked")) {
            String[] labels = {"kind", "status", "outcome", outcome};
            assertEquals(before.sum(CALLBACKS, labels) + 1, after.sum(CALLBACKS, labels), outcome);
        }
        assertEquals(before.sum(CALLBACKS, "kind", "recording") + 1, after.sum(CALLBACKS, "kind", "recording"));
        assertEquals(before.sum(CALLBACKS) + 5, after.sum(CALLBACKS));
    }

    @Test
    void rejectedRequest_isCountedByItsReason() {
        Metrics before = Metrics.of(url);

        post(STATUS, status("ringing").encoded(), "wrong");
        post(STATUS + "/" + callSid, status("ringing"));
        given().get(STATUS);

        Metrics after = Metrics.of(url);
        for (String reason : List.of("wrong_signature", "unknown_address", "wrong_method")) {
            assertEquals(before.sum(REJECTED, "reason", reason) + 1, after.sum(REJECTED, "reason", reason), reason);
        }
        assertEquals(before.sum(REJECTED) + 3, after.sum(REJECTED));
    }

    @Test
    void delay_isFromTwiliosTimestampToOurCommit_ofWhatIsNew() {
        Instant now = Instant.now();
        Metrics before = Metrics.of(url);

        post(STATUS, status("in-progress").and("Timestamp", at(now.minusSeconds(40))));
        post(STATUS, status("in-progress").and("Timestamp", at(now.minusSeconds(40))));
        post(STATUS, status("completed").and("Timestamp", at(now.plusSeconds(3000))));
        post(STATUS, status("busy").and("Timestamp", "yesterday"));
        post(STATUS, status("failed"));

        Metrics after = Metrics.of(url);
        assertEquals(before.sum(DELAY + "_count") + 2, after.sum(DELAY + "_count"));
        double late = after.sum(DELAY + "_sum") - before.sum(DELAY + "_sum");
        assertTrue(late >= 39 && late < 100, () -> "" + late);
        assertEquals(before.sum(DELAY + "_bucket", "le", "1.0") + 1, after.sum(DELAY + "_bucket", "le", "1.0"));
        assertEquals(before.sum(DELAY + "_bucket", "le", "30.0") + 1, after.sum(DELAY + "_bucket", "le", "30.0"));
        assertEquals(before.sum(DELAY + "_bucket", "le", "300.0") + 2, after.sum(DELAY + "_bucket", "le", "300.0"));
    }

    @Test
    void placedCall_isCounted() {
        Metrics before = Metrics.of(url);

        for (String to : List.of("+15005550006", "+15005550001")) {
            as(Tokens.writer(caseId))
                    .contentType("application/json")
                    .body("{\"to_number\": \"" + to + "\", \"from_number\": \"+15005550016\"}")
                    .post(calls(caseId));
        }

        Metrics after = Metrics.of(url);
        for (String outcome : List.of("placed", "refused")) {
            assertEquals(
                    before.sum("callfile_placements_total", "outcome", outcome) + 1,
                    after.sum("callfile_placements_total", "outcome", outcome),
                    outcome);
        }
    }

    @Test
    void labels_nameNobody_whateverIsAskedFor() throws Exception {
        Recorded call = new Recorded();
        String recordingPath = call.keptAtTwilio();
        String calls = calls(call.caseId);
        String id = call.id();

        for (String path : List.of(
                calls,
                calls + "/" + id,
                calls + "/" + id + "/unknown",
                calls + "/" + id + "/recording",
                calls + "?phone_number=%2B15005550016",
                calls + "//",
                "/v1/cases/" + call.caseId,
                "/v1/cases/" + call.caseId + "/+15005550016/" + "x".repeat(20_000),
                "/v1/phone-calls/" + id,
                "/" + call.callSid,
                "/+15005550016")) {
            for (String method : List.of("GET", "DELETE", "PATCH", "OPTIONS", "X" + call.caseId)) {
                given().urlEncodingEnabled(false).request(method, path);
                as(Tokens.listener(call.caseId)).request(method, path);
            }
        }
        for (String target : List.of(
                STATUS + "/" + call.callSid,
                STATUS + "/../" + call.callSid,
                "/webhooks/twilio/" + call.callSid + "?case_id=" + call.caseId,
                "//webhooks/twilio/" + call.callSid)) {
            post(target, status("ringing").and("From", "+15005550016"));
        }
        leave("GET /%2B15005550016/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n");
        leave("GET /" + call.callSid + "\r\n\r\n");
        leave("POST " + calls + "/" + id + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n");
        for (int i = 0; i < 500 && Metrics.of(url).sum(REQUESTS, "status", "RESET") == 0; i++) {
            Thread.sleep(10);
        }
        assertTrue(Metrics.of(url).sum(REQUESTS, "status", "RESET", "uri", "/other") > 0);

        String text = Metrics.of(url).text();
        for (String secret : List.of(
                call.caseId, call.callSid, id, "15005550016", recordingPath, recordingPath.substring(40), "xxxx")) {
            assertFalse(
                    text.contains(secret),
                    () -> text.lines()
                            .filter(line -> line.contains(secret))
                            .toList()
                            .toString());
        }
        assertTrue(text.contains("uri=\"/v1/cases/{case_id}/phone-calls/{call_id}\""));
        assertTrue(text.contains("uri=\"/other\""));
    }

    /** Sends that much and goes away. */
    private static void leave(String request) throws IOException {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
        }
    }

    private Form status(String status) {
        return form("CallSid", callSid, "CallStatus", status);
    }

    private static String at(Instant time) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
    }
}
