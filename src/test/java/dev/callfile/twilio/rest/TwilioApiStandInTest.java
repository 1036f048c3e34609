package dev.callfile.twilio.rest;

import static dev.callfile.StandIn.jsonResult;
import static dev.callfile.StandIn.sentence;
import static dev.callfile.StandIn.textResult;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.twilio.exception.ApiException;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Call;
import com.twilio.rest.api.v2010.account.Recording;
import com.twilio.rest.intelligence.v2.Transcript;
import com.twilio.rest.intelligence.v2.transcript.OperatorResult;
import com.twilio.rest.intelligence.v2.transcript.Sentence;
import com.twilio.type.PhoneNumber;
import com.twilio.type.Twiml;
import dev.callfile.Fixture;
import dev.callfile.StandIn;
import dev.callfile.local.TwilioApiStandIn;
import dev.callfile.twilio.Accounts;
import dev.callfile.twilio.TwilioConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stand-in for Twilio, asked by the SDK as the service asks. */
class TwilioApiStandInTest {

    private static final String ACCOUNT = "AC00000000000000000000000000000001";
    private static final String CALLS = "/2010-04-01/Accounts/" + ACCOUNT + "/Calls";
    private static final String TO = "+15005550016";

    private final TwilioApiStandIn running = TwilioApiStandIn.start(ACCOUNT, "secret");
    private final StandIn standIn = new StandIn(running.url());
    private final TwilioRestClient twilio = client("secret");

    @AfterEach
    void close() {
        running.close();
    }

    @Test
    void call_isPlacedOnce_andCanBeFetched() {
        Call placed = place(TO);
        Call fetched = Call.fetcher(placed.getSid()).fetch(twilio);

        assertEquals(Call.Status.QUEUED, placed.getStatus());
        assertEquals("outbound-api", placed.getDirection());
        assertNull(placed.getStartTime());
        assertEquals(TO, fetched.getTo());
        assertEquals(List.of(TO), List.of(standIn.placements(TO).get(0).parameter("To")));
        assertEquals(1, standIn.placements(TO).size());
    }

    @Test
    void call_hasTheFieldsOfTheFixture() throws IOException {
        Map<?, ?> fixture = new ObjectMapper().convertValue(body("cb_51_rest_call_fetch"), Map.class);

        Map<?, ?> call = new ObjectMapper()
                .readValue(get(CALLS + "/" + place(TO).getSid() + ".json").body(), Map.class);

        assertEquals(fixture.keySet(), call.keySet());
    }

    @ParameterizedTest
    @CsvSource({
        "555, +15005550006, 21211",
        "+15005550006, +15005550006, 21211",
        "+15005550001, +15005550006, 21217",
        "+15005550016, nobody, 21212"
    })
    void call_thatTwilioWouldNotPlace_isRefusedWithItsCode(String to, String from, int code) {
        ApiException refused = assertThrows(
                ApiException.class,
                () -> Call.creator(new PhoneNumber(to), new PhoneNumber(from), new Twiml("<Response/>"))
                        .create(twilio));

        assertEquals(400, refused.getStatusCode());
        assertEquals(code, refused.getCode());
    }

    @Test
    void call_toANumberThatIsToBeRefused_isRefused() {
        standIn.faultWhenCalling(TO).refused(400, 21210, "not verified");

        ApiException refused = assertThrows(ApiException.class, () -> place(TO));

        assertEquals(21210, refused.getCode());
        assertEquals("not verified", refused.getMessage());
    }

    @Test
    void wrongToken_is401() {
        ApiException refused = assertThrows(
                ApiException.class, () -> Call.fetcher(place(TO).getSid()).fetch(client("guess")));

        assertEquals(401, refused.getStatusCode());
        assertEquals(20003, refused.getCode());
    }

    @Test
    void unknownCall_is404() {
        ApiException missing = assertThrows(
                ApiException.class,
                () -> Call.fetcher("CA00000000000000000000000000000000").fetch(twilio));

        assertEquals(20404, missing.getCode());
    }

    @Test
    void busy_saysWhenToComeAgain_andDoesNothing() {
        standIn.faultWhenCalling(TO).busy(7);

        TwilioBusyException busy = assertThrows(TwilioBusyException.class, () -> place(TO));

        assertEquals(Optional.of(Duration.ofSeconds(7)), busy.retryAfter());
        assertEquals(1, standIn.placements(TO).size());
        assertEquals(0, callsTo(TO).size());
    }

