package dev.callfile.edge;

import static dev.callfile.Api.as;
import static dev.callfile.Api.calls;
import static dev.callfile.Api.newCase;
import static dev.callfile.Api.newSid;
import static dev.callfile.TwilioStandIn.STATUS;
import static dev.callfile.TwilioStandIn.form;
import static dev.callfile.TwilioStandIn.post;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.callfile.RawHttp;
import dev.callfile.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AnswerHeadersTest {

    private final String caseId = newCase();

    @Test
    void everyAnswer_tellsBrowsersToMakeNoMoreOfIt() {
        hardened(as(Tokens.reader(caseId)).get(calls(caseId)), 200);
        hardened(as(Tokens.reader(caseId)).get(calls(caseId) + "?page=x"), 400);
        hardened(given().get(calls(caseId)), 401);
        hardened(as(Tokens.reader(newCase())).get(calls(caseId)), 403);
        hardened(given().get("/nope"), 404);
        hardened(as(Tokens.reader(caseId)).delete(calls(caseId)), 405);
        hardened(given().body("x".repeat(1_100_000)).post(STATUS), 413);
        hardened(given().get("/faulty/unexpected"), 500);
        hardened(post(STATUS, form("CallSid", newSid("CA"))), 204);
        hardened(given().get("/q/openapi"), 200);
    }

    @Test
    void answerToWhatHasNoAddress_doesToo() {
        for (String path : new String[] {"/%", "/v1/cases/%zz/phone-calls"}) {
            RawHttp.Answer answer = RawHttp.send("GET", path, "", "");
            assertEquals(400, answer.status());
            assertEquals("nosniff", answer.headers().get("X-Content-Type-Options"), path);
            assertEquals("no-store", answer.headers().get("Cache-Control"), path);
        }
    }

    @Test
    void whatHasATag_mayBeKept_butNotShownWithoutAsking() {
        Response list = as(Tokens.reader(caseId)).get(calls(caseId));

        assertEquals("private, no-cache", list.header("Cache-Control"));
        Response again = as(Tokens.reader(caseId))
                .header("If-None-Match", list.header("ETag"))
                .get(calls(caseId));
        assertEquals(304, again.statusCode());
        assertEquals("private, no-cache", again.header("Cache-Control"));
        assertEquals("no-store", given().get(calls(caseId)).header("Cache-Control"));
        assertEquals("no-store", given().get("/q/openapi").header("Cache-Control"));
    }

    @Test
    void pagesOfDevMode_haveTheirScripts() {
        assertNull(given().get("/q/dev-ui/").header("Content-Security-Policy"));
    }

    private static void hardened(Response answer, int status) {
        assertEquals(status, answer.statusCode());
        assertEquals("nosniff", answer.header("X-Content-Type-Options"));
        assertEquals("default-src 'none'; frame-ancestors 'none'", answer.header("Content-Security-Policy"));
        assertEquals("DENY", answer.header("X-Frame-Options"));
        assertEquals("no-referrer", answer.header("Referrer-Policy"));
        assertEquals("max-age=31536000", answer.header("Strict-Transport-Security"));
        assertNull(answer.header("Server"));
        assertNull(answer.header("X-Powered-By"));
    }
}
