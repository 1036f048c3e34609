package dev.callfile.call;

import static dev.callfile.Api.as;
import static dev.callfile.Api.only;
import static dev.callfile.Person.hold;
import static dev.callfile.Person.lift;
import static dev.callfile.TwilioStandIn.STATUS;
import static dev.callfile.TwilioStandIn.TRANSCRIPTION;
import static dev.callfile.TwilioStandIn.form;
import static dev.callfile.TwilioStandIn.post;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.callfile.Api;
import dev.callfile.Database;
import dev.callfile.LogListener;
import dev.callfile.Person;
import dev.callfile.StandIn;
import dev.callfile.Tokens;
import io.quarkus.arc.Arc;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

/** What is kept for ten years is let go of after that: calls are made older by SQL, and retention is run by hand. */
@QuarkusTest
@TestProfile(RetentionTest.TenYears.class)
class RetentionTest {

    /** So long that no other test's calls are old. */
    public static class TenYears implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "callfile.retention.ledger-parameters", "3650d",
                    "callfile.retention.transcripts", "P10Y",
                    "callfile.retention.recordings", "PT87600H",
                    "callfile.retention.every", "off");
        }
    }

    private final Person person = new Person();

    @Test
    void ledger_ofAnOldCall_keepsNoParameters_andTheRecordStaysWhatItWas() {
        person.called();
        person.status(person.leg, person.root, "+15005550001", person.number, "completed", 60, "Odd", "yes")
                .send();
        Map<String, Object> before = withoutTranscriptAndRecording(only(person.caseId));
        long callbacks = Database.count("select count(*) from twilio_callback where call_sid in (?, ?)", sids());
        makeOld();

        run();

        assertEquals(
                List.of("{} 0 t"),
                Database.strings(
                        "select distinct concat_ws(' ', parameters, strpos(request_target, '?'), pruned_at is not null)"
                                + " from twilio_callback where call_sid in (?, ?)",
                        sids()));
        assertEquals(before, withoutTranscriptAndRecording(only(person.caseId)));
        person.callbacks().forEach(callback -> callback.send().then().statusCode(204));
        assertEquals(
                callbacks, Database.count("select count(*) from twilio_callback where call_sid in (?, ?)", sids()));
        assertEquals(before, withoutTranscriptAndRecording(only(person.caseId)));
    }

    @Test
    void transcripts_ofAnOldCall_areGone_andDoNotComeBack() {
        person.called();
        as(Tokens.writer(person.caseId))
                .get(person.url() + "/transcript")
                .then()
                .statusCode(200);
        makeOld();

        run();

        assertOnlyItsSummaryIsLeft();
        person.callbacks().forEach(callback -> callback.send().then().statusCode(204));
        said("A later " + person.words, 7);
        assertOnlyItsSummaryIsLeft();
        as(Tokens.writer(person.caseId))
                .get(person.url() + "/transcript")
                .then()
                .statusCode(404);
        as(Tokens.writer(person.caseId))
                .get(person.url())
                .then()
                .body("data.transcript", nullValue())
                .body("data.summary", equalTo("Summary of " + person.words))
                .body("meta.provenance.transcript", nullValue());
        as(Tokens.writer(person.caseId)).get(person.url() + "/events").then().statusCode(200);
    }

    /** A summary is no transcript. */
    private void assertOnlyItsSummaryIsLeft() {
        assertEquals(List.of("call_insight", "phone_call"), Database.mentioning(person.words));
        assertEquals(
                List.of(),
                Database.strings("select id from phone_call where transcript like ?", "%" + person.words + "%"));
    }

    @Test
    void transcriptThatAPersonWrites_ofAnOldCall_isLetGoToo() {
        person.called();
        makeOld();
        run();
        as(Tokens.writer(person.caseId))
                .contentType("application/json")
                .body(Map.of("transcript", "Once more"))
                .patch(person.url())
                .then()
                .statusCode(200)
                .body("data.transcript", equalTo("Once more"));

        run();

        assertNull(only(person.caseId).get("transcript"));
        assertFalse(Database.mentioning("Once more").contains("call_event"));
    }

    @Test
    void recording_ofAnOldCall_isDeletedAtTwilio_andIsNotToldOfAnyMore() {
        person.called();
        StandIn.ofTheService().addRecording(person.root, Map.of("sid", person.recording));
        assertNotNull(only(person.caseId).get("recording_url"));
        makeOld();

        run();
        awaitDeleted();

        assertEquals(
                1,
                StandIn.ofTheService()
                        .requests(
                                "DELETE",
                                "/2010-04-01/Accounts/AC00000000000000000000000000000000/Recordings/"
                                        + person.recording)
                        .size());
        assertTheRecordingIsGone();
        person.recorded().send().then().statusCode(204);
        Person.Sent late = person.recorded();
        late.form().and("Late", "yes");
        late.send().then().statusCode(204);
        assertTheRecordingIsGone();
        run();
        assertTheRecordingIsGone();
    }

    private void assertTheRecordingIsGone() {
        Map<String, Object> call = only(person.caseId);
        assertNull(call.get("recording_url"));
        assertEquals("completed", call.get("recording_status"));
        assertEquals(56, call.get("recording_duration_seconds"));
        assertEquals(
                List.of(),
                Api.get(person.caseId, "?has_recording=true").jsonPath().getList("data"));
        as(Tokens.listener(person.caseId))
                .get(person.url() + "/recording")
                .then()
                .statusCode(404);
        as(Tokens.listener(person.caseId))
                .get(person.url() + "/recordings")
                .then()
                .statusCode(200)
                .body("data[0].id", equalTo(person.recording))
                .body("data[0].recording_url", nullValue());
    }

    private void awaitDeleted() {
        while (Database.count(
                        "select count(*) from recording_deletion where recording_sid = ? and state = 'deleted'",
                        person.recording)
                == 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void heldCase_losesNothing_untilTheHoldIsLifted() {
        person.called();
        makeOld();
        hold(person.caseId, "Doe v. Chase");
        Map<String, Object> before = only(person.caseId);

        run();

        assertEquals(before, only(person.caseId));
        assertEquals(0, pruned());
        lift(person.caseId);
        run();
        assertNull(only(person.caseId).get("transcript"));
        assertTrue(pruned() > 0);
    }

    @Test
    void callThatIsYoung_orGoesOn_losesNothing() {
        person.called();
        Person goesOn = new Person();
        goesOn.status(goesOn.root, null, "+15005550001", goesOn.number, "in-progress", 1)
                .send();
        Database.execute(
                "update phone_call set created_at = created_at - interval '11 years' where twilio_call_sid = ?",
                goesOn.root);

        run();

        assertEquals(0, pruned());
        assertNotNull(only(person.caseId).get("transcript"));
        assertEquals(
                0,
                Database.count(
                        "select count(*) from twilio_callback where pruned_at is not null and call_sid = ?",
                        goesOn.root));
    }

    @Test
    void callbackWithoutACall_isPrunedAtItsAge_unlessItNamesAHeldCase() {
        hold(person.caseId, "Doe v. Chase");
        for (String target : List.of(STATUS, STATUS + "?case_id=" + person.caseId)) {
            post(target, form("To", person.number)).then().statusCode(204);
        }
        String old = "0000" + person.caseId.substring(4);
        Database.execute(
                "update twilio_callback set id = ? || row.n from (select id, row_number() over () as n from twilio_callback"
                        + " where cast(parameters as text) like ?) row where row.id = twilio_callback.id",
                old.substring(0, 25),
                "%" + person.number + "%");

        run();

        assertEquals(
                1,
                Database.count(
                        "select count(*) from twilio_callback where id like ? and pruned_at is null",
                        old.substring(0, 25) + "%"));
        assertEquals(
                1,
                Database.count(
                        "select count(*) from twilio_callback where id like ? and pruned_at is not null",
                        old.substring(0, 25) + "%"));
        lift(person.caseId);
    }

    @Test
    void whatCameLateForAnOldCall_isLetGoOfInItsTurn() {
        person.called();
        makeOld();
        run();
        person.status(person.leg, person.root, "+15005550001", person.number, "completed", 60, "Odd", "yes")
                .send();
        assertEquals(1, unpruned());

        run();

        assertEquals(0, unpruned());
    }

    @Test
    void otherReplica_thatIsAtIt_isLeftAlone() throws Exception {
        person.called();
        makeOld();

        try (Connection other = Database.connect()) {
            other.setAutoCommit(false);
            other.createStatement().execute("select pg_advisory_xact_lock(hashtextextended('retention', 0))");
            run();
            assertEquals(0, pruned());
        }
        run();

        assertTrue(pruned() > 0);
    }

    @Test
    void log_countsAndNamesNobody() {
        person.called();
        makeOld();
        LogListener listener = new LogListener("", Level.INFO);

        run();

        listener.close();
        String log = String.join("\n", listener.lines());
        assertTrue(log.contains("Retention of transcripts: 1 calls"), log);
        assertFalse(log.contains(person.number.substring(1)), log);
    }

    private static void run() {
        var retention = Arc.container().instance(Retention.class).get();
        var context = Arc.container().requestContext();
        context.activate();
        try {
            retention.run();
        } finally {
            context.terminate();
        }
    }

    private void makeOld() {
        Database.execute(
                "update phone_call set ended_at = ended_at - interval '11 years' where twilio_call_sid = ?",
                person.root);
        Database.execute(
                "update call_leg set ended_at = ended_at - interval '11 years' where root_call_sid = ?", person.root);
    }

    private void said(String text, int sequence) {
        post(
                        TRANSCRIPTION,
                        form("CallSid", person.leg, "TranscriptionSid", person.leg.replace("CA", "GT"))
                                .and("TranscriptionEvent", "transcription-content")
                                .and("Final", "true")
                                .and("Track", "inbound_track")
                                .and("SequenceId", Integer.toString(sequence))
                                .and("TranscriptionData", "{\"transcript\":\"" + text + "\"}"))
                .then()
                .statusCode(204);
    }

    private Object[] sids() {
        return new Object[] {person.root, person.leg};
    }

    private long pruned() {
        return Database.count(
                "select count(*) from twilio_callback where pruned_at is not null and call_sid in (?, ?)", sids());
    }

    private long unpruned() {
        return Database.count(
                "select count(*) from twilio_callback where pruned_at is null and call_sid in (?, ?)", sids());
    }

    private static Map<String, Object> withoutTranscriptAndRecording(Map<String, Object> call) {
        List.of("transcript", "recording_url", "updated_at", "ended_at").forEach(call::remove);
        return call;
    }
}