    @Test
    void failure_isAskedForOnce() {
        standIn.faultWhenCalling(TO).times(9).status(500);

        ApiException failed = assertThrows(ApiException.class, () -> place(TO));

        assertEquals(500, failed.getStatusCode());
        assertEquals(1, standIn.placements(TO).size());
    }

    @Test
    void failure_afterTheWork_hasPlacedTheCall() {
        standIn.faultWhenCalling(TO).afterWork().status(503);

        assertThrows(ApiException.class, () -> place(TO));

        assertEquals(1, standIn.placements(TO).size());
        assertEquals(1, callsTo(TO).size());
    }

    @Test
    void hangUp_beforeTheWork_hasNotPlacedTheCall_andAfterItHas() {
        standIn.faultWhenCalling(TO).hangUp();
        assertNull(assertThrows(ApiException.class, () -> place(TO)).getStatusCode());
        assertEquals(0, callsTo(TO).size());

        standIn.faultWhenCalling(TO).afterWork().hangUp();
        assertThrows(ApiException.class, () -> place(TO));
        assertEquals(1, callsTo(TO).size());
        assertEquals(2, standIn.placements(TO).size());
    }

    @Test
    void slowAnswer_takesItsTime() {
        standIn.faultWhenCalling(TO).slow(Duration.ofMillis(300));

        long before = System.nanoTime();
        place(TO);

        assertTrue(System.nanoTime() - before >= Duration.ofMillis(300).toNanos());
    }

    @Test
    void calls_areListedNewestFirst_pageByPage() {
        List<String> sids = new ArrayList<>(
                IntStream.range(0, 7).mapToObj(n -> place(TO).getSid()).toList());
        place("+15005550017");
        Collections.reverse(sids);

        List<String> listed = new ArrayList<>();
        Call.reader().setTo(new PhoneNumber(TO)).pageSize(3).read(twilio).forEach(call -> listed.add(call.getSid()));

        assertEquals(sids, listed);
        assertEquals(3, standIn.requests("GET", CALLS, "To", TO).size());
    }

    @Test
    void calls_areFound_byDayStatusAndParent() {
        String parent = standIn.addCall(Map.of("start_time", "Thu, 12 Feb 2026 15:04:05 +0000", "status", "completed"));
        String child = standIn.addCall(Map.of(
                "start_time", "Fri, 13 Feb 2026 00:00:05 +0000",
                "status", "busy",
                "parent_call_sid", parent));
        ZonedDateTime friday = ZonedDateTime.of(2026, 2, 13, 10, 0, 0, 0, ZoneOffset.UTC);

        assertEquals(
                List.of(child), sids(Call.reader().setStartTimeAfter(friday).read(twilio)));
        assertEquals(
                List.of(parent),
                sids(Call.reader().setStartTimeBefore(friday.minusDays(1)).read(twilio)));
        assertEquals(List.of(child), sids(Call.reader().setStartTime(friday).read(twilio)));
        assertEquals(List.of(child), sids(Call.reader().setParentCallSid(parent).read(twilio)));
        assertEquals(
                List.of(parent),
                sids(Call.reader().setStatus(Call.Status.COMPLETED).read(twilio)));
    }

    @Test
    void recordings_areFoundByCall() {
        String call = place(TO).getSid();
        String recording = standIn.addRecording(call, Map.of("duration", "12", "channels", 2));
        standIn.addRecording(place(TO).getSid(), Map.of());

        Recording fetched = Recording.fetcher(recording).fetch(twilio);
        Set<String> found = new HashSet<>();
        Recording.reader().setCallSid(call).read(twilio).forEach(each -> found.add(each.getSid()));
        com.twilio.rest.api.v2010.account.call.Recording.reader(call)
                .read(twilio)
                .forEach(each -> found.add(each.getSid()));

        assertEquals(call, fetched.getCallSid());
        assertEquals("12", fetched.getDuration());
        assertEquals(Recording.Status.COMPLETED, fetched.getStatus());
        assertEquals(Set.of(recording), found);
    }

