package dev.callfile.twilio.preflight;

import static dev.callfile.Api.as;
import static dev.callfile.TwilioStandIn.STATUS;
import static dev.callfile.TwilioStandIn.form;
import static dev.callfile.TwilioStandIn.post;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.callfile.Api;
import dev.callfile.Database;
import dev.callfile.Tokens;
import dev.callfile.twilio.preflight.Proxy.Answer;
import dev.callfile.twilio.preflight.Proxy.Request;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the diagnosis says of a proxy that does this or that. */
@QuarkusTest
@TestProfile(BehindAProxy.class)
class PreflightTest {

    private static final String PATH = "/webhooks/twilio/preflight";
    private static final String REJECTED = "data.rejected_24h.total";

    private Proxy proxy;

    @BeforeEach
    void open() {
        Database.execute("delete from callback_tally");
        proxy = new Proxy(publicUrl());
    }

    @AfterEach
    void close() {
        proxy.close();
    }

    @Test
    void goodProxy_isOk_forEveryAccount() {
        long ledger = Database.count("select count(*) from twilio_callback");

        JsonPath preflight = preflight();

        assertTrue(preflight.getBoolean("ok"), preflight.prettify());
        assertNull(preflight.get("cause"));
        assertEquals(2, preflight.getInt("probes"));
        assertEquals(BehindAProxy.SUBACCOUNT, preflight.getString("account_sid"));
        assertEquals("accepted", preflight.getString("seen.verdict"));
        assertEquals(preflight.getString("sent.request_target"), preflight.getString("seen.request_target"));
        assertEquals(preflight.getString("sent.body_sha256"), preflight.getString("seen.body_sha256"));
        assertEquals(List.of("plain_http", "private_address"), hints(preflight));
        assertEquals(ledger, Database.count("select count(*) from twilio_callback"));
        assertEquals(2, proxy.requests.size());
    }

