package dev.callfile.access;

import static dev.callfile.Api.as;
import static dev.callfile.Api.calls;
import static dev.callfile.Api.newCase;
import static dev.callfile.Api.newSid;
import static dev.callfile.TwilioStandIn.STATUS;
import static dev.callfile.TwilioStandIn.form;
import static dev.callfile.TwilioStandIn.post;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.callfile.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class CaseAccessTest {

    private final String caseId = newCase();

    @Test
    void token_forTheCase_orForEvery_mayRead() {
        as(Tokens.reader(caseId)).get(calls(caseId)).then().statusCode(200);
        as(Tokens.reader(newCase(), caseId)).get(calls(caseId)).then().statusCode(200);
        as(Tokens.reader("*")).get(calls(caseId)).then().statusCode(200);
        as(Tokens.reader(caseId))
                .get(calls(caseId.toLowerCase(Locale.ROOT)))
                .then()
                .statusCode(200);
        as(Tokens.claims("recordings:read phone-calls:read", caseId).sign())
                .get(calls(caseId))
                .then()
                .statusCode(200);
    }

    @Test
    void token_forAnotherCase_isForbidden_whetherOrNotTheCaseHasCalls() {
        post(STATUS + "?case_id=" + caseId, form("CallSid", newSid("CA"), "CallStatus", "ringing"))
                .then()
                .statusCode(204);
        String stranger = Tokens.reader(newCase());

        Map<String, Object> withCalls = forbidden(as(stranger).get(calls(caseId)));
        Map<String, Object> without = forbidden(as(stranger).get(calls(newCase())));

        for (String ofTheRequest : List.of("instance", "request_id")) {
            withCalls.remove(ofTheRequest);
            without.remove(ofTheRequest);
        }
        assertEquals(withCalls, without);
    }

    @Test
    void token_withoutTheScope_isForbidden() {
        for (String scope : List.of("", "phone-calls:write", "phone-calls", "phone-calls:reader", "PHONE-CALLS:READ")) {
            forbidden(as(Tokens.claims(scope, "*").sign()).get(calls(caseId)));
        }
        forbidden(as(Tokens.claims("x", "*")
                        .claim("scope", List.of("phone-calls:read"))
                        .sign())
                .get(calls(caseId)));
        forbidden(as(Tokens.claims("x", "*").remove("scope").sign()).get(calls(caseId)));
    }

    @Test
    void token_withCasesOfAnotherShape_isForbidden() {
        forbidden(as(Tokens.reader()).get(calls(caseId)));
        forbidden(as(Tokens.claims("phone-calls:read", "*").claim("cases", "*").sign())
                .get(calls(caseId)));
        forbidden(
                as(Tokens.claims("phone-calls:read", "*").claim("cases", caseId).sign())
                        .get(calls(caseId)));
        forbidden(as(Tokens.claims("phone-calls:read", "*")
                        .claim("cases", List.of(1, true))
                        .sign())
                .get(calls(caseId)));
        forbidden(as(Tokens.claims("phone-calls:read", "*")
                        .claim("cases", Map.of(caseId, 1))
                        .sign())
                .get(calls(caseId)));
        forbidden(as(Tokens.claims("phone-calls:read", "*").remove("cases").sign())
                .get(calls(caseId)));
    }

    @Test
    void access_isDecidedBeforeParametersAreLookedAt() {
        forbidden(as(Tokens.reader(newCase())).get(calls(caseId) + "?nonsense=1"));
        unauthorized(given().get(calls("nonsense")));
    }

    @Test
    void noToken_isUnauthorized() {
        unauthorized(given().get(calls(caseId))).header("WWW-Authenticate", equalTo("Bearer"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer ", "Bearer x", "Bearer a.b.c", "Basic ZGFuYTpkYW5h", "x", "Bearer a b"})
    void anythingElse_isUnauthorized(String authorization) {
        unauthorized(given().header("Authorization", authorization).get(calls(caseId)));
    }

    @Test
    void expiredToken_isUnauthorized() {
        unauthorized(as(Tokens.claims("phone-calls:read", "*")
                        .issuedAt(Instant.now().minusSeconds(600))
                        .expiresAt(Instant.now().minusSeconds(30))
                        .sign())
                .get(calls(caseId)));
        unauthorized(as(Tokens.claims("phone-calls:read", "*")
                        .expiresAt(Instant.EPOCH.plus(Duration.ofSeconds(1)))
                        .sign())
                .get(calls(caseId)));
    }

    @Test
    void foreignToken_isUnauthorized() {
        unauthorized(as(Tokens.claims("phone-calls:read", "*")
                        .issuer("https://other.example.com")
                        .sign())
                .get(calls(caseId)));
        unauthorized(as(Tokens.claims("phone-calls:read", "*")
                        .audience("another-service")
                        .sign())
                .get(calls(caseId)));
        unauthorized(as(Jwt.issuer("https://issuer.example.com")
                        .subject("dana")
                        .claim("scope", "phone-calls:read")
                        .claim("cases", List.of("*"))
                        .sign())
                .get(calls(caseId)));
    }

    @Test
    void forgedToken_isUnauthorized() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        unauthorized(as(Tokens.claims("phone-calls:read", "*")
                        .sign(generator.generateKeyPair().getPrivate()))
                .get(calls(caseId)));

        String publicKey = ConfigProvider.getConfig().getValue("mp.jwt.verify.publickey", String.class);
        unauthorized(as(Tokens.claims("phone-calls:read", "*")
                        .jws()
                        .algorithm(SignatureAlgorithm.HS256)
                        .sign(new SecretKeySpec(publicKey.getBytes(StandardCharsets.UTF_8), "HmacSHA256")))
                .get(calls(caseId)));

        String[] good = Tokens.reader(newCase()).split("\\.", -1);
        String none = base64("{\"alg\":\"none\",\"typ\":\"JWT\"}");
        String everything = new String(Base64.getUrlDecoder().decode(good[1]), StandardCharsets.UTF_8)
                .replaceFirst("\\[.*?]", "[\"*\"]");
        unauthorized(as(none + "." + base64(everything) + ".").get(calls(caseId)));
        unauthorized(as(none + "." + base64(everything) + "." + good[2]).get(calls(caseId)));
        unauthorized(as(good[0] + "." + base64(everything) + "." + good[2]).get(calls(caseId)));
        unauthorized(as(good[0] + "." + good[1] + ".").get(calls(caseId)));
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ValidatableResponse unauthorized(Response answer) {
        return answer.then()
                .statusCode(401)
                .header("WWW-Authenticate", startsWith("Bearer"))
                .contentType("application/problem+json")
                .body("code", equalTo("unauthorized"));
    }

    private static Map<String, Object> forbidden(Response answer) {
        return answer.then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("code", equalTo("forbidden"))
                .extract()
                .jsonPath()
                .getMap("");
    }
}