    @Test
    void transcript_isReadWithItsSentencesAndResults() {
        String recording = standIn.addRecording(place(TO).getSid(), Map.of());
        List<Map<String, Object>> sentences = IntStream.range(0, 120)
                .mapToObj(n -> sentence(n % 2 + 1, "sentence " + n))
                .toList();
        String sid = standIn.addTranscript(
                recording,
                sentences,
                List.of(
                        textResult("Conversation Summary", Map.of("result", "They agreed.")),
                        jsonResult("Action Items", Map.of("items", List.of("Send the deed")))),
                Map.of());

        Transcript transcript = Transcript.fetcher(sid).fetch(twilio);
        List<String> said = new ArrayList<>();
        Sentence.reader(sid).read(twilio).forEach(each -> said.add(each.getTranscript()));
        List<OperatorResult> results = new ArrayList<>();
        OperatorResult.reader(sid).pageSize(1).read(twilio).forEach(results::add);

        assertEquals(Transcript.Status.COMPLETED, transcript.getStatus());
        assertEquals(
                recording,
                ((Map<?, ?>) ((Map<?, ?>) transcript.getChannel()).get("media_properties")).get("source_sid"));
        assertEquals(IntStream.range(0, 120).mapToObj(n -> "sentence " + n).toList(), said);
        assertEquals(
                3,
                standIn.requests("GET", "/v2/Transcripts/" + sid + "/Sentences").size());
        assertEquals(
                List.of("Conversation Summary", "Action Items"),
                results.stream().map(OperatorResult::getName).toList());
        assertEquals(Map.of("result", "They agreed."), results.get(0).getTextGenerationResults());
        assertEquals(Map.of("items", List.of("Send the deed")), results.get(1).getJsonResults());
    }

    @Test
    void sentencesAndResults_haveTheFieldsOfTheFixtures() throws IOException {
        String sid = standIn.addTranscript(
                "RE00000000000000000000000000000001",
                List.of(sentence(1, "test test")),
                List.of(textResult("name", "text")),
                Map.of());

        assertEquals(shape(body("cb_55_rest_ci_sentences")), shape(sid, "Sentences"));
        assertEquals(shape(body("cb_56_rest_ci_operator_results")), shape(sid, "OperatorResults"));
    }

    @Test
    void media_isServedInRanges() throws Exception {
        String path = media(standIn.addRecordingOfSize(place(TO).getSid(), 1_000_000)) + ".mp3";

        HttpResponse<byte[]> all = getBytes(path, null);
        HttpResponse<byte[]> part = getBytes(path, "bytes=777-100776");
        HttpResponse<byte[]> end = getBytes(path, "bytes=-10");
        HttpResponse<byte[]> beyond = getBytes(path, "bytes=1000000-");

        assertEquals(200, all.statusCode());
        assertEquals(1_000_000, all.body().length);
        assertEquals(Optional.of("bytes"), all.headers().firstValue("Accept-Ranges"));
        assertEquals(Optional.of("audio/mpeg"), all.headers().firstValue("Content-Type"));
        assertEquals(206, part.statusCode());
        assertEquals(Optional.of("bytes 777-100776/1000000"), part.headers().firstValue("Content-Range"));
        assertArrayEquals(Arrays.copyOfRange(all.body(), 777, 100_777), part.body());
        assertArrayEquals(Arrays.copyOfRange(all.body(), 999_990, 1_000_000), end.body());
        assertEquals(416, beyond.statusCode());
        assertEquals(Optional.of("bytes */1000000"), beyond.headers().firstValue("Content-Range"));
    }

    @Test
    void media_isAsLongAsItsRecording() throws Exception {
        String path = media(standIn.addRecording(place(TO).getSid(), Map.of("duration", "3", "channels", 2)));

        HttpResponse<byte[]> wav = getBytes(path, null);
        HttpResponse<byte[]> mp3 = getBytes(path + ".mp3", null);

        try (var audio = AudioSystem.getAudioInputStream(new ByteArrayInputStream(wav.body()))) {
            assertEquals(3 * 8000, audio.getFrameLength());
            assertEquals(2, audio.getFormat().getChannels());
        }
        assertEquals(125 * 192, mp3.body().length);
        assertEquals((byte) 0xFF, mp3.body()[124 * 192]);
        assertEquals("0000007c", new String(mp3.body(), 124 * 192 + 24, 8, StandardCharsets.US_ASCII));
    }

