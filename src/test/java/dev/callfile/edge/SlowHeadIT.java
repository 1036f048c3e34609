package dev.callfile.edge;

import static dev.callfile.Api.as;
import static dev.callfile.Api.calls;
import static dev.callfile.Api.newCase;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.callfile.Tokens;
import dev.callfile.local.PackagedService;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A package hangs up on who does not come to the end of a request's head; its idle time-out is far longer. */
@QuarkusIntegrationTest
@WithTestResource(SlowHeadIT.Impatient.class)
class SlowHeadIT {

    /** A packaged service that waits two seconds for a head. */
    public static class Impatient extends PackagedService {
        @Override
        public Map<String, String> start() {
            Map<String, String> properties = super.start();
            properties.put("callfile.http.head-timeout", "2s");
            return properties;
        }
    }

    private static final int PATIENCE_MS = 30_000;

    @Test
    void headThatDoesNotEnd_isNotWaitedFor() throws IOException {
        for (String head : new String[] {"P", "GET / HTTP/1.1\r\nHost: a\r\n"}) {
            try (Socket client = new Socket(URI.create(RestAssured.baseURI).getHost(), RestAssured.port)) {
                client.setSoTimeout(PATIENCE_MS);
                client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));

                assertEquals(-1, client.getInputStream().read());
            }
        }
        String caseId = newCase();
        as(Tokens.reader(caseId)).get(calls(caseId)).then().statusCode(200);
    }
}
