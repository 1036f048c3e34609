package dev.callfile.twilio.rest;

import static dev.callfile.Api.newCase;
import static dev.callfile.Api.newSid;
import static dev.callfile.Api.only;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.greaterThan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.callfile.Database;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(TranscriptFetcherTest.OwnTwilio.class)
class TranscriptFetcherTest {

    private static final String ACCOUNT = "AC00000000000000000000000000000001";
    private static final Map<String, Deque<Answer>> ANSWERS = new ConcurrentHashMap<>();
    private static final Queue<String> ASKED = new ConcurrentLinkedQueue<>();

    private record Answer(int status, String body) {}

    /** A Twilio that says what a test tells it to; the last answer for an address again and again. */
    public static class OwnTwilio implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
                server.createContext("/", OwnTwilio::answer);
                server.start();
                return Map.of(
                        "callfile.twilio.api-url",
                        "http://localhost:" + server.getAddress().getPort(),
                        "callfile.twilio.account-sid",
                        ACCOUNT,
                        "callfile.twilio.auth-tokens",
                        "primary");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private static void answer(HttpExchange exchange) throws IOException {
            String target = exchange.getRequestURI().toString();
            ASKED.add(target + " " + exchange.getRequestHeaders().getFirst("Authorization"));
            Deque<Answer> answers = ANSWERS.getOrDefault(
                    target, new ArrayDeque<>(List.of(new Answer(404, "{\"code\":20404,\"status\":404}"))));
            Answer answer = answers.size() > 1 ? answers.remove() : answers.element();
            byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.getResponseHeaders().add("Retry-After", "1");
            exchange.sendResponseHeaders(answer.status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        }
    }

    @TestHTTPResource(value = "/health/well", management = true)
    String well;

    @TestHTTPResource(value = "/health/ready", management = true)
    String ready;

    private final String caseId = newCase();
    private final String callSid = newSid("CA");
    private final String recordingSid = newSid("RE");
    private final String transcriptSid = newSid("GT");
    private final String transcript = "/v2/Transcripts/" + transcriptSid;
    private final String recording = "/2010-04-01/Accounts/" + ACCOUNT + "/Recordings/" + recordingSid + ".json";

