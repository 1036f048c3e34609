package dev.callfile.edge;

import static dev.callfile.Api.calls;
import static dev.callfile.Api.newCase;
import static dev.callfile.Api.newSid;
import static dev.callfile.Api.only;
import static dev.callfile.TwilioStandIn.STATUS;
import static dev.callfile.TwilioStandIn.form;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.callfile.Tokens;
import dev.callfile.TwilioStandIn;
import dev.callfile.TwilioStandIn.Form;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/** Bodies that come over HTTP/2, as an ingress or a Java client may send them. */
@QuarkusTest
class Http2Test {

    private final HttpClient http = HttpClient.newHttpClient();
    private final String caseId = newCase();

    @Test
    void callback_isTaken() throws Exception {
        String target = STATUS + "?case_id=" + caseId;
        Form form = form("CallSid", newSid("CA"), "CallStatus", "ringing");

        HttpResponse<String> answer = http.send(
                request(target)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("X-Twilio-Signature", TwilioStandIn.sign(target, form, TwilioStandIn.token()))
                        .POST(BodyPublishers.ofString(form.encoded()))
                        .build(),
                BodyHandlers.ofString());

        assertEquals(HttpClient.Version.HTTP_2, answer.version());
        assertEquals(204, answer.statusCode(), answer.body());
        assertEquals("ringing", only(caseId).get("status"));
    }

    @Test
    void callback_thatIsTooLarge_isRefused() throws Exception {
        HttpResponse<String> answer = http.send(
                request(STATUS)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("x".repeat(70_000)))
                        .build(),
                BodyHandlers.ofString());

        assertEquals(413, answer.statusCode(), answer.body());
    }

    @Test
    void json_isRead() throws Exception {
        HttpResponse<String> answer = http.send(
                request(calls(caseId))
                        .header("Authorization", "Bearer " + Tokens.writer(caseId))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"to_number\": 1}"))
                        .build(),
                BodyHandlers.ofString());

        assertEquals(422, answer.statusCode(), answer.body());
    }

    private static HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(URI.create(RestAssured.baseURI + ":" + RestAssured.port + target));
    }
}
