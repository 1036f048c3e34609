package dev.callfile.twilio.callback;

import static dev.callfile.Api.newCase;
import static dev.callfile.Api.newSid;
import static dev.callfile.TwilioStandIn.STATUS;
import static dev.callfile.TwilioStandIn.form;
import static dev.callfile.TwilioStandIn.post;
import static dev.callfile.TwilioStandIn.sign;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.callfile.Api;
import dev.callfile.Database;
import dev.callfile.RawHttp;
import dev.callfile.TwilioStandIn;
import dev.callfile.TwilioStandIn.Form;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(CallbackRefusalTest.RotatingWithSubaccount.class)
class CallbackRefusalTest {

    private static final String SUBACCOUNT = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaB";

    /** Two tokens while rotating, and a subaccount with a token of its own. */
    public static class RotatingWithSubaccount implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "callfile.twilio.auth-tokens",
                    "primary, next ",
                    "callfile.twilio.subaccounts.\"" + SUBACCOUNT.toLowerCase(Locale.ROOT) + "\".auth-tokens",
                    "subs,subs-next");
        }
    }

    private final String callSid = newSid("CA");
    private final String caseId = newCase();
    private final String target = STATUS + "?case_id=" + caseId;
    private long ledger = Database.count("select count(*) from twilio_callback");

    @AfterEach
    void ledger_holdsWhatWasAcceptedAndNothingElse() {
        assertEquals(ledger, Database.count("select count(*) from twilio_callback"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"primary", "next"})
    void eachToken_whileRotating_signs(String token) {
        post(target, statusForm(), token).then().statusCode(204);
        ledger++;
    }

    @ParameterizedTest
    @ValueSource(strings = {"subs", "subs-next"})
    void subaccount_signsWithItsOwnTokens(String token) {
        post(target, statusForm().and("AccountSid", SUBACCOUNT), token).then().statusCode(204);
        ledger++;
    }

    @Test
    void subaccount_doesNotSignForOthers() {
        refused(post(target, statusForm(), "subs"));
        refused(post(target, statusForm().and("AccountSid", "AC00000000000000000000000000000000"), "subs"));
        refused(post(target, statusForm().and("AccountSid", "AC1", SUBACCOUNT), "subs"));
    }

    @Test
    void mainAccount_doesNotSignForASubaccount() {
        refused(post(target, statusForm().and("AccountSid", SUBACCOUNT), "primary"));
    }

    @Test
    void signature_wrong_isRefused() {
        String good = sign(target, statusForm(), "primary");

        refused(post(target, statusForm().encoded(), good.substring(1)));
        refused(post(target, statusForm().encoded(), ""));
        refused(post(target, statusForm().encoded(), good + "="));
        refused(post(target, statusForm().and("Extra", "").encoded(), good));
        refused(post(target + "&called_by=eve", statusForm().encoded(), good));
        refused(post(STATUS + "?case_id=" + newCase(), statusForm().encoded(), good));
        refused(post(target.replace("status", "recording"), statusForm().encoded(), good));
    }

    @Test
    void signature_missingOrTwice_isRefused() {
        String type = "Content-Type: application/x-www-form-urlencoded\r\n";
        String header = "X-Twilio-Signature: " + sign(target, statusForm(), "primary") + "\r\n";

        assertEquals(
                403, RawHttp.send("POST", target, type, statusForm().encoded()).status());
        assertEquals(
                403,
                RawHttp.send(
                                "POST",
                                target,
                                type + header + header,
                                statusForm().encoded())
                        .status());
    }

    @Test
    void absoluteForm_isSignedByItsPathAndQuery() {
        String headers = "Content-Type: application/x-www-form-urlencoded\r\nX-Twilio-Signature: "
                + sign(target, statusForm(), "primary") + "\r\n";

        assertEquals(
                204,
                RawHttp.send(
                                "POST",
                                "http://proxy.example.com" + target,
                                headers,
                                statusForm().encoded())
                        .status());
        ledger++;
    }

    @Test
    void forwardedHeaders_playNoPart() {
        Form form = statusForm();
        String headers = "Content-Type: application/x-www-form-urlencoded\r\nX-Forwarded-Host: evil.example.com\r\n"
                + "X-Forwarded-Proto: http\r\nX-Twilio-Signature: "
                + TwilioStandIn.hmac("primary", "http://evil.example.com" + target + form.signedPart()) + "\r\n";

        assertEquals(403, RawHttp.send("POST", target, headers, form.encoded()).status());
    }

    @Test
    void body_largerThan64KiB_isTooLarge() {
        Form large = statusForm().and("Filler", "x".repeat(64 * 1024));

        post(target, large, "primary").then().statusCode(413).body("code", equalTo("payload_too_large"));
        String chunked = "Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n"
                + "X-Twilio-Signature: " + sign(target, large, "primary") + "\r\n";
        assertEquals(
                413,
                RawHttp.send("POST " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + chunked
                                + "\r\n" + Integer.toHexString(large.encoded().length()) + "\r\n" + large.encoded()
                                + "\r\n0\r\n\r\n")
                        .status());
    }

    @Test
    void body_of64KiB_isNot() {
        Form form = statusForm();
        form.and("F", "x".repeat(64 * 1024 - form.encoded().length() - 3));
        assertEquals(64 * 1024, form.encoded().length());

        post(target, form, "primary").then().statusCode(204);
        ledger++;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "text/plain",
                "multipart/form-data; boundary=x",
                "/",
                "application/",
                ";;;",
                "x"
            })
    void body_notAForm_isUnsupported(String contentType) {
        String headers = "Content-Type: " + contentType + "\r\nX-Twilio-Signature: "
                + sign(target, new Form(), "primary") + "\r\n";

        RawHttp.Answer answer = RawHttp.send("POST", target, headers, "{}");

        assertEquals(415, answer.status());
        assertEquals("application/problem+json", answer.headers().get("Content-Type"));
    }

    @Test
    void body_ofNoType_isUnsupported() {
        assertEquals(415, RawHttp.send("POST", target, "", "a=b").status());
    }

    private void refused(Response answer) {
        answer.then().statusCode(403).contentType("application/problem+json").body("code", equalTo("forbidden"));
        assertEquals(List.of(), Api.list(caseId));
    }

    private Form statusForm() {
        return form("CallSid", callSid, "CallStatus", "ringing", "To", "+15005550006");
    }
}