    @Test
    void probe_isOfAllThatProxiesLikeToChange() {
        preflight();

        Request probe = proxy.requests.peek();
        assertEquals("POST", probe.method());
        for (String part : List.of("%20", "+", "%2B", "%2f", "%2F", "%c3", "%C3", "empty=&", "none&", "%7E", "'")) {
            assertTrue(probe.target().contains(part), part);
        }
        for (String part : List.of("++", "%F0", "%2B", "Empty=&", "Repeated=b&Repeated=a&Repeated=b", "%0D%0A")) {
            assertTrue(probe.body().contains(part), part);
        }
        assertEquals(
                "application/x-www-form-urlencoded; charset=UTF-8",
                probe.headers().get("Content-Type"));
        assertEquals("TwilioProxy/1.1", probe.headers().get("User-Agent"));
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                change(
                        "path_changed",
                        "have the proxy strip it",
                        r -> r.target(target -> BehindAProxy.PREFIX + target)),
                change("path_changed", "It adds /api", r -> r.target(target -> "/api" + target)),
                change("path_changed", "It strips /webhooks", r -> r.target(target -> target.substring(9))),
                change("path_changed", "no slash at the end", r -> r.target(target -> target.replace("?", "/?"))),
                change("path_changed", "pass the path on", r -> r.target(target -> target.replace("/pre", "//pre"))),
                change("path_changed", "pass the path on", r -> r.target(target -> target.replace("/pre", "/%70re"))),
                change("query_changed", "dropped", r -> r.target(target -> target.substring(0, target.indexOf('?')))),
                change("query_changed", "dropped", r -> r.query(query -> "")),
                change("query_changed", "encoded again", r -> r.query(query -> query.replace("%20", "+"))),
                change("query_changed", "encoded again", r -> r.query(query -> query.replace("+", "%20"))),
                change("query_changed", "encoded again", r -> r.query(query -> query.replace("%2f", "%2F"))),
                change("query_changed", "encoded again", r -> r.query(query -> query.replace("%2F", "/"))),
                change("query_changed", "encoded again", r -> r.query(query -> query.replace("&none&", "&none=&"))),
                change("query_changed", "encoded again", r -> r.query(query -> query.replace("%7E", "~"))),
                change("query_changed", "arrived as another", r -> r.query(query -> query.replace("%2B", "+"))),
                change("query_changed", "arrived as another", r -> r.query(query -> query.replace("%", "%25"))),
                change("query_changed", "another order", r -> r.query(PreflightTest::sorted)),
                change("query_changed", "taken out", r -> r.query(query -> query.replace("&empty=", ""))),
                change("query_changed", "taken out", r -> r.query(PreflightTest::distinct)),
                change("query_changed", "added", r -> r.query(query -> query + "&utm=1")),
                change("body_changed", "bytes were sent", r -> r.body(body -> body.replace("Empty=&", ""))),
                change("body_changed", "bytes were sent", r -> r.body(body -> body.replace("++", "+"))),
                change("body_changed", "0 arrived", r -> r.body(body -> "")),
                change("body_changed", "bytes were sent", r -> r.body(body -> body + "&x=" + "y".repeat(70_000))),
                change("media_type_changed", "text/plain", r -> r.header("Content-Type", "text/plain")),
                change("media_type_changed", "none arrived", r -> r.without("Content-Type")),
                change("signature_removed", "pass that header on", r -> r.without("X-Twilio-Signature")),
                change("token_differs", "same settings", r -> r.header("X-Twilio-Signature", "AAAA")),
                change(
                        "method_changed",
                        "pass the method on",
                        r -> r.method("GET").body(body -> "")),
                change("proof_refused", "X-Callfile-Preflight", r -> r.without("X-Callfile-Preflight")));
    }

    private static Arguments change(String cause, String explanation, UnaryOperator<Request> change) {
        return Arguments.of(cause, explanation, change);
    }

    private static String sorted(String query) {
        return Arrays.stream(query.split("&")).sorted().collect(Collectors.joining("&"));
    }

    private static String distinct(String query) {
        return Arrays.stream(query.split("&")).distinct().collect(Collectors.joining("&"));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void proxyThatChangesSomething_isFoundOut(String cause, String explanation, UnaryOperator<Request> change) {
        proxy.passesOn(change);

        JsonPath diagnosis = diagnosis();

        JsonPath preflight = diagnosis.setRootPath("data.preflight");
        assertEquals(cause, preflight.getString("cause"), preflight.prettify());
        assertFalse(preflight.getBoolean("ok"));
        assertTrue(preflight.getString("explanation").contains(explanation), preflight.getString("explanation"));
        assertEquals(1, preflight.getInt("probes"));
        assertEquals(0, diagnosis().setRootPath("").getLong(REJECTED));
    }

    @Test
    void bodyEncodedAgain_isAHint_forTheSignatureIsOverWhatItSays() {
        proxy.passesOn(request -> request.body(body -> body.replace("+", "%20")));

        JsonPath preflight = preflight();

        assertTrue(preflight.getBoolean("ok"), preflight.prettify());
        assertTrue(hints(preflight).contains("body_reencoded"));
    }

    @Test
    void otherHostSchemeAndPort_areHints() {
        proxy.passesOn(request -> request.header("X-Forwarded-Host", "calls.example.com")
                .header("X-Forwarded-Proto", "https, http")
                .header("X-Forwarded-Port", "443"));

        JsonPath preflight = preflight();

        assertTrue(preflight.getBoolean("ok"), preflight.prettify());
        assertTrue(hints(preflight).containsAll(List.of("host_differs", "scheme_differs", "port_differs")));
        assertEquals("calls.example.com", preflight.getString("seen.forwarded.x-forwarded-host"));
    }

    @Test
    void sameHostSchemeAndPort_areNone() {
        proxy.passesOn(request -> request.header(
                        "X-Forwarded-Host", "localhost:" + publicUrl().getPort())
                .header("X-Forwarded-Proto", "http")
                .header("X-Forwarded-Port", Integer.toString(publicUrl().getPort())));

        assertEquals(List.of("plain_http", "private_address"), hints(preflight()));
    }

    @ParameterizedTest
    @CsvSource({
        "200, text/html, other_server",
        "204, , other_server",
        "200, application/json, other_server",
        "404, text/html, other_server",
        "405, text/html, other_server",
        "401, text/html, proxy_unauthorized",
        "407, text/html, proxy_unauthorized",
        "403, text/html, proxy_forbidden",
        "413, text/html, proxy_too_large",
        "415, text/html, proxy_media_type",
        "400, text/html, proxy_refused",
        "429, text/html, proxy_refused",
        "500, text/html, proxy_error",
        "502, text/html, proxy_error",
        "503, text/html, proxy_error",
        "504, text/html, proxy_error"
    })
    void proxyThatAnswersItself_isFoundOut(int status, String type, String cause) {
        proxy.answers(
                status,
                status == 204 ? "" : "{\"request_target\": \"<html>\"}",
                "Content-Type",
                type == null ? "text/plain" : type,
                "Server",
                "nginx");

        JsonPath preflight = preflight();

        assertEquals(cause, preflight.getString("cause"), preflight.prettify());
        assertEquals(status, preflight.getInt("answer.status"));
        assertEquals("nginx", preflight.getString("answer.server"));
        assertNull(preflight.get("seen"));
    }

    @ParameterizedTest
    @CsvSource({"301, https://localhost/callfile", "302, /login", "307, https://www.example.com/", "308, "})
    void redirect_isTold_andNotFollowed(int status, String location) {
        String to = location == null ? "" : location;
        proxy.answers(status, "", "Location", to);

        JsonPath preflight = preflight();

        assertEquals("redirected", preflight.getString("cause"));
        assertTrue(preflight.getString("explanation").contains("(" + status + ") to " + to));
        assertEquals(1, proxy.requests.size());
    }

    @Test
    void olderVersion_isFoundOut() {
        proxy.answers(
                404,
                "{\"type\": \"urn:callfile:problem:not_found\", \"instance\": \"" + PATH + "\"}",
                "Content-Type",
                "application/problem+json");

        assertEquals("other_version", preflight().getString("cause"));
    }

    @Test
    void failureOfTheServiceItself_isFoundOut() {
        proxy.answers(
                503,
                "{\"type\": \"urn:callfile:problem:unavailable\", \"code\": \"unavailable\"}",
                "Content-Type",
                "application/problem+json");

        assertEquals("service_error", preflight().getString("cause"));
    }

    @Test
    void replicaWithAnotherPublicUrl_isFoundOut() {
        proxy.does(request -> {
            Answer answer = Proxy.forward(request.header("X-Twilio-Signature", "AAAA")
                    .target(target -> target.substring(BehindAProxy.PREFIX.length())));
            return new Answer(answer.status(), answer.headers(), answer.body().replace("/callfile\"", "/old\""));
        });

        JsonPath preflight = preflight();

        assertEquals("public_url_differs", preflight.getString("cause"), preflight.prettify());
        assertTrue(preflight.getString("explanation").contains("/old"));
    }

    @Test
    void subaccountWhoseProbeFails_isNamed() {
        proxy.passesOn(request -> request.body().contains(BehindAProxy.SUBACCOUNT)
                ? request.header("X-Twilio-Signature", "AAAA")
                : request);

        JsonPath preflight = preflight();

        assertEquals("token_differs", preflight.getString("cause"));
        assertEquals(2, preflight.getInt("probes"));
        assertEquals(BehindAProxy.SUBACCOUNT, preflight.getString("account_sid"));
    }

    @Test
    void nobodyListens_butTwilioGetsThrough_isUnreachableFromHere() {
        post(STATUS, form("CallSid", Api.newSid("CA"), "CallStatus", "ringing"))
                .then()
                .statusCode(204);
        proxy.close();

        JsonPath preflight = preflight();

        assertEquals("unreachable_from_here", preflight.getString("cause"));
        assertTrue(preflight.getString("explanation").contains("connection_refused"));
        assertTrue(hints(preflight).contains("callbacks_arrive"));
    }

    @Test
    void answerWithoutEnd_isReadNoFurther() {
        proxy.answers(200, "x".repeat(1_000_000), "Content-Type", "text/html");

        assertEquals("other_server", preflight().getString("cause"));
    }

    @Test
    void secondPreflightAtATime_isSentAway() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        proxy.does(request -> {
            arrived.countDown();
            await(go);
            return new Answer(404, Map.of(), "");
        });
        CompletableFuture<JsonPath> first = CompletableFuture.supplyAsync(PreflightTest::preflight);
        arrived.await();

        Response second = as(Tokens.admin()).get("/v1/diagnostics/twilio");
        Response without = as(Tokens.admin()).get("/v1/diagnostics/twilio?preflight=false");

        go.countDown();
        second.then().statusCode(503).header("Retry-After", equalTo("10")).body("code", equalTo("unavailable"));
        without.then().statusCode(200);
        assertEquals("other_server", first.get().getString("cause"));
        assertEquals("other_server", preflight().getString("cause"));
    }

    @Test
    void probe_tellsNoToken_andNoPasswordIsShown() {
        String answer = as(Tokens.admin()).get("/v1/diagnostics/twilio").asString();

        for (String secret : List.of(
                "primary", "next\"", "\"sub\"", proxy.requests.peek().headers().get("X-Twilio-Signature"))) {
            assertFalse(answer.contains(secret), secret);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> hints(JsonPath preflight) {
        return preflight.<String>getList("hints.hint").stream().sorted().toList();
    }

    private static JsonPath preflight() {
        return diagnosis().setRootPath("data.preflight");
    }

    private static JsonPath diagnosis() {
        return as(Tokens.admin())
                .get("/v1/diagnostics/twilio")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static URI publicUrl() {
        return URI.create(ConfigProvider.getConfig().getValue("callfile.public-url", String.class));
    }
}
