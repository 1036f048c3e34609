package dev.callfile.api;

import static dev.callfile.Api.as;
import static dev.callfile.Api.calls;
import static dev.callfile.Api.newCase;
import static dev.callfile.Api.newSid;
import static dev.callfile.MediaServer.bytes;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.github.f4b6a3.ulid.UlidCreator;
import dev.callfile.Api;
import dev.callfile.Database;
import dev.callfile.MediaServer;
import dev.callfile.MediaServer.Asked;
import dev.callfile.Recorded;
import dev.callfile.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(MediaStandIn.class)
class RecordingTest {

    private static final int SIZE = 200_000;
    private static MediaServer twilio;
    private static MediaServer foreign;

    private Recorded call;

    @BeforeAll
    static void listen() {
        twilio = new MediaServer(ConfigProvider.getConfig()
                .getValue("callfile.twilio.api-url", URI.class)
                .getPort());
        foreign = new MediaServer(0);
    }

    @BeforeEach
    void begin() {
        call = new Recorded();
    }

    @AfterAll
    static void stop() {
        twilio.close();
        foreign.close();
    }

    @ParameterizedTest
    @CsvSource({
        "*/*, mp3, audio/mpeg",
        "audio/mpeg, mp3, audio/mpeg",
        "'audio/mpeg, audio/wav', mp3, audio/mpeg",
        "audio/wav, wav, audio/wav",
        "audio/x-wav, wav, audio/wav",
        "'audio/mpeg;q=0.1, audio/wav', wav, audio/wav"
    })
    void audio_atTwilio_isOfTheTypeThatIsPreferred(String accept, String extension, String type) {
        String path = call.keptAtTwilio();
        twilio.keep(extension.equals("wav") ? path : path + "." + extension, SIZE, "audio/x-wav");

        Response answer = call.listener().accept(accept).get(call.audio());

        answer.then()
                .statusCode(200)
                .contentType(type)
                .header("Content-Length", Integer.toString(SIZE))
                .header("Transfer-Encoding", nullValue())
                .header("Accept-Ranges", "bytes")
                .header("ETag", "\"" + SIZE + "\"")
                .header("Last-Modified", "Mon, 23 Nov 2026 10:15:30 GMT")
                .header("Cache-Control", "private, no-store")
                .header("X-Content-Type-Options", "nosniff")
                .header(
                        "Content-Disposition",
                        matchesPattern("inline; filename=\"RE[0-9a-f]{32}\\." + extension + "\""));
        assertArrayEquals(bytes(0, SIZE), answer.asByteArray());
    }

    @ParameterizedTest
    @CsvSource({
        "audio/mpeg, /a, audio/mpeg",
        "audio/ogg; codecs=opus, /a, audio/ogg",
        "AUDIO/X-WAV, /a, audio/wav",
        "binary/octet-stream, /a.wav, audio/wav",
        "text/html, /a.MP3, audio/mpeg",
        "text/html, /a, application/octet-stream"
    })
    void audio_inSomebodysStorage_isOfTheTypeThatItIs(String told, String name, String type) {
        String path = "/" + newSid("") + name;
        foreign.keep(path, SIZE, told);
        call.keptAt(foreign.url(path));

        Response answer = call.listener().get(call.audio());

        answer.then().statusCode(200).contentType(type);
        assertArrayEquals(bytes(0, SIZE), answer.asByteArray());
        assertEquals(List.of(new Asked(path, null, null)), asked(foreign, path));
    }

