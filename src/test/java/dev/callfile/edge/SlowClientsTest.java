package dev.callfile.edge;

import static dev.callfile.Api.as;
import static dev.callfile.Api.calls;
import static dev.callfile.Api.newCase;
import static dev.callfile.Api.newSid;
import static dev.callfile.TwilioStandIn.STATUS;
import static dev.callfile.TwilioStandIn.form;
import static dev.callfile.TwilioStandIn.post;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.callfile.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who sends slowly, or nothing, or too much, holds up nobody, and is hung up on. */
@QuarkusTest
@TestProfile(SlowClientsTest.Impatient.class)
class SlowClientsTest {

    /** Fewer threads than there are slow clients, and little room. */
    public static class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "callfile.http.body-timeout", "3s",
                    "callfile.http.bodies-at-once", "1M",
                    "quarkus.http.idle-timeout", "5s",
                    "quarkus.thread-pool.max-threads", "4");
        }
    }

    private static final int SLOW = 12;
    private static final int PATIENCE_MS = 20_000;

    private final String caseId = newCase();
    private final String json =
            "Content-Type: application/json\r\nAuthorization: Bearer " + Tokens.writer(caseId) + "\r\n";

    @Test
    void bodiesThatDoNotCome_holdNoThread_andEndInATimeOut() throws IOException {
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < SLOW; i++) {
            slow.add(
                    open(
                            i % 2 == 0
                                    ? "POST " + calls(caseId) + " HTTP/1.1\r\nHost: a\r\n" + json
                                            + "Content-Length: 100\r\n\r\n{"
                                    : "POST " + STATUS + " HTTP/1.1\r\nHost: a\r\nContent-Type:"
                                            + " application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n"));
        }

        as(Tokens.reader(caseId)).get(calls(caseId)).then().statusCode(200);
        post(STATUS, form("CallSid", newSid("CA"), "CallStatus", "ringing"))
                .then()
                .statusCode(204);

        for (Socket client : slow) {
            String answer = readToEnd(client);
            assertTrue(answer.startsWith("HTTP/1.1 408 "), answer);
            assertTrue(answer.contains("\"code\":\"request_timeout\""), answer);
        }
    }

    @Test
    void clientThatSaysNothing_isHungUpOn() throws IOException {
        assertEquals("", readToEnd(open("")));
        assertEquals("", readToEnd(open("GET / HTTP/1.1\r\n")));
    }

    @Test
    void bodyInManyPieces_isTaken() throws IOException {
        String body = "{\"to_number\": 1}";
        Socket client = open("POST " + calls(caseId)
                + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n" + json + "\r\n");
        for (String piece : body.split("")) {
            send(client, "1\r\n" + piece + "\r\n");
        }
        send(client, "0\r\n\r\n");

        assertTrue(readToEnd(client).startsWith("HTTP/1.1 422 "));
    }

    @Test
    void chunksWithoutEnd_areTooLarge() throws IOException {
        Socket client = open(
                "POST " + calls(caseId) + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n" + json + "\r\n");
        for (int i = 0; i < 70; i++) {
            send(client, "4000\r\n" + "x".repeat(0x4000) + "\r\n");
        }

        String answer = readToEnd(client);

        assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
        assertTrue(answer.contains("\"code\":\"payload_too_large\""), answer);
    }

    @Test
    void bodiesThatAreTooMuchTogether_areUnavailable_andCallbacksAreNot() throws IOException {
        String large = "POST " + calls(caseId) + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + json
                + "Content-Length: 900000\r\n\r\n" + "x".repeat(899_000);
        String second = "";
        // Whichever of the two comes first has the room.
        for (int i = 0; i < 20 && !second.startsWith("HTTP/1.1 503 "); i++) {
            Socket first = open(large);
            second = readToEnd(open(large));
            post(STATUS, form("CallSid", newSid("CA"), "CallStatus", "ringing"))
                    .then()
                    .statusCode(204);
            first.close();
        }

        assertTrue(second.startsWith("HTTP/1.1 503 "), second);
        assertTrue(second.contains("Retry-After: 5"), second);
        as(Tokens.writer(caseId))
                .contentType("application/json")
                .body("{}")
                .post(calls(caseId))
                .then()
                .statusCode(422);
    }

    @Test
    void clientThatWaitsToBeAsked_isAsked() throws IOException {
        Socket client =
                open("POST " + calls(caseId) + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: 100-continue\r\n"
                        + json + "Content-Length: 2\r\n\r\n");
        assertEquals(
                "HTTP/1.1 100 Continue\r\n\r\n",
                new String(client.getInputStream().readNBytes(25), StandardCharsets.US_ASCII));

        send(client, "{}");

        assertTrue(readToEnd(client).startsWith("HTTP/1.1 422 "));
    }

    private static Socket open(String text) throws IOException {
        Socket socket = new Socket(URI.create(RestAssured.baseURI).getHost(), RestAssured.port);
        socket.setSoTimeout(PATIENCE_MS);
        send(socket, text);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Everything that comes until the service hangs up. */
    private static String readToEnd(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
