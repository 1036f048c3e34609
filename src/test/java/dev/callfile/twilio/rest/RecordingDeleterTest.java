package dev.callfile.twilio.rest;

import static dev.callfile.Api.as;
import static dev.callfile.Api.list;
import static dev.callfile.Api.newSid;
import static dev.callfile.Person.erase;
import static dev.callfile.Person.hold;
import static dev.callfile.Person.lift;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.callfile.Database;
import dev.callfile.Person;
import dev.callfile.StandIn;
import dev.callfile.Tokens;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Recordings are deleted at Twilio where that was asked for, and however often Twilio fails. */
@QuarkusTest
class RecordingDeleterTest {

    @TestHTTPResource(value = "/health/well", management = true)
    String well;

    private final StandIn twilio = StandIn.ofTheService();
    private final Person person = new Person();
    private final String address =
            "/2010-04-01/Accounts/AC00000000000000000000000000000000/Recordings/" + person.recording;

    @BeforeEach
    void call() {
        person.called();
    }

    @AfterEach
    void mend() {
        twilio.mend();
    }

    @Test
    void recording_isDeletedAtTwilio_throughItsFailures() {
        twilio.addRecording(person.root, Map.of("sid", person.recording));
        twilio.fault("DELETE", address).status(500);
        twilio.fault("DELETE", address).busy(1);

        String id = eraseAtTwilio();

        await(() -> state().equals("deleted"));
        assertEquals(3, twilio.requests("DELETE", address).size());
        assertEquals(0, stored());
        as(Tokens.admin())
                .get("/v1/erasures/" + id)
                .then()
                .body("data.recordings_at_twilio.pending", equalTo(0))
                .body("data.recordings_at_twilio.deleted", equalTo(1))
                .body("data.recordings_at_twilio.failed", equalTo(0));
    }

    @Test
    void recording_thatTwilioDoesNotHave_isDeleted() {
        eraseAtTwilio();

        await(() -> state().equals("deleted"));
        assertEquals(1, twilio.requests("DELETE", address).size());
    }

    @Test
    void recording_staysAtTwilio_unlessItWasAskedFor() {
        erase(Map.of("call_id", person.id())).then().statusCode(200);
        person.recorded().send().then().statusCode(204);

        assertEquals(
                0, Database.count("select count(*) from recording_deletion where recording_sid = ?", person.recording));
    }

    @Test
    void recording_thatIsToldOfAfterTheErasure_isDeletedToo() {
        eraseAtTwilio();
        await(() -> state().equals("deleted"));
        twilio.addRecording(person.root, Map.of("sid", person.recording));

        person.recorded().send().then().statusCode(204);

        await(() -> stored() == 0);
        assertEquals(List.of(), list(person.caseId));
    }

    @Test
    void lastAttempt_thatFails_isTheEnd_andTellsSo() {
        twilio.fault("DELETE", address).times(100).status(500);
        String id = eraseAtTwilio();
        await(() -> Database.count(
                        "select count(*) from recording_deletion where recording_sid = ? and last_error is not null",
                        person.recording)
                == 1);
        Database.execute(
                "update recording_deletion set attempts = 19, due_at = now() where recording_sid = ?",
                person.recording);

        await(() -> state().equals("failed"));
        as(Tokens.admin()).get("/v1/erasures/" + id).then().body("data.recordings_at_twilio.failed", equalTo(1));
        given().get(well)
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'recording deletions' }.data.failed", greaterThan(0));
        Database.execute("delete from recording_deletion where recording_sid = ?", person.recording);
    }

    @Test
    void legalHold_countsUpToTheMomentAtWhichTwilioIsAsked() {
        twilio.fault("DELETE", address).status(500);
        eraseAtTwilio();
        hold(person.caseId, "Doe v. Chase");
        Database.execute("update recording_deletion set due_at = now() where recording_sid = ?", person.recording);
        await(() -> Database.count(
                        "select count(*) from recording_deletion where recording_sid = ? and state = 'waiting'"
                                + " and due_at > now() + interval '50 minutes'",
                        person.recording)
                == 1);
        int asked = twilio.requests("DELETE", address).size();

        twilio.mend();
        lift(person.caseId);
        Database.execute("update recording_deletion set due_at = now() where recording_sid = ?", person.recording);

        await(() -> state().equals("deleted"));
        assertEquals(asked + 1, twilio.requests("DELETE", address).size());
    }

    @Test
    void recordingOfASubaccount_isDeletedThere() {
        String subaccount = newSid("AC");
        Database.execute(
                "insert into recording_deletion (recording_sid, account_sid, call_sid, state, attempts, due_at, created_at)"
                        + " values (?, ?, ?, 'waiting', 0, now(), now())",
                person.recording,
                subaccount,
                person.root);

        await(() -> state().equals("deleted"));
        assertEquals(
                1,
                twilio.requests(
                                "DELETE",
                                "/2010-04-01/Accounts/" + subaccount + "/Recordings/" + person.recording + ".json")
                        .size());
    }

    private String eraseAtTwilio() {
        return erase(Map.of("call_id", person.id(), "recordings_at_twilio", true))
                .path("data.id");
    }

    private String state() {
        return Database.strings("select state from recording_deletion where recording_sid = ?", person.recording)
                .get(0);
    }

    private long stored() {
        return twilio.recordings().stream().filter(person.recording::equals).count();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + 30_000_000_000L;
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertTrue(condition.getAsBoolean());
    }
}