    @Test
    void audio_ofATypeThatIsNotAccepted_isNotAcceptable() {
        String path = call.keptAtTwilio();
        twilio.keep(path + ".mp3", SIZE, "audio/mpeg");
        problem(call.listener().accept("text/html").get(call.audio()), 406, "not_acceptable");

        foreign.keep(path, SIZE, "audio/wav");
        Recorded elsewhere = new Recorded();
        elsewhere.keptAt(foreign.url(path));
        problem(elsewhere.listener().accept("audio/mpeg").get(elsewhere.audio()), 406, "not_acceptable");
        assertEquals(0, played(call) + played(elsewhere));
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-99, 0, 99",
        "bytes=0-, 0, 199999",
        "bytes=65000-131999, 65000, 131999",
        "bytes=199999-, 199999, 199999",
        "bytes=100000-999999, 100000, 199999",
        "bytes=-1, 199999, 199999",
        "bytes=-70000, 130000, 199999",
        "bytes=-999999, 0, 199999"
    })
    void range_isAPart_whetherOrNotTheStorageKnowsRanges(String range, int first, int last) {
        String path = call.keptAtTwilio();

        for (int knowing = 0; knowing < 2; knowing++) {
            if (knowing == 0) {
                twilio.keep(path + ".mp3", SIZE, "audio/mpeg");
            } else {
                twilio.keepWithoutRanges(path + ".mp3", SIZE, "audio/mpeg");
            }
            Response answer = call.listener().header("Range", range).get(call.audio());

            answer.then()
                    .statusCode(206)
                    .contentType("audio/mpeg")
                    .header("Content-Range", "bytes " + first + "-" + last + "/" + SIZE)
                    .header("Content-Length", Integer.toString(last - first + 1))
                    .header("Accept-Ranges", "bytes");
            assertArrayEquals(bytes(first, last - first + 1), answer.asByteArray());
        }
        assertEquals(range, asked(twilio, path + ".mp3").get(0).range());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=200000-", "bytes=200000-200001", "bytes=-0"})
    void range_thatIsNotThere_isNotSatisfiable(String range) {
        String path = call.keptAtTwilio();

        twilio.keep(path + ".mp3", SIZE, "audio/mpeg");
        problem(call.listener().header("Range", range).get(call.audio()), 416, "range_not_satisfiable")
                .then()
                .header("Content-Range", "bytes */" + SIZE);
        twilio.keepWithoutRanges(path + ".mp3", SIZE, "audio/mpeg");
        problem(call.listener().header("Range", range).get(call.audio()), 416, "range_not_satisfiable")
                .then()
                .header("Content-Range", "bytes */" + SIZE);
        assertEquals(0, played(call));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=5-2", "bytes=0-1,5-6", "items=0-1", "bytes=a-b", "bytes=-", ""})
    void range_thatIsNone_isIgnored(String range) {
        String path = call.keptAtTwilio();
        twilio.keep(path + ".mp3", SIZE, "audio/mpeg");

        Response answer = call.listener().header("Range", range).get(call.audio());

        answer.then().statusCode(200).header("Content-Range", nullValue());
        assertArrayEquals(bytes(0, SIZE), answer.asByteArray());
    }

    @ParameterizedTest
    @CsvSource({
        "'\"200000\"', 206",
        "'Mon, 23 Nov 2026 10:15:30 GMT', 206",
        "'\"other\"', 200",
        "'W/\"200000\"', 200",
        "'Mon, 23 Nov 2026 10:15:31 GMT', 200"
    })
    void range_ofAnotherFile_isIgnored(String ifRange, int status) {
        String path = call.keptAtTwilio();
        twilio.keep(path + ".mp3", SIZE, "audio/mpeg");

        Response answer = call.listener()
                .header("Range", "bytes=10-19")
                .header("If-Range", ifRange)
                .get(call.audio());
        Response past = call.listener()
                .header("Range", "bytes=900000-")
                .header("If-Range", ifRange)
                .get(call.audio());

        answer.then().statusCode(status);
        assertArrayEquals(status == 206 ? bytes(10, 10) : bytes(0, SIZE), answer.asByteArray());
        past.then().statusCode(status == 206 ? 416 : 200);
    }

    @Test
    void length_thatIsNotTold_isNotMadeUp() {
        String path = call.keptAtTwilio();
        twilio.answer(path + ".mp3", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            twilio.write(exchange.getResponseBody(), 0, SIZE);
        });

        Response answer = call.listener().header("Range", "bytes=5-9").get(call.audio());

        answer.then().statusCode(200).header("Content-Length", nullValue()).header("Transfer-Encoding", "chunked");
        assertArrayEquals(bytes(0, SIZE), answer.asByteArray());
    }

    @Test
    void audio_ofNoBytes_isEmpty() {
        String path = call.keptAtTwilio();
        twilio.answer(path + ".mp3", exchange -> exchange.sendResponseHeaders(200, -1));

        Response answer = call.listener().get(call.audio());

        answer.then().statusCode(200).header("Content-Length", "0");
        problem(call.listener().header("Range", "bytes=0-").get(call.audio()), 416, "range_not_satisfiable");
    }

    @Test
    void head_tellsWhatGetWould_andIsNotPlayback() {
        String path = call.keptAtTwilio();
        twilio.keep(path + ".mp3", SIZE, "audio/mpeg");
        String get = headers(call.listener().get(call.audio()));

        Response head = call.listener().header("Range", "bytes=0-5").head(call.audio());

        head.then().statusCode(200).contentType("audio/mpeg").header("Content-Length", Integer.toString(SIZE));
        assertEquals(get, headers(head));
        assertEquals(0, head.asByteArray().length);
        assertEquals(1, played(call));
        new Recorded().listener().head(call.audio()).then().statusCode(403);
        call.listener().head(call.url() + "/recordings/REx").then().statusCode(404);
    }

    @Test
    void login_isTheAccountsOwn() {
        Recorded subaccounts = new Recorded(MediaStandIn.SUBACCOUNT, "sub");
        String mains = call.keptAtTwilio() + ".mp3";
        String subs = subaccounts.keptAtTwilio() + ".mp3";
        twilio.keep(mains, SIZE, "audio/mpeg");
        twilio.keep(subs, SIZE, "audio/mpeg");

        call.listener().get(call.audio()).then().statusCode(200);
        subaccounts.listener().get(subaccounts.audio()).then().statusCode(200);

        assertEquals(login(call.account, "primary"), asked(twilio, mains).get(0).authorization());
        assertEquals(
                login(MediaStandIn.SUBACCOUNT, "sub"),
                asked(twilio, subs).get(0).authorization());
    }

    @Test
    void login_thatIsRefused_isFollowedByTheNext() {
        String path = call.keptAtTwilio() + ".mp3";
        twilio.answer(path, exchange -> {
            boolean knows = login(call.account, "next")
                    .equals(exchange.getRequestHeaders().getFirst("Authorization"));
            twilio.send(exchange, knows ? 200 : 401, 0, 10);
        });

        call.listener().get(call.audio()).then().statusCode(200);

        assertEquals(2, asked(twilio, path).size());
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirect_toAForeignHost_isFollowedWithoutALogin(int status) {
        String path = call.keptAtTwilio() + ".mp3";
        twilio.status(path, status, "Location", path + "/signed?a=b%20c");
        twilio.status(path + "/signed", status, "Location", foreign.url(path + "?signature=x%2Fy"));
        foreign.keep(path, SIZE, "binary/octet-stream");

        Response answer = call.listener().header("Range", "bytes=10-19").get(call.audio());

        answer.then().statusCode(206).contentType("audio/mpeg");
        assertArrayEquals(bytes(10, 10), answer.asByteArray());
        String login = login(call.account, "primary");
        assertEquals(List.of(new Asked(path, login, "bytes=10-19")), asked(twilio, path));
        assertEquals(
                List.of(new Asked(path + "/signed?a=b%20c", login, "bytes=10-19")), asked(twilio, path + "/signed"));
        assertEquals(List.of(new Asked(path + "?signature=x%2Fy", null, "bytes=10-19")), asked(foreign, path));
    }

    @Test
    void redirect_fromAForeignHostToTwilio_isToldTheLogin_andNoOtherHostIs() {
        String path = "/" + newSid("");
        foreign.status(path, 302, "Location", "https://api.twilio.com" + path);
        twilio.status(path, 302, "Location", foreign.url(path + "/end"));
        foreign.keep(path + "/end", SIZE, "audio/mpeg");
        call.keptAt(foreign.url(path));

        call.listener().get(call.audio()).then().statusCode(200);

        assertNull(asked(foreign, path).get(0).authorization());
        assertEquals(login(call.account, "primary"), asked(twilio, path).get(0).authorization());
        assertNull(asked(foreign, path + "/end").get(0).authorization());
    }

    @Test
    void redirects_withoutEnd_areGivenUp() {
        String path = call.keptAtTwilio() + ".mp3";
        twilio.status(path, 302, "Location", path);

        problem(call.listener().get(call.audio()), 502, "twilio_error");

        assertEquals(6, asked(twilio, path).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "http://", "::", "ftp://localhost/x", "file:///etc/passwd", "https://a b/"})
    void redirect_toNoAddress_isAnErrorOfTwilios(String location) {
        String path = call.keptAtTwilio() + ".mp3";
        twilio.status(path, 302, "Location", location);

        problem(call.listener().get(call.audio()), 502, "twilio_error");
    }

    @ParameterizedTest
    @CsvSource({
        "404, 404, not_found",
        "410, 404, not_found",
        "401, 502, twilio_error",
        "403, 502, twilio_error",
        "400, 502, twilio_error",
        "500, 502, twilio_error",
        "503, 502, twilio_error",
        "204, 502, twilio_error",
        "206, 502, twilio_error",
        "304, 502, twilio_error",
        "416, 416, range_not_satisfiable"
    })
    void storage_thatRefuses_isTold(int answered, int status, String code) {
        String path = call.keptAtTwilio() + ".mp3";
        twilio.status(path, answered);

        problem(call.listener().header("Range", "bytes=0-1").get(call.audio()), status, code);
        assertEquals(0, played(call));
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "tomorrow, 5"})
    void storage_thatIsBusy_isUnavailable(String asked, String told) {
        String path = call.keptAtTwilio() + ".mp3";
        twilio.status(path, 429, "Retry-After", asked);

        problem(call.listener().get(call.audio()), 503, "unavailable").then().header("Retry-After", told);
    }

    @Test
    void storage_thatIsNotThere_isUnavailable() {
        MediaServer gone = new MediaServer(0);
        gone.close();
        call.keptAt(gone.url("/a.mp3"));

        problem(call.listener().get(call.audio()), 503, "unavailable")
                .then()
                .header("Retry-After", matchesPattern("[1-9][0-9]*"))
                .body("detail", containsString("Twilio"));

        Recorded nowhere = new Recorded();
        nowhere.keptAt("https://nowhere.invalid/a.mp3");
        problem(nowhere.listener().get(nowhere.audio()), 503, "unavailable");
    }

    @Test
    void storage_thatHangsUp_isUnavailable() {
        String path = call.keptAtTwilio() + ".mp3";
        twilio.answer(path, exchange -> exchange.close());

        problem(call.listener().get(call.audio()), 503, "unavailable");
    }

    @Test
    void storage_thatSaysNothing_isUnavailable() {
        String path = call.keptAtTwilio() + ".mp3";
        CountDownLatch given = new CountDownLatch(1);
        twilio.answer(path, exchange -> {
            try {
                given.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        problem(call.listener().get(call.audio()), 503, "unavailable");

        given.countDown();
    }

    @Test
    void audio_thatBreaksOff_doesNotLookWhole() {
        String path = call.keptAtTwilio() + ".mp3";
        twilio.answer(path, exchange -> {
            exchange.sendResponseHeaders(200, SIZE);
            twilio.write(exchange.getResponseBody(), 0, SIZE - 1);
        });
        assertThrows(Exception.class, () -> call.listener().get(call.audio()).asByteArray());
    }

    @Test
    void audio_overHttp2_isTheSame() throws Exception {
        String path = call.keptAtTwilio() + ".mp3";
        twilio.keep(path, SIZE, "audio/mpeg");
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(RestAssured.baseURI + ":" + RestAssured.port + call.audio()))
                .header("Authorization", "Bearer " + Tokens.listener(call.caseId))
                .build();

        HttpResponse<byte[]> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());

        assertEquals(HttpClient.Version.HTTP_2, answer.version());
        assertArrayEquals(bytes(0, SIZE), answer.body());

        twilio.answer(path, exchange -> {
            exchange.sendResponseHeaders(200, SIZE);
            twilio.write(exchange.getResponseBody(), 0, SIZE - 1);
        });
        assertThrows(IOException.class, () -> HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray()));
    }

    @Test
    void audioInChunks_thatBreaksOff_doesNotLookWhole() throws IOException {
        try (ServerSocket storage = new ServerSocket(0)) {
            call.keptAt("http://localhost:" + storage.getLocalPort() + "/a.mp3");
            new Thread(() -> sayAndHangUp(storage)).start();

            assertThrows(
                    Exception.class, () -> call.listener().get(call.audio()).asByteArray());
        }
    }

    private static void sayAndHangUp(ServerSocket server) {
        try (Socket client = server.accept()) {
            client.getInputStream().read(new byte[4096]);
            client.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            // For as long as the service needs to pass it on.
            Thread.sleep(500);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void recordings_areAllListed_theBestFirst_andEachIsPlayable() {
        String late = call.recording(
                "completed",
                "RecordingUrl",
                foreign.url("/late"),
                "RecordingStartTime",
                "Mon, 23 Nov 2026 10:20:00 +0000",
                "RecordingChannels",
                "2",
                "RecordingDuration",
                "7");
        String early = call.recording(
                "completed",
                "RecordingUrl",
                foreign.url("/early"),
                "RecordingStartTime",
                "Mon, 23 Nov 2026 10:10:00 +0000");
        String running = call.recording("in-progress");
        foreign.keep("/late", 10, "audio/mpeg");
        foreign.keep("/early", 20, "audio/mpeg");
        String root = "https://calls.example.com" + call.url();

        JsonPath list = as(Tokens.reader(call.caseId))
                .get(call.url() + "/recordings")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .extract()
                .jsonPath();

        Map<String, Object> best = list.getMap("data[0]");
        assertEquals(List.of(late, early, running), list.getList("data.id"));
        assertEquals(List.of("completed", "completed", "in_progress"), list.getList("data.status"));
        assertEquals(7, best.get("duration_seconds"));
        assertEquals(2, best.get("channels"));
        assertEquals("2026-11-23T10:20:00Z", best.get("started_at"));
        assertEquals(
                Arrays.asList(root + "/recordings/" + late, root + "/recordings/" + early, null),
                list.getList("data.recording_url"));
        assertArrayEquals(bytes(0, 10), call.listener().get(call.audio()).asByteArray());
        assertArrayEquals(
                bytes(0, 20),
                call.listener().get(call.url() + "/recordings/" + early).asByteArray());
        problem(call.listener().get(call.url() + "/recordings/" + running), 404, "not_found");
    }

    @Test
    void recordingUrl_isOurs_onceThereIsSomethingToHear() {
        assertNull(Api.only(call.caseId).get("recording_url"));
        call.recording("in-progress");
        assertNull(Api.only(call.caseId).get("recording_url"));

        call.keptAtTwilio();

        assertEquals(
                "https://calls.example.com" + call.audio(),
                Api.only(call.caseId).get("recording_url"));
    }

    @Test
    void nothingToHear_isNotFound() {
        problem(call.listener().get(call.audio()), 404, "not_found");
        call.recording("in-progress");
        problem(call.listener().get(call.audio()), 404, "not_found");
        call.recording("absent");
        problem(call.listener().get(call.audio()), 404, "not_found");

        as(Tokens.reader(call.caseId))
                .get(calls(call.caseId) + "/" + UlidCreator.getUlid() + "/recordings")
                .then()
                .statusCode(404);
        for (String id : List.of(UlidCreator.getUlid().toString(), "x", "%00", "'", "REx")) {
            problem(call.listener().get(calls(call.caseId) + "/" + id + "/recording"), 404, "not_found");
            problem(call.listener().get(call.url() + "/recordings/" + id), 404, "not_found");
        }
    }

    @Test
    void callOfAnotherCase_isNotFound() {
        String path = call.keptAtTwilio();
        twilio.keep(path + ".mp3", SIZE, "audio/mpeg");
        String other = newCase();
        String sid = "RE" + path.substring(path.length() - 32);

        for (String below : List.of("/recording", "/recordings/" + sid)) {
            problem(as(Tokens.listener(other)).get(calls(other) + "/" + call.id() + below), 404, "not_found");
        }
        problem(as(Tokens.listener(other)).get(calls(other) + "/" + call.id() + "/recordings"), 404, "not_found");
    }

    @Test
    void access_isDecidedFirst() {
        call.keptAtTwilio();
        String audio = call.audio();

        for (String target : List.of(audio, call.url() + "/recordings/REx", calls(call.caseId) + "/x/recording")) {
            problem(as(Tokens.reader(call.caseId)).get(target), 403, "forbidden");
            problem(as(Tokens.listener(newCase())).get(target), 403, "forbidden");
            problem(as("x").get(target), 401, "unauthorized");
        }
        problem(
                as(Tokens.claims("recordings:read", call.caseId).sign()).get(call.url() + "/recordings"),
                403,
                "forbidden");
        problem(
                as(Tokens.claims("recordings:read", call.caseId).remove("sub").sign())
                        .get(audio),
                401,
                "unauthorized");
    }

    @Test
    void ids_inLowerCase_areTheSame() {
        String path = call.keptAtTwilio();
        twilio.keep(path + ".mp3", SIZE, "audio/mpeg");

        String target =
                calls(call.caseId.toLowerCase(Locale.ROOT)) + "/" + call.id().toLowerCase(Locale.ROOT);

        call.listener().get(target + "/recording").then().statusCode(200);
        call.listener().get(target + "/recordings").then().body("data[0].recording_url", containsString(call.url()));
    }

    @Test
    void playback_isWrittenDown() {
        String path = call.keptAtTwilio();
        twilio.keep(path + ".mp3", SIZE, "audio/mpeg");
        twilio.keepWithoutRanges(path, SIZE, "audio/wav");
        String named = call.url() + "/recordings/"
                + Api.get(call.caseId, "").then().extract().jsonPath().getString("data[0].id");

        call.listener().get(call.audio()).then().statusCode(200);
        call.listener().header("Range", "bytes=0-99").get(call.audio()).then().statusCode(206);
        call.listener()
                .header("Range", "bytes=-1")
                .accept("audio/wav")
                .get(call.audio())
                .then()
                .statusCode(206);
        call.listener()
                .header("Range", "bytes=0-1,5-6")
                .get(call.audio())
                .then()
                .statusCode(200);
        call.listener().get(named).then().statusCode(404);

        List<String> events = Database.strings(
                "select concat_ws(' ', kind, actor, details->>'range', details->>'format', json_typeof(details->'range'))"
                        + " from call_event where call_sid = ? order by id",
                call.callSid);
        assertEquals(
                List.of(
                        "playback case-worker mp3 null",
                        "playback case-worker bytes=0-99 mp3 string",
                        "playback case-worker bytes=199999-199999 wav string",
                        "playback case-worker mp3 null"),
                events);
        assertEquals(
                List.of(recordingSid()),
                Database.strings(
                        "select distinct details->>'recording_sid' from call_event where call_sid = ?", call.callSid));
    }

    @Test
    void playback_thatCannotBeWrittenDown_isNone() throws InterruptedException {
        String path = call.keptAtTwilio() + ".mp3";
        twilio.keep(path, 50_000_000, "audio/mpeg");
        int before = twilio.brokenOff.get();
        Database.execute("alter table call_event rename to away");
        try {
            problem(call.listener().get(call.audio()), 503, "unavailable");
        } finally {
            Database.execute("alter table away rename to call_event");
        }
        for (int i = 0; i < 100 && twilio.brokenOff.get() == before; i++) {
            Thread.sleep(50);
        }
        assertEquals(before + 1, twilio.brokenOff.get());
    }

    private String recordingSid() {
        return Database.strings("select recording_sid from call_recording where call_sid = ?", call.callSid)
                .get(0);
    }

    private static long played(Recorded call) {
        return Database.count("select count(*) from call_event where call_sid = ?", call.callSid);
    }

    private static List<Asked> asked(MediaServer server, String path) {
        return server.asked.stream()
                .filter(asked -> URI.create(asked.target()).getPath().equals(path))
                .toList();
    }

    private static String login(String account, String token) {
        return "Basic " + Base64.getEncoder().encodeToString((account + ":" + token).getBytes(StandardCharsets.UTF_8));
    }

    private static String headers(Response answer) {
        return answer.headers().asList().stream()
                .filter(header -> !header.getName().equals("X-Request-Id"))
                .map(Object::toString)
                .sorted()
                .toList()
                .toString();
    }

    private static Response problem(Response answer, int status, String code) {
        answer.then().statusCode(status).contentType("application/problem+json").body("code", equalTo(code));
        return answer;
    }
}
