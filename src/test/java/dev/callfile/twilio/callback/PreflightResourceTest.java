package dev.callfile.twilio.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.callfile.Database;
import dev.callfile.RawHttp;
import dev.callfile.TwilioStandIn;
import dev.callfile.TwilioStandIn.Form;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The preflight's address answers this service, and nobody else. */
@QuarkusTest
class PreflightResourceTest {

    private static final String TARGET = PreflightProof.ADDRESS + "?case_id=1";
    private static final String TYPE = "Content-Type: application/x-www-form-urlencoded\r\n";

    @Test
    void ourselves_areToldWhatArrived() {
        JsonPath seen = json(send(TYPE + signature() + "Via: 1.1 proxy\r\n" + proof(proofAt(Instant.now()))));

        assertEquals("accepted", seen.getString("verdict"));
        assertEquals("POST", seen.getString("method"));
        assertEquals(TARGET, seen.getString("request_target"));
        assertEquals("localhost", seen.getString("host"));
        assertEquals("1.1 proxy", seen.getString("forwarded.via"));
        assertEquals(11, seen.getInt("body_length"));
        assertEquals("https://calls.example.com", seen.getString("public_url"));
    }

    @Test
    void ourselves_areToldWhyACallbackWouldBeRefused() {
        String proof = proof(proofAt(Instant.now()));

        assertEquals("no_signature", json(send(TYPE + proof)).getString("verdict"));
        assertEquals(
                "several_signatures",
                json(send(TYPE + proof + signature() + signature())).getString("verdict"));
        assertEquals(
                "wrong_signature",
                json(send(TYPE + proof + "X-Twilio-Signature: x\r\n")).getString("verdict"));
        assertEquals("unsupported_media_type", json(send(proof + signature())).getString("verdict"));
    }

    @Test
    void whatIsTold_isShort() {
        String headers = TYPE + proof(proofAt(Instant.now())) + "X-Forwarded-Host: " + "h".repeat(1_000) + "\r\n";

        RawHttp.Answer answer = RawHttp.send("POST", TARGET + "&x=" + "y".repeat(9_000), headers, "");

        assertEquals(200, answer.status());
        assertTrue(answer.body().length() < 3_500, answer.body());
    }

    static Stream<String> strangers() {
        Instant now = Instant.now();
        String good = proofAt(now);
        return Stream.of(
                "",
                proof(""),
                proof("x"),
                proof(good) + proof(good),
                proof(good.substring(0, good.length() - 1) + (good.endsWith("0") ? "1" : "0")),
                proof(good.replaceFirst("n=.", "n=" + (good.contains("n=0") ? "1" : "0"))),
                proof(good.replaceFirst("t=[0-9]+", "t=" + (now.getEpochSecond() - 1))),
                proof(PreflightProof.make("guess", now)),
                proof(proofAt(now.minus(Duration.ofMinutes(2)))),
                proof(proofAt(now.plus(Duration.ofMinutes(2)))),
                proof("t=999999999999,n=" + "0".repeat(32) + ",v1=" + "0".repeat(64)));
    }

    /** Signed or not, of whatever type: they learn no more than at any other of Twilio's addresses. */
    @ParameterizedTest
    @MethodSource("strangers")
    void strangers_areRefusedAsEverywhere(String proof) {
        String ordinary = problem(RawHttp.send("POST", TwilioStandIn.STATUS, TYPE, "CallSid=CA1"));
        String tooLarge = problem(RawHttp.send("POST", TwilioStandIn.STATUS, TYPE, "x".repeat(70_000)));

        for (String headers : List.of("", TYPE, TYPE + signature(), "Content-Type: application/json\r\n")) {
            assertEquals(ordinary, problem(send(headers + proof)), headers);
            assertEquals(ordinary, problem(RawHttp.send("POST", TARGET, headers + proof, "")), headers);
            assertEquals(tooLarge, problem(RawHttp.send("POST", TARGET, headers + proof, "x".repeat(70_000))), headers);
        }
    }

    @Test
    void proof_opensNoOtherAddress() {
        String headers = TYPE + proof(proofAt(Instant.now()));

        assertEquals(
                403,
                RawHttp.send("POST", TwilioStandIn.STATUS, headers, "CallSid=CA1")
                        .status());
    }

    @Test
    void nothing_isKept_orCounted() {
        long ledger = Database.count("select count(*) from twilio_callback");

        send(TYPE + signature() + proof(proofAt(Instant.now())));

        assertEquals(ledger, Database.count("select count(*) from twilio_callback"));
        assertFalse(json(send(TYPE + signature() + proof(proofAt(Instant.now()))))
                .prettify()
                .contains("CA1"));
    }

    private static RawHttp.Answer send(String headers) {
        return RawHttp.send("POST", TARGET, headers, "CallSid=CA1");
    }

    private static String signature() {
        Form form = TwilioStandIn.form("CallSid", "CA1");
        return "X-Twilio-Signature: " + TwilioStandIn.sign(TARGET, form, TwilioStandIn.token()) + "\r\n";
    }

    private static String proofAt(Instant time) {
        return PreflightProof.make(TwilioStandIn.token(), time);
    }

    private static String proof(String value) {
        return PreflightProof.HEADER + ": " + value + "\r\n";
    }

    private static JsonPath json(RawHttp.Answer answer) {
        assertEquals(200, answer.status(), answer.body());
        return JsonPath.from(answer.body());
    }

    /** What an answer says, but for what every answer has of its own. */
    private static String problem(RawHttp.Answer answer) {
        return answer.status()
                + answer.headers().get("Content-Type")
                + answer.body().replaceAll("\"(instance|request_id)\":\"[^\"]*\"", "");
    }
}
