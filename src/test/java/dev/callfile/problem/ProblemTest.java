package dev.callfile.problem;

import static dev.callfile.Api.as;
import static dev.callfile.Api.calls;
import static dev.callfile.Api.newCase;
import static dev.callfile.Api.newSid;
import static dev.callfile.TwilioStandIn.STATUS;
import static dev.callfile.TwilioStandIn.form;
import static dev.callfile.TwilioStandIn.post;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.callfile.Api;
import dev.callfile.RawHttp;
import dev.callfile.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ProblemTest {

    private static final String ULID = "[0-9A-HJKMNP-TV-Z]{26}";

    private final String caseId = newCase();

    @Test
    void nothingThere_isNotFound() {
        problem(given().get("/nope"), 404, "not_found");
        problem(given().get("/v1/cases"), 404, "not_found");
        problem(given().get("/webhooks/twilio/voice"), 404, "not_found");
    }

    @Test
    void wrongMethod_isNotAllowed() {
        Response list = as(Tokens.reader(caseId)).delete(calls(caseId));
        problem(list, 405, "method_not_allowed");
        list.then().header("Allow", equalTo("GET, HEAD, POST"));

        Response callback = given().get(STATUS);
        problem(callback, 405, "method_not_allowed");
        callback.then().header("Allow", equalTo("POST"));
    }

    @Test
    void wrongAccept_isNotAcceptable() {
        problem(as(Tokens.reader(caseId)).accept("text/html").get(calls(caseId)), 406, "not_acceptable");
    }

    @Test
    void tooLargeABody_isTooLarge() {
        problem(
                given().contentType("application/json")
                        .body("x".repeat(1_100_000))
                        .post(STATUS),
                413,
                "payload_too_large");
    }

    @Test
    void wrongContentType_isUnsupported() {
        problem(given().contentType("application/json").body("{}").post(STATUS), 415, "unsupported_media_type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "/", "application/", ";"})
    void malformedContentType_isUnsupported(String type) {
        for (String address : List.of("/v1/reconciliations", "/v1/erasures", calls(caseId))) {
            RawHttp.Answer answer = RawHttp.send("POST", address, "Content-Type: " + type + "\r\n", "{}");
            assertEquals(415, answer.status(), address);
            assertEquals("unsupported_media_type", JsonPath.from(answer.body()).getString("code"), address);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "nonsense", "{\"a\": 1,}", "\u0000"})
    void unparsableJson_isABadRequest(String body) {
        problem(given().contentType("application/json").body(body).post("/faulty/json"), 400, "bad_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\": \"x\"}", "[]", "{\"a\": {}}"})
    void wellFormedJsonOfTheWrongShape_isAValidationError(String body) {
        problem(given().contentType("application/json").body(body).post("/faulty/json"), 422, "validation_error");
    }

    @Test
    void unexpectedException_tellsNothingOfItself() {
        Response answer = given().get("/faulty/unexpected");

        problem(answer, 500, "internal_error");
        for (String secret : List.of("15005550006", "Secret", "select", "Exception", "dev.callfile")) {
            answer.then().body(not(containsString(secret)));
        }
    }

    @Test
    void addressThatNobodyOpened_isClosed() {
        problem(given().get("/faulty/unannotated"), 401, "unauthorized");
        problem(as(Tokens.reader("*")).get("/faulty/unannotated"), 403, "forbidden");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/%", "/%zz", "/v1/cases/%zz/phone-calls", "/v1/cases/%C0%AF/phone-calls", "/v1/cases/a b/x"})
    void undecodablePath_isAProblemToo(String path) {
        RawHttp.Answer answer = RawHttp.send("GET", path, "", "");

        assertTrue(answer.status() >= 400 && answer.status() < 500, () -> path + " " + answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Host: a b",
                "Host: a/b",
                "Host: a:xyz",
                "Host: a:99999",
                "Host: [::1",
                "Host: {x}",
                "Host: %zz"
            })
    void oddHost_isABadRequest(String host) {
        RawHttp.Answer answer = RawHttp.send(
                "GET /nope HTTP/1.1\r\nConnection: close\r\n" + (host.isEmpty() ? "" : host + "\r\n") + "\r\n");

        assertEquals(400, answer.status());
        assertEquals("application/problem+json", answer.headers().get("Content-Type"));
    }

    @Test
    void targetWithoutAPath_isABadRequest() {
        assertEquals(400, RawHttp.send("GET", "?x", "", "").status());
    }

    @Test
    void undecodableQuery_isABadRequest() {
        RawHttp.Answer answer = RawHttp.send(
                "GET", calls(caseId) + "?page=%zz|{", "Authorization: Bearer " + Tokens.reader(caseId) + "\r\n", "");

        assertEquals(400, answer.status());
        assertEquals("application/problem+json", answer.headers().get("Content-Type"));
        assertEquals(
                answer.headers().get("X-Request-Id"),
                JsonPath.from(answer.body()).getString("request_id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc-1", "01K8PC05EJ4T11HRYE78AN7EEE", "a:b/c+d=e@f._"})
    void requestId_sane_isTheCallers(String id) {
        given().header("X-Request-Id", id)
                .get("/nope")
                .then()
                .header("X-Request-Id", equalTo(id))
                .body("request_id", equalTo(id));
        as(Tokens.reader(caseId))
                .header("X-Request-Id", id)
                .get(calls(caseId))
                .then()
                .statusCode(200)
                .header("X-Request-Id", equalTo(id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "<script>", "é", "{}", "\"", "a,b"})
    void requestId_odd_isOurs(String id) {
        given().header("X-Request-Id", id).get("/nope").then().header("X-Request-Id", matchesPattern(ULID));
        given().header("X-Request-Id", "x".repeat(129))
                .get("/nope")
                .then()
                .header("X-Request-Id", matchesPattern(ULID));
    }

    @Test
    void callback_hasARequestIdToo() {
        post(STATUS, form("CallSid", newSid("CA"))).then().statusCode(204).header("X-Request-Id", matchesPattern(ULID));
    }

    /** Nothing that is sent here may end in a 5xx, or in an answer without a problem, or touch a record. */
    @Test
    void malformedRequests_endInProblems() {
        post(STATUS + "?case_id=" + caseId, form("CallSid", newSid("CA"), "CallStatus", "ringing"))
                .then()
                .statusCode(204);
        List<?> before = Api.list(caseId);
        Random random = new Random(11);
        String token = Tokens.reader(caseId);
        for (int i = 0; i < 3000; i++) {
            String target = mutate(
                    pick(
                            random,
                            calls(caseId) + "?page=1&per_page=5&sort_by=created_at",
                            STATUS + "?case_id=" + caseId,
                            "/q/x"),
                    random);
            String headers =
                    pick(random, "", "Authorization: Bearer " + mutate(token, random) + "\r\n", "Accept: */*;q=x\r\n")
                            + pick(
                                    random,
                                    "",
                                    "Content-Type: application/x-www-form-urlencoded\r\n",
                                    "Content-Type: " + mutate("application/x-www-form-urlencoded", random) + "\r\n")
                            + pick(
                                    random,
                                    "",
                                    "X-Twilio-Signature: " + mutate("RSOYDt4T1cUTdK1PDd93/VVr8B8=", random) + "\r\n");
            String method = pick(random, "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "BREW");
            RawHttp.Answer answer =
                    RawHttp.send(method, target, headers, mutate("CallSid=CA1&CallStatus=ringing", random));
            assertTrue(answer.status() < 500, () -> method + " " + target + "\n" + headers + "\n" + answer);
        }
        assertEquals(before, Api.list(caseId));
    }

    private static String mutate(String text, Random random) {
        StringBuilder mutated = new StringBuilder(text);
        for (int i = random.nextInt(4); i > 0; i--) {
            String odd = pick(
                    random, "%", "%00", "%zz", "é", "&", "=", "//", "..", ";", "\t", "\u0001", "{", "'", "\\", "x");
            int at = random.nextInt(mutated.length() - 1) + 1;
            mutated.replace(at, Math.min(mutated.length(), at + random.nextInt(3)), odd);
        }
        return mutated.toString();
    }

    private static String pick(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static void problem(Response answer, int status, String code) {
        answer.then()
                .statusCode(status)
                .contentType("application/problem+json")
                .header("X-Request-Id", matchesPattern(ULID))
                .body("status", equalTo(status))
                .body("code", equalTo(code))
                .body("type", equalTo("urn:callfile:problem:" + code))
                .body("request_id", equalTo(answer.header("X-Request-Id")))
                .body("title.length() > 0", equalTo(true))
                .body("detail.length() > 0", equalTo(true))
                .body("instance", matchesPattern("/.*"));
    }
}
