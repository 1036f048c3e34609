package dev.callfile.api;

import static dev.callfile.Api.as;
import static dev.callfile.Api.newSid;
import static dev.callfile.TwilioStandIn.INTELLIGENCE;
import static dev.callfile.TwilioStandIn.RECORDING;
import static dev.callfile.TwilioStandIn.STATUS;
import static dev.callfile.TwilioStandIn.form;
import static dev.callfile.TwilioStandIn.post;
import static dev.callfile.TwilioStandIn.postJson;
import static dev.callfile.TwilioStandIn.sign;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.callfile.Database;
import dev.callfile.RawHttp;
import dev.callfile.Tokens;
import dev.callfile.TwilioStandIn;
import dev.callfile.TwilioStandIn.Form;
import dev.callfile.call.CallLedger;
import dev.callfile.call.CallLeg;
import dev.callfile.call.Callback;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the diagnosis tells of callbacks that came, at this replica and at others. */
@QuarkusTest
@TestProfile(TwilioDiagnosticsTest.CountsWrittenOnDemand.class)
class TwilioDiagnosticsTest {

    private static final String ADDRESS = "/v1/diagnostics/twilio";
    private static final String ACCOUNT = "AC0000000000000000000000000000000a";

    /** Nothing is written by the clock: a test says when. */
    public static class CountsWrittenOnDemand implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.scheduler.enabled", "false");
        }
    }

    @Inject
    CallLedger ledger;

    @BeforeEach
    void forget() {
        diagnosis();
        Database.execute("delete from callback_tally");
    }

    @Test
    void validCallback_isToldAtOnce() {
        Instant before = Instant.now();

        post(STATUS, form("CallSid", newSid("CA"), "CallStatus", "ringing", "AccountSid", ACCOUNT))
                .then()
                .statusCode(204);

        JsonPath told = diagnosis();
        assertEquals("status", told.getString("last_valid_callback.kind"));
        assertEquals(ACCOUNT, told.getString("last_valid_callback.account_sid"));
        assertFalse(Instant.parse(told.getString("last_valid_callback.at")).isBefore(before.minusMillis(1)));
    }

    @Test
    void validCallbacks_areCountedByKindAndOutcome() {
        Form form = form("CallSid", newSid("CA"), "CallStatus", "ringing");

        post(STATUS, form).then().statusCode(204);
        post(STATUS, form).then().statusCode(204);
        post(RECORDING, form("CallSid", newSid("CA"), "RecordingSid", newSid("RE")))
                .then()
                .statusCode(204);
        postJson(INTELLIGENCE, "{\"x\": \"" + newSid("GT") + "\"}").then().statusCode(204);

        JsonPath told = diagnosis();
        assertEquals(4, told.getInt("accepted_24h.total"), told.prettify());
        assertEquals(
                Map.of("status", 2, "recording", 1, "transcription", 0, "intelligence", 1),
                told.getMap("accepted_24h.by_kind"));
        assertEquals(1, told.getInt("accepted_24h.by_outcome.duplicate"));
        assertEquals(1, told.getInt("accepted_24h.by_outcome.unlinked"));
        assertEquals("intelligence", told.getString("last_valid_callback.kind"));
    }

    @Test
    void rejectedCallbacks_areCountedByReason() {
        Form form = form("CallSid", newSid("CA"), "CallStatus", "ringing");
        String type = "Content-Type: application/x-www-form-urlencoded\r\n";
        String signature = "X-Twilio-Signature: " + sign(STATUS, form, TwilioStandIn.token()) + "\r\n";
        post(STATUS, form("CallSid", newSid("CA"))).then().statusCode(204);
        String lastValid = diagnosis().getString("last_valid_callback.at");

        post(STATUS, form, "guess").then().statusCode(403);
        postJson(INTELLIGENCE, "{}", "guess").then().statusCode(403);
        assertEquals(403, RawHttp.send("POST", STATUS, type, form.encoded()).status());
        assertEquals(
                403,
                RawHttp.send("POST", STATUS, type + signature + signature, form.encoded())
                        .status());
        given().contentType("text/plain").body("x").post(STATUS).then().statusCode(415);
        post(STATUS, form("F", "x".repeat(70_000))).then().statusCode(413);
        post(STATUS, form("F", "x".repeat(1_100_000))).then().statusCode(413);
        given().get(STATUS).then().statusCode(405);
        post("/webhooks/twilio/voice/sttaus", form).then().statusCode(404);

        JsonPath told = diagnosis();
        assertEquals(
                Map.of(
                        "no_signature", 1,
                        "wrong_signature", 2,
                        "several_signatures", 1,
                        "unsupported_media_type", 1,
                        "too_large", 2,
                        "wrong_method", 1,
                        "unknown_address", 1,
                        "malformed", 0,
                        "database_unavailable", 0,
                        "internal_error", 0),
                told.getMap("rejected_24h.by_reason"));
        assertEquals(9, told.getInt("rejected_24h.total"));
        assertTrue(told.getString("rejected_24h.last_at").endsWith("Z"));
        assertEquals(1, told.getInt("accepted_24h.total"));
        assertEquals(lastValid, told.getString("last_valid_callback.at"));
    }

    @Test
    void callbackThatCannotBeKept_isCountedOnceTheDatabaseIsBack() {
        Database.execute("alter table twilio_callback rename to twilio_callback_away");
        try {
            post(STATUS, form("CallSid", newSid("CA"))).then().statusCode(503);
        } finally {
            Database.execute("alter table twilio_callback_away rename to twilio_callback");
        }

        assertEquals(1, diagnosis().getInt("rejected_24h.by_reason.database_unavailable"));
    }

    @Test
    void flood_isNotWrittenOneByOne() {
        for (int i = 0; i < 200; i++) {
            post(STATUS, form("CallSid", newSid("CA"), "From", "+15005550006"), "guess")
                    .then()
                    .statusCode(403);
        }

        assertEquals(0, Database.count("select count(*) from callback_tally"));
        assertEquals(200, diagnosis().getInt("rejected_24h.by_reason.wrong_signature"));
        assertTrue(Database.count("select count(*) from callback_tally") <= 2);
        assertEquals(
                List.of(),
                Database.strings(
                        "select cast(t as text) from callback_tally t where cast(t as text) like '%1500555%'"));
    }

    @Test
    void otherReplicas_areCountedToo() {
        Database.execute("""
                insert into callback_tally values
                    (date_trunc('hour', now()), 'rejected', 'wrong_signature', '', '', 5, now()),
                    (date_trunc('hour', now()) - interval '24 hours', 'rejected', 'no_signature', '', '', 7, now()),
                    (date_trunc('hour', now()) - interval '25 hours', 'rejected', 'no_signature', '', '', 1000, now())
                """);

        post(STATUS, form("CallSid", newSid("CA")), "guess").then().statusCode(403);

        JsonPath told = diagnosis();
        assertEquals(6, told.getInt("rejected_24h.by_reason.wrong_signature"));
        assertEquals(7, told.getInt("rejected_24h.by_reason.no_signature"));
    }

    /** Another replica has committed it, and not counted it yet. */
    @Test
    void validCallbackAtAnotherReplica_isToldAtOnce() {
        Callback callback = new Callback(
                Callback.Kind.RECORDING, "/" + newSid("CA"), Map.of(), ACCOUNT, CallLeg.named(newSid("CA")), null);

        ledger.accept(callback);

        JsonPath told = diagnosis();
        assertEquals("recording", told.getString("last_valid_callback.kind"));
        assertEquals(ACCOUNT, told.getString("last_valid_callback.account_sid"));

        String first = told.getString("last_valid_callback.at");
        ledger.accept(callback);
        assertTrue(
                Instant.parse(diagnosis().getString("last_valid_callback.at")).isAfter(Instant.parse(first)));
    }

    @Test
    void oldHours_areForgotten_butForTheLastValidCallback() {
        Database.execute("""
                insert into callback_tally values
                    (date_trunc('hour', now()) - interval '7 days', 'rejected', 'malformed', '', '', 1, now()),
                    (date_trunc('hour', now()) - interval '9 days', 'rejected', 'malformed', '', '', 1, now()),
                    (date_trunc('hour', now()) - interval '9 days', 'accepted', 'status', 'applied', '', 1,
                        now() - interval '9 days'),
                    (date_trunc('hour', now()) - interval '10 days', 'accepted', 'status', 'applied', '', 1,
                        now() - interval '10 days')
                """);
        post(STATUS, form("CallSid", newSid("CA")), "guess").then().statusCode(403);

        JsonPath told = diagnosis();

        assertEquals(0, told.getInt("accepted_24h.total"));
        assertEquals(
                List.of("9 accepted", "7 rejected", "0 rejected"),
                Database.strings("select date_part('day', date_trunc('hour', now()) - hour) || ' ' || verdict"
                        + " from callback_tally order by hour"));
    }

    @Test
    void countsThatCannotBeWritten_wait_andAreAddedOnce() {
        post(STATUS, form("CallSid", newSid("CA")), "guess").then().statusCode(403);
        Database.execute("alter table callback_tally rename to callback_tally_away");
        try {
            as(Tokens.admin()).get(ADDRESS + "?preflight=false").then().statusCode(503);
            post(STATUS, form("CallSid", newSid("CA")), "guess").then().statusCode(403);
            as(Tokens.admin()).get(ADDRESS + "?preflight=false").then().statusCode(503);
        } finally {
            Database.execute("alter table callback_tally_away rename to callback_tally");
        }

        assertEquals(2, diagnosis().getInt("rejected_24h.by_reason.wrong_signature"));
        assertEquals(2, diagnosis().getInt("rejected_24h.by_reason.wrong_signature"));
    }

    @Test
    void settings_areTold_withoutTokens() {
        JsonPath told = diagnosis();

        assertEquals("https://calls.example.com", told.getString("public_url"));
        assertEquals(
                List.of(Map.of("account_sid", "AC00000000000000000000000000000000", "kind", "main", "tokens", 1)),
                told.getList("accounts"));
        assertNull(told.get("preflight"));
        assertFalse(told.prettify().contains(TwilioStandIn.token()));
    }

    @Test
    void publicUrlThatDoesNotResolve_isSaid() {
        as(Tokens.admin())
                .get(ADDRESS)
                .then()
                .statusCode(200)
                .body("data.preflight.ok", equalTo(false))
                .body("data.preflight.sent.method", equalTo("POST"))
                .body("data.preflight.seen", nullValue());
    }

    @Test
    void parameters_areReadStrictly() {
        as(Tokens.admin())
                .get(ADDRESS + "?preflight=no&prefligt=false")
                .then()
                .statusCode(400)
                .body("code", equalTo("bad_request"))
                .body("errors.field", hasItems("preflight", "prefligt"));
        as(Tokens.admin())
                .get(ADDRESS + "?preflight=false&preflight=false")
                .then()
                .statusCode(400);
        as(Tokens.admin()).post(ADDRESS).then().statusCode(405);
    }

    @Test
    void onlyAnAdministratorOfEveryCase_isTold() {
        given().get(ADDRESS).then().statusCode(401);
        as(Tokens.writer("*")).get(ADDRESS).then().statusCode(403);
        as(Tokens.claims("phone-calls:admin", "01ARZ3NDEKTSV4RRFFQ69G5FAV").sign())
                .get(ADDRESS)
                .then()
                .statusCode(403);
    }

    private static JsonPath diagnosis() {
        return as(Tokens.admin())
                .get(ADDRESS + "?preflight=false")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .setRootPath("data");
    }
}
