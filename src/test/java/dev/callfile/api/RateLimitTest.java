package dev.callfile.api;

import static dev.callfile.Api.as;
import static dev.callfile.Api.calls;
import static dev.callfile.Api.newCase;
import static dev.callfile.Api.newSid;
import static dev.callfile.TwilioStandIn.STATUS;
import static dev.callfile.TwilioStandIn.form;
import static dev.callfile.TwilioStandIn.sign;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.callfile.RawHttp;
import dev.callfile.Tokens;
import dev.callfile.TwilioStandIn;
import dev.callfile.TwilioStandIn.Form;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(RateLimitTest.TwoAnHour.class)
class RateLimitTest {

    /** So few that a test can use them up, and so seldom that none comes back meanwhile. */
    public static class TwoAnHour implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("callfile.rate-limit.requests", "2", "callfile.rate-limit.period", "1h");
        }
    }

    private final String caseId = newCase();

    @Test
    void answers_tellWhatIsLeft_andTheLastIsRefused() {
        String token = token("phone-calls:read");

        Response first = as(token).get(calls(caseId));
        as(token).get(calls(caseId));
        Response third = as(token).get(calls(caseId));

        first.then()
                .statusCode(200)
                .header("RateLimit-Policy", equalTo("\"default\";q=2;w=3600"))
                .header("RateLimit", matchesPattern("\"default\";r=1;t=1(800|799)"))
                .header("Retry-After", nullValue());
        third.then()
                .statusCode(429)
                .contentType("application/problem+json")
                .body("code", equalTo("rate_limited"))
                .header("RateLimit-Policy", equalTo("\"default\";q=2;w=3600"))
                .header("RateLimit", matchesPattern("\"default\";r=0;t=3[0-9]{3}"))
                .header("Retry-After", matchesPattern("1[78][0-9]{2}"));
    }

    @Test
    void everyAddressForReadersAndWriters_isCounted() {
        Map<String, Map<String, Object>> paths =
                given().get("/q/openapi?format=json").jsonPath().getMap("paths");
        paths.forEach((path, methods) -> methods.keySet().stream()
                .filter(method -> path.startsWith("/v1") && !method.equals("parameters"))
                .forEach(method -> assertCounted(method.toUpperCase(Locale.ROOT), path.replaceAll("\\{.*?}", caseId))));
    }

    /** Even what ends in a refusal of another kind: the token may do nothing. */
    private void assertCounted(String method, String path) {
        String token = token("nothing");
        for (int i = 0; i < 2; i++) {
            Response answer = as(token).contentType("application/json").request(method, path);
            assertNotEquals(429, answer.statusCode(), method + " " + path);
            assertEquals("\"default\";q=2;w=3600", answer.header("RateLimit-Policy"), method + " " + path);
        }
        assertEquals(
                429,
                as(token).contentType("application/json").request(method, path).statusCode(),
                method + " " + path);
    }

    @Test
    void subjects_areNotCountedAgainstEachOther_butTheirTokensAre() {
        String subject = newCase();
        for (int i = 0; i < 3; i++) {
            as(Tokens.claims("phone-calls:read", caseId).subject(subject).sign())
                    .get(calls(caseId));
        }

        as(Tokens.claims("phone-calls:read", "*").subject(subject).sign())
                .get(calls(caseId))
                .then()
                .statusCode(429);
        as(token("phone-calls:read")).get(calls(caseId)).then().statusCode(200);
    }

    @Test
    void tokenThatIsNotValid_isNotCountedAgainstItsSubject() {
        String token = token("phone-calls:read");
        for (int i = 0; i < 5; i++) {
            as(token + "x").get(calls(caseId)).then().statusCode(401).header("RateLimit", nullValue());
        }

        as(token).get(calls(caseId)).then().statusCode(200);
    }

    @Test
    void callbacks_areNeverRefused_whateverElseTheyCarry() {
        String token = token("phone-calls:read");
        Form form = form("CallSid", newSid("CA"), "CallStatus", "ringing");
        for (int i = 0; i < 6; i++) {
            RawHttp.Answer answer = RawHttp.send(
                    "POST",
                    STATUS,
                    "Authorization: Bearer " + token + "\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                            + "X-Twilio-Signature: " + sign(STATUS, form, TwilioStandIn.token()) + "\r\n",
                    form.encoded());
            assertEquals(204, answer.status());
            assertFalse(answer.headers().containsKey("RateLimit"));
        }

        as(token).get(calls(caseId)).then().statusCode(200);
    }

    private String token(String scope) {
        return Tokens.claims(scope, caseId).subject(newCase()).sign();
    }
}
