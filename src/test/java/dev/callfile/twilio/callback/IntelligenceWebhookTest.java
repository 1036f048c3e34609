package dev.callfile.twilio.callback;

import static dev.callfile.Api.newCase;
import static dev.callfile.Api.newSid;
import static dev.callfile.Api.only;
import static dev.callfile.TwilioStandIn.INTELLIGENCE;
import static dev.callfile.TwilioStandIn.TRANSCRIPTION;
import static dev.callfile.TwilioStandIn.hashed;
import static dev.callfile.TwilioStandIn.post;
import static dev.callfile.TwilioStandIn.postJson;
import static dev.callfile.TwilioStandIn.sign;
import static dev.callfile.TwilioStandIn.token;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.callfile.Database;
import dev.callfile.Fixture;
import dev.callfile.RawHttp;
import dev.callfile.TwilioStandIn.Form;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(IntelligenceWebhookTest.WithSubaccount.class)
class IntelligenceWebhookTest {

    private static final String SUBACCOUNT = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab";

    /** A subaccount with a token of its own. */
    public static class WithSubaccount implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("callfile.twilio.subaccounts.\"" + SUBACCOUNT + "\".auth-tokens", "subs");
        }
    }

    private final String caseId = newCase();
    private final String callSid = newSid("CA");
    private final String transcriptSid = newSid("GT");

    @Test
    void transcriptAvailable_ofACall_makesItsRecord() {
        String body = Fixture.named("cb_47_ci_v2_transcript_available")
                .json()
                .path("body")
                .toString()
                .replace("(CallSid)", callSid)
                .replace("GTfake1", transcriptSid);

        postJson(INTELLIGENCE + "?case_id=" + caseId, body).then().statusCode(204);
        postJson(INTELLIGENCE + "?case_id=" + caseId, body).then().statusCode(204);

        assertEquals(callSid, only(caseId).get("twilio_call_sid"));
        assertEquals(
                List.of("applied"),
                Database.strings("select outcome from twilio_callback where call_sid = ?", callSid));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"transcript_sid\":\"GT%s\",\"customer_key\":null}",
                "{\"event_type\":\"voice_intelligence_transcript_failed\",\"transcript_sid\":\"GT%s\"}",
                "{\"conversationId\":\"conv_conversation_%s\",\"operatorResults\":[{\"result\":{\"text\":\"Hi.\"}}]}",
                "{\"operatorResults\":7,\"x\":\"%s\"}",
                "[\"%s\"]",
                "\"%s\"",
                "{\"transcript_sid\":\"%s",
                "%s \u0000 no JSON at all"
            })
    void webhook_thatNamesNoCall_isKeptUnlinked(String body) {
        String unique = body.replace("%s", transcriptSid);

        postJson(INTELLIGENCE, unique).then().statusCode(204);

        assertEquals(
                List.of("unlinked"),
                Database.strings(
                        "select outcome from twilio_callback where kind = 'intelligence'"
                                + " and position(cast(? as text) in cast(parameters as text)) > 0",
                        transcriptSid));
    }

    @Test
    void emptyBody_isKept() {
        postJson(INTELLIGENCE + "?called_by=" + callSid, "").then().statusCode(204);
    }

    @Test
    void signature_wrong_isRefused() {
        String body = "{\"transcript_sid\":\"" + transcriptSid + "\",\"customer_key\":\"" + callSid + "\"}";
        String target = hashed(INTELLIGENCE + "?case_id=" + caseId, body);
        String good = sign(target, new Form(), token());

        refused(target, body, good.substring(1));
        refused(target, body + " ", good);
        refused(target + "&called_by=eve", body, good);
        String unhashed = INTELLIGENCE + "?case_id=" + caseId;
        refused(unhashed, body, sign(unhashed, new Form(), token()));
        refused(target, "no JSON at all", good);
        assertEquals(
                403,
                RawHttp.send("POST", target, "Content-Type: application/json\r\n", body)
                        .status());
        assertEquals(0, Database.count("select count(*) from twilio_callback where call_sid = ?", callSid));
    }

    @ParameterizedTest
    @CsvSource({
        "account_sid, subs, 204",
        "accountId, subs, 204",
        "account_sid, , 403",
        "accountId, , 403",
        "x, subs, 403"
    })
    void subaccount_signsWithItsOwnToken(String field, String token, int expected) {
        String body = "{\"" + field + "\":\"" + SUBACCOUNT + "\",\"transcript_sid\":\"" + transcriptSid + "\"}";

        postJson(INTELLIGENCE, body, token == null ? token() : token).then().statusCode(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, 204",
        "application/json; charset=utf-8, 204",
        "application/vnd.twilio+json, 204",
        "application/x-www-form-urlencoded, 415",
        "text/plain, 415",
        "text/json, 415"
    })
    void body_ofAnotherType_isUnsupported(String contentType, int expected) {
        String target = hashed(INTELLIGENCE + "?called_by=" + callSid, "{}");

        postJson(target, "{}", contentType, sign(target, new Form(), token()))
                .then()
                .statusCode(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "application/", ";;;", "x"})
    void body_ofAMalformedType_isUnsupported(String contentType) {
        assertEquals(
                415,
                RawHttp.send("POST", INTELLIGENCE, "Content-Type: " + contentType + "\r\n", "{}")
                        .status());
    }

    @Test
    void body_ofNoType_isUnsupported() {
        assertEquals(415, RawHttp.send("POST", INTELLIGENCE, "", "{}").status());
    }

    @Test
    void body_isAtMost64KiB() {
        String start = "{\"transcript_sid\":\"" + transcriptSid + "\",\"filler\":\"";
        String filler = "x".repeat(64 * 1024 - start.length() - 2);

        postJson(INTELLIGENCE, start + filler + "\"}").then().statusCode(204);
        postJson(INTELLIGENCE, start + filler + "x\"}")
                .then()
                .statusCode(413)
                .body("code", equalTo("payload_too_large"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cb_41_rtt_content_final", "cb_46_transcribe_callback"})
    void transcription_realPayload_isKept(String fixture) {
        post(TRANSCRIPTION + "?case_id=" + caseId, Fixture.named(fixture).form(callSid))
                .then()
                .statusCode(204);

        assertEquals(callSid, only(caseId).get("twilio_call_sid"));
    }

    private static void refused(String target, String body, String signature) {
        postJson(target, body, "application/json", signature)
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("code", equalTo("forbidden"));
    }
}