    @Test
    void media_ofAnySize_isToldByHead_andNotHeld() throws Exception {
        String path = media(standIn.addRecordingOfSize(place(TO).getSid(), 100_000_000_000L));

        HttpResponse<Void> head = HttpClient.newHttpClient()
                .send(
                        request(path)
                                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
        HttpResponse<byte[]> far = getBytes(path, "bytes=99999999990-");
        try (InputStream body = HttpClient.newHttpClient()
                .send(request(path).build(), HttpResponse.BodyHandlers.ofInputStream())
                .body()) {
            assertEquals('R', body.read());
        }

        assertEquals(Optional.of("100000000000"), head.headers().firstValue("Content-Length"));
        assertEquals(10, far.body().length);
    }

    @Test
    void media_elsewhere_isRedirectedTo_andOpen() throws Exception {
        String sid = standIn.addRecordingElsewhere(place(TO).getSid());

        HttpResponse<byte[]> redirect = getBytes(media(sid) + ".mp3", null);
        URI elsewhere = URI.create(redirect.headers().firstValue("Location").orElseThrow());
        HttpResponse<byte[]> audio = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(elsewhere).build(), HttpResponse.BodyHandlers.ofByteArray());

        assertEquals(307, redirect.statusCode());
        assertEquals(standIn.elsewhere(sid) + ".mp3", elsewhere.toString());
        assertEquals(200, audio.statusCode());
        assertTrue(standIn.requests("GET", media(sid)).get(0).headers().containsKey("authorization"));
        assertFalse(
                standIn.requests("GET", "/elsewhere/" + sid).get(0).headers().containsKey("authorization"));
    }

    private TwilioRestClient client(String token) {
        TwilioConfig config = new SmallRyeConfigBuilder()
                .withMapping(TwilioConfig.class)
                .withSources(new PropertiesConfigSource(
                        Map.of(
                                "callfile.public-url",
                                "https://calls.example.com",
                                "callfile.twilio.account-sid",
                                ACCOUNT,
                                "callfile.twilio.auth-tokens",
                                token,
                                "callfile.twilio.api-url",
                                running.url().toString()),
                        "test",
                        100))
                .build()
                .getConfigMapping(TwilioConfig.class);
        return new TwilioRestClient.Builder(ACCOUNT, token)
                .accountSid(ACCOUNT)
                .httpClient(new OneAttempt(new TwilioAddresses(config), new Accounts(config)))
                .build();
    }

    private Call place(String to) {
        return Call.creator(new PhoneNumber(to), new PhoneNumber("+15005550006"), new Twiml("<Response/>"))
                .create(twilio);
    }

    private List<String> callsTo(String to) {
        return sids(Call.reader().setTo(new PhoneNumber(to)).read(twilio));
    }

    private static List<String> sids(Iterable<Call> calls) {
        List<String> sids = new ArrayList<>();
        calls.forEach(call -> sids.add(call.getSid()));
        return sids;
    }

    /** The names of all fields, those of nested objects and of the first of each list with their way. */
    private static Set<String> shape(Object value) {
        Map<?, ?> object = new ObjectMapper().convertValue(value, Map.class);
        Set<String> names = new HashSet<>();
        object.forEach((name, inner) -> {
            names.add(name.toString());
            if (inner instanceof List<?> list && !list.isEmpty()) {
                ((Map<?, ?>) list.get(0)).keySet().forEach(each -> names.add(name + "." + each));
            } else if (inner instanceof Map<?, ?> map) {
                map.keySet().forEach(each -> names.add(name + "." + each));
            }
        });
        return names;
    }

    private Set<String> shape(String transcriptSid, String what) throws IOException {
        return shape(new ObjectMapper()
                .readValue(get("/v2/Transcripts/" + transcriptSid + "/" + what).body(), Map.class));
    }

    private static JsonNode body(String fixture) {
        return Fixture.named(fixture).json().path("body");
    }

    private static String media(String recordingSid) {
        return "/2010-04-01/Accounts/" + ACCOUNT + "/Recordings/" + recordingSid;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(running.url().resolve(path))
                .header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString((ACCOUNT + ":secret").getBytes(StandardCharsets.UTF_8)));
    }

    private HttpResponse<String> get(String path) throws IOException {
        try {
            return HttpClient.newHttpClient().send(request(path).build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private HttpResponse<byte[]> getBytes(String path, String range) throws Exception {
        HttpRequest.Builder request = request(path);
        if (range != null) {
            request.header("Range", range);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}
