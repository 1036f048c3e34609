package dev.callfile.local;

import static dev.callfile.TwilioStandIn.hmac;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.callfile.StandIn;
import dev.callfile.TwilioStandIn;
import dev.callfile.http.UrlEncoded;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A call that plays tells of itself as Twilio does. */
class PlayedCallTest {

    private static final String ACCOUNT = "AC00000000000000000000000000000001";
    private static final String PUBLIC_URL = "https://calls.example.com";
    private static final String TWIML = """
            <Response><Dial answerOnBridge="true">\
            <Client statusCallbackEvent="ringing completed" statusCallback="%s/child?case_id=1&amp;called_by=dana#rc=5">dana\
            </Client></Dial></Response>""".formatted(PUBLIC_URL);

    private final TwilioApiStandIn running = TwilioApiStandIn.start(ACCOUNT, "secret");
    private final StandIn standIn = new StandIn(running.url());
    private final BlockingQueue<Callback> received = new LinkedBlockingQueue<>();
    private HttpServer service;

    /** What the service receives. */
    private record Callback(String target, String signature, String body) {

        String field(String name) {
            return List.of(body.split("&")).stream()
                    .filter(field -> field.startsWith(name + "="))
                    .map(field -> field.substring(name.length() + 1))
                    .findFirst()
                    .orElse("");
        }
    }

    @BeforeEach
    void listen() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", this::take);
        service.start();
    }

    @AfterEach
    void close() {
        running.close();
        service.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        received.add(new Callback(
                exchange.getRequestURI().toString(),
                exchange.getRequestHeaders().getFirst("X-Twilio-Signature"),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    @Test
    void call_thatIsAnswered_isToldFromBeginningToTranscript() throws Exception {
        String sid = place(TwilioStandIn.form(
                        "To", "+15005550016",
                        "From", "+15005550006",
                        "Twiml", TWIML,
                        "StatusCallback", PUBLIC_URL + "/status?case_id=1#rc=5",
                        "Record", "true",
                        "RecordingChannels", "dual",
                        "RecordingStatusCallback", PUBLIC_URL + "/recording?case_id=1")
                .and("StatusCallbackEvent", "initiated", "ringing", "answered", "completed"));

        standIn.play(sid, PUBLIC_URL, serviceUrl(), "secret");

        assertEquals("initiated", next("/status?case_id=1", sid).field("CallStatus"));
        assertEquals("ringing", next("/status?case_id=1", sid).field("CallStatus"));
        assertEquals("in-progress", next("/status?case_id=1", sid).field("CallStatus"));
        Callback child = next("/child?case_id=1&called_by=dana", null);
        assertEquals("ringing", child.field("CallStatus"));
        assertEquals(sid, child.field("ParentCallSid"));
        assertEquals("client%3Adana", child.field("To"));
        assertEquals("completed", next("/child?case_id=1&called_by=dana", null).field("CallStatus"));
        Callback last = next("/status?case_id=1", sid);
        assertEquals("completed", last.field("CallStatus"));
        assertEquals("3", last.field("SequenceNumber"));
        assertFalse(last.field("CallDuration").isEmpty());
        Callback recording = next("/recording?case_id=1", sid);
        assertEquals("completed", recording.field("RecordingStatus"));
        assertEquals("2", recording.field("RecordingChannels"));
        Callback intelligence = received.poll(10, TimeUnit.SECONDS);
        assertSignedJson(intelligence);
        assertTrue(intelligence.body().contains("voice_intelligence_transcript_available"));
        assertEquals("completed", standIn.call(sid).get("status"));
    }

    @ParameterizedTest
    @CsvSource({"+15005550007, busy, 486", "+15005550008, no-answer, 487", "+15005550009, failed, 404"})
    void call_thatIsNotAnswered_isToldOnceUnlessMoreIsAskedFor(String to, String status, String sipResponseCode)
            throws Exception {
        String sid = place(TwilioStandIn.form(
                "To",
                to,
                "From",
                "+15005550006",
                "Twiml",
                TWIML,
                "Record",
                "true",
                "StatusCallback",
                PUBLIC_URL + "/status"));

        standIn.play(sid, PUBLIC_URL, serviceUrl(), "secret");

        Callback last = next("/status", sid);
        assertEquals(status, last.field("CallStatus"));
        assertEquals(sipResponseCode, last.field("SipResponseCode"));
        assertEquals("0", last.field("CallDuration"));
        assertEquals("0", last.field("SequenceNumber"));
    }

    private String place(TwilioStandIn.Form form) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        running.url().resolve("/2010-04-01/Accounts/" + ACCOUNT + "/Calls.json"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString((ACCOUNT + ":secret").getBytes(StandardCharsets.UTF_8)))
                .POST(HttpRequest.BodyPublishers.ofString(form.encoded()))
                .build();
        String call = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
        return (String) Json.read(call).get("sid");
    }

    private String serviceUrl() {
        return URI.create("http://localhost:" + service.getAddress().getPort()).toString();
    }

    /** The next callback, rightly signed, for an address and, where it is given, about a call. */
    private Callback next(String target, String callSid) throws Exception {
        Callback callback = received.poll(10, TimeUnit.SECONDS);
        assertEquals(target, callback.target());
        TwilioStandIn.Form form = new TwilioStandIn.Form();
        Map<String, List<String>> fields = UrlEncoded.parse(callback.body()).values();
        fields.forEach((name, values) -> form.and(name, values.toArray(String[]::new)));
        assertEquals(hmac("secret", PUBLIC_URL + target + form.signedPart()), callback.signature());
        if (callSid != null) {
            assertEquals(callSid, callback.field("CallSid"));
        }
        return callback;
    }

    private static void assertSignedJson(Callback callback) throws Exception {
        String digest = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(callback.body().getBytes(StandardCharsets.UTF_8)));
        assertEquals("/webhooks/twilio/intelligence?bodySHA256=" + digest, callback.target());
        assertEquals(hmac("secret", PUBLIC_URL + callback.target()), callback.signature());
    }
}