    @Test
    void transcript_isFetchedWhole_andLinkedByItsRecording() {
        says(transcript, 200, transcriptOf("completed", "null", '"' + recordingSid + '"'));
        says(recording, 200, "{\"sid\":\"" + recordingSid + "\",\"call_sid\":\"" + callSid + "\"}");
        says(
                transcript + "/Sentences?PageSize=200",
                200,
                page("sentences", sentence(0, "Hello."), "https://intelligence.twilio.com/v2/x?PageToken=a%2Bb"));
        says(transcript + "/Sentences?PageToken=a%2Bb", 200, page("sentences", sentence(1, "Bye."), null));
        says(
                transcript + "/OperatorResults?PageSize=200",
                200,
                page(
                        "operator_results",
                        "{\"name\":\"Summary\",\"url\":\"https://x\",\"text_generation_results\":{\"result\":\"Short.\"}}",
                        null));

        announce(null);

        await(() -> state().equals("fetched"));
        assertEquals(callSid, only(caseId).get("twilio_call_sid"));
        String kept = Database.strings(
                        "select cast(parameters as text) from twilio_callback where kind = 'transcript' and call_sid = ?",
                        callSid)
                .get(0);
        assertTrue(kept.contains("Hello.") && kept.contains("Bye.") && kept.contains("Short."), kept);
        assertTrue(!kept.contains("https://"), kept);
        assertTrue(ASKED.contains(transcript + " Basic "
                + Base64.getEncoder().encodeToString((ACCOUNT + ":primary").getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void transcript_fetchedAgain_changesNothing() {
        complete();
        says(transcript, 200, transcriptOf("completed", '"' + callSid + '"', "null"));
        announce(null);
        await(() -> state().equals("fetched"));

        Database.execute(
                "update transcript_fetch set state = 'waiting', due_at = now() where transcript_sid = ?",
                transcriptSid);

        await(() -> state().equals("fetched"));
        assertEquals(
                1,
                Database.count(
                        "select count(*) from twilio_callback where kind = 'transcript' and call_sid = ?", callSid));
    }

    @Test
    void transcript_ofARecordingThatWeKnow_needsNoTwilioForItsCall() {
        Database.execute("insert into call_recording (recording_sid, call_sid) values (?, ?)", recordingSid, callSid);
        complete();
        says(transcript, 200, transcriptOf("completed", "null", '"' + recordingSid + '"'));

        announce(null);

        await(() -> state().equals("fetched"));
        assertEquals(callSid, only(caseId).get("twilio_call_sid"));
    }

    @Test
    void transcript_thatFails_isFetchedAgainAndTellsSo() {
        complete();
        says(transcript, 500, "{}");
        says(transcript, 429, "{}");
        says(transcript, 200, "no JSON");
        says(transcript, 200, transcriptOf("in-progress", '"' + callSid + '"', "null"));
        says(transcript, 200, transcriptOf("completed", '"' + callSid + '"', "null"));

        announce(callSid);

        await(() -> error() != null);
        given().get(well)
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'transcripts' }.data.waiting_after_error", greaterThan(0));
        await(() -> state().equals("fetched"));
        assertEquals(
                List.of("Twilio answered 500 when asked for the transcript"),
                Database.strings(
                        "select details->>'reason' from call_event where kind = 'fetch' and call_sid = ?", callSid));
    }

    @Test
    void transcript_thatNothingLinks_isGivenUpAndTellsSo() {
        says(transcript, 200, transcriptOf("completed", "\"Jane\"", "null"));

        announce(null);

        await(() -> state().equals("failed"));
        assertEquals(
                "Nothing tells of which call the transcript is: it has no recording, and its customer_key is no CallSid",
                error());
        given().get(well)
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'transcripts' }.data.failed", greaterThan(0));
        given().get(ready).then().statusCode(200);
        Database.execute("delete from transcript_fetch where transcript_sid = ?", transcriptSid);
    }

    @Test
    void transcript_thatTwilioCouldNotMake_isGivenUp() {
        says(transcript, 200, transcriptOf("failed", '"' + callSid + '"', "null"));

        announce(callSid);

        await(() -> state().equals("failed"));
        assertEquals(
                List.of("Twilio made no transcript: its status is failed"),
                Database.strings(
                        "select details->>'reason' from call_event where kind = 'fetch' and call_sid = ?", callSid));
        Database.execute("delete from transcript_fetch where transcript_sid = ?", transcriptSid);
    }

    @Test
    void lastAttempt_thatFails_isTheEnd() {
        announce(callSid);
        Database.execute("update transcript_fetch set attempts = 19 where transcript_sid = ?", transcriptSid);

        await(() -> state().equals("failed"));
        assertEquals("Twilio does not have the transcript", error());
        Database.execute("delete from transcript_fetch where transcript_sid = ?", transcriptSid);
    }

    @Test
    void delay_growsToAnHour() {
        for (int attempts = 0; attempts < 64; attempts++) {
            Duration delay = Worker.delay(attempts);
            long most = attempts < 12 ? 1000L << attempts : 3_600_000;
            assertTrue(delay.toMillis() >= most / 2 && delay.toMillis() <= most, attempts + ": " + delay);
        }
    }

    private void complete() {
        says(transcript + "/Sentences?PageSize=200", 200, page("sentences", sentence(0, "Hello."), null));
        says(transcript + "/OperatorResults?PageSize=200", 200, page("operator_results", "", null));
    }

    private void announce(String namedCall) {
        Database.execute(
                "insert into transcript_fetch values (?, ?, ?, ?, 'waiting', 0, now(), null, now())",
                transcriptSid,
                ACCOUNT,
                namedCall,
                "/webhooks/twilio/intelligence?case_id=" + caseId);
    }

    private String state() {
        return Database.strings("select state from transcript_fetch where transcript_sid = ?", transcriptSid)
                .get(0);
    }

    private String error() {
        return Database.strings("select last_error from transcript_fetch where transcript_sid = ?", transcriptSid)
                .get(0);
    }

    private static void says(String target, int status, String body) {
        ANSWERS.computeIfAbsent(target, key -> new ArrayDeque<>()).add(new Answer(status, body));
    }

    private String transcriptOf(String status, String customerKey, String sourceSid) {
        return "{\"sid\":\"" + transcriptSid + "\",\"account_sid\":\"" + ACCOUNT + "\",\"status\":\"" + status
                + "\",\"customer_key\":" + customerKey + ",\"url\":\"https://x\",\"links\":{\"x\":\"https://y\"},"
                + "\"date_created\":\"2026-02-12T12:00:00Z\",\"channel\":{\"media_properties\":{\"source_sid\":"
                + sourceSid + "}}}";
    }

    private static String sentence(int index, String text) {
        return "{\"media_channel\":1,\"sentence_index\":" + index + ",\"start_time\":" + index + ".5,\"transcript\":\""
                + text + "\"}";
    }

    private static String page(String key, String items, String next) {
        return "{\"" + key + "\":[" + items + "],\"meta\":{\"key\":\"" + key + "\",\"next_page_url\":"
                + (next == null ? "null" : '"' + next + '"') + "}}";
    }

    private static void await(BooleanSupplier condition) {
        for (int i = 0; i < 300 && !condition.getAsBoolean(); i++) {
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        assertTrue(condition.getAsBoolean());
    }
}
