package dev.callfile.api;

import static dev.callfile.Api.as;
import static dev.callfile.Api.calls;
import static dev.callfile.Api.newCase;
import static dev.callfile.Api.newSid;
import static dev.callfile.Api.only;
import static dev.callfile.TwilioStandIn.STATUS;
import static dev.callfile.TwilioStandIn.form;
import static dev.callfile.TwilioStandIn.post;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.callfile.Database;
import dev.callfile.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class TranscriptResourceTest {

    private final String caseId = newCase();
    private final String callSid = newSid("CA");
    private String id;

    @BeforeEach
    void aCall() {
        post(STATUS + "?case_id=" + caseId, form("CallSid", callSid, "CallStatus", "completed", "From", "client:dana"))
                .then()
                .statusCode(204);
        id = (String) only(caseId).get("id");
    }

    @Test
    void json_hasEverySegment() {
        saidLive();

        get(id, "application/json")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .header("Vary", "Accept")
                .body("data.size()", equalTo(2))
                .body("data[0].speaker", equalTo("Agent"))
                .body("data[0].start_ms", equalTo(0))
                .body("data[0].end_ms", nullValue())
                .body("data[0].text", equalTo("Hi <you>."))
                .body("data[0].confidence", equalTo(0.5f))
                .body("data[1].speaker", equalTo("Institution"))
                .body("data[1].start_ms", equalTo(1500))
                .body("meta.source", equalTo("real_time"))
                .body("meta.transcription_sid", startsWith("GT"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/*|application/json",
                "text/vtt|text/vtt",
                "text/plain|text/plain",
                "text/vtt;q=0.5, text/plain|text/plain",
                "text/plain;q=0.1, text/vtt;q=0.2, */*;q=0.05|text/vtt",
                "application/json;q=0.1, text/*;q=0|application/json",
                "TEXT/VTT|text/vtt",
                "text/plain; charset=utf-8|text/plain"
            })
    void accept_chooses(String accept, String expected) {
        saidLive();

        get(id, accept).then().statusCode(200).contentType(startsWith(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"audio/mpeg", "application/xml, image/*", "application/json;q=0"})
    void accept_ofSomethingElse_isNotAcceptable(String accept) {
        saidLive();

        get(id, accept).then().statusCode(406).body("code", equalTo("not_acceptable"));
    }

    @Test
    void texts_areReadable() {
        saidLive();

        get(id, "text/plain").then().body(equalTo("Agent: Hi <you>.\nInstitution: Yes?"));
        get(id, "text/vtt")
                .then()
                .body(equalTo("WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n<v Agent>Hi &lt;you&gt;.\n\n"
                        + "00:00:01.500 --> 00:00:02.500\n<v Institution>Yes?\n"));
        get(id.toLowerCase(Locale.ROOT), "text/plain").then().statusCode(200);
    }

    @Test
    void person_countsMoreThanTwilio() {
        saidLive();
        Database.execute(
                "update phone_call set transcript = ?, words = '{\"transcript\": {\"source\": \"person\"}}' where id = ?",
                "They called.\n\nNobody came.",
                id);

        get(id, "application/json")
                .then()
                .body("data.text", equalTo(List.of("They called.", "Nobody came.")))
                .body("data[0].speaker", nullValue())
                .body("meta.source", equalTo("person"))
                .body("meta.transcription_sid", nullValue());
    }

    @Test
    void call_withoutTranscript_orOfAnotherCase_isNotFound() {
        notFound(get(id, "application/json"));
        saidLive();
        notFound(get(newCase(), "application/json"));
        notFound(get("x", "text/vtt"));
        notFound(get("%00", "text/vtt"));
        String other = newCase();
        notFound(as(Tokens.reader(other)).get(calls(other) + "/" + id + "/transcript"));
        notFound(as(Tokens.reader("*")).get(calls("x") + "/" + id + "/transcript"));
    }

    @Test
    void stranger_seesNothing() {
        saidLive();
        String address = calls(caseId) + "/" + id + "/transcript";

        as(Tokens.reader(newCase())).get(address).then().statusCode(403);
        as(Tokens.claims("recordings:read", caseId).sign()).get(address).then().statusCode(403);
        as("x").get(address).then().statusCode(401);
    }

    private static void notFound(Response answer) {
        answer.then().statusCode(404).body("code", equalTo("not_found"));
    }

    private Response get(String callId, String accept) {
        return as(Tokens.reader(caseId)).header("Accept", accept).get(calls(caseId) + "/" + callId + "/transcript");
    }

    private void saidLive() {
        Database.execute(
                "insert into call_transcription values (?, ?, null, 'real_time', null, null, '{}', cast(? as json))",
                newSid("GT"),
                callSid,
                """
                [{"track": "outbound_track", "sequence": 3, "at": "2026-02-12T12:00:01.5Z", "text": "Yes?"},
                 {"track": "inbound_track", "sequence": 2, "at": "2026-02-12T12:00:00Z", "text": "Hi <you>.",
                  "confidence": 0.5}]""");
    }
}
