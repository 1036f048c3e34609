package dev.callfile.problem;

import static dev.callfile.Api.as;
import static dev.callfile.Api.calls;
import static dev.callfile.Api.newCase;
import static dev.callfile.Api.newSid;
import static dev.callfile.TwilioStandIn.STATUS;
import static dev.callfile.TwilioStandIn.form;
import static dev.callfile.TwilioStandIn.post;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import dev.callfile.Tokens;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The service starts without its database, and says that it is away until it is back. */
@QuarkusTest
@TestProfile(DatabaseDownTest.NobodyListens.class)
class DatabaseDownTest {

    /** Port 1 of loopback, where nothing listens. */
    public static class NobodyListens implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.datasource.jdbc.url", "jdbc:postgresql://localhost:1/callfile",
                    "quarkus.datasource.username", "callfile",
                    "quarkus.datasource.password", "callfile",
                    "quarkus.flyway.migrate-at-start", "false");
        }
    }

    @TestHTTPResource(value = "/health", management = true)
    String health;

    @TestHTTPResource(value = "/metrics", management = true)
    String metrics;

    @Test
    void list_isUnavailable() {
        unavailable(as(Tokens.reader("*")).get(calls(newCase())));
    }

    @Test
    void callback_isUnavailable() {
        unavailable(post(STATUS, form("CallSid", newSid("CA"), "CallStatus", "ringing")));
        unavailable(post(STATUS, form("CallStatus", "ringing")));
    }

    @Test
    void replica_isAliveAndNotReady_andItsMetricsCanBeRead() {
        given().get(health + "/live").then().statusCode(200);
        given().get(health + "/started").then().statusCode(200);
        given().get(health + "/ready")
                .then()
                .statusCode(503)
                .body("checks.find { it.name == 'migrations' }.status", equalTo("DOWN"));
        given().get(metrics).then().statusCode(200);
    }

    private static void unavailable(Response answer) {
        answer.then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", matchesPattern("[1-9][0-9]*"))
                .body("code", equalTo("unavailable"));
    }
}
