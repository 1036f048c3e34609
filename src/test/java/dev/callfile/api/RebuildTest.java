package dev.callfile.api;

import static dev.callfile.Api.as;
import static dev.callfile.Api.calls;
import static dev.callfile.Api.newCase;
import static dev.callfile.Api.newSid;
import static dev.callfile.Api.only;
import static dev.callfile.TwilioStandIn.INTELLIGENCE;
import static dev.callfile.TwilioStandIn.RECORDING;
import static dev.callfile.TwilioStandIn.STATUS;
import static dev.callfile.TwilioStandIn.TRANSCRIPTION;
import static dev.callfile.TwilioStandIn.form;
import static dev.callfile.TwilioStandIn.post;
import static dev.callfile.TwilioStandIn.postJson;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.callfile.Api;
import dev.callfile.Database;
import dev.callfile.Tokens;
import dev.callfile.TwilioStandIn.Form;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever somebody did to a record behind the service's back, its ledger brings it back. */
@QuarkusTest
class RebuildTest {

    private final String caseId = newCase();
    private final String agent = newSid("CA");
    private final String institution = newSid("CA");
    private final String recording = newSid("RE");

    @Test
    void record_thatNobodyTouched_isLeftAsItIs() {
        String id = call();
        Map<String, Object> before = only(caseId);

        Response answer = rebuild(id);

        assertEquals(Boolean.FALSE, answer.path("meta.changed"));
        assertEquals(List.of(), answer.path("meta.differences"));
        assertEquals(before, answer.path("data"));
        assertEquals(before, only(caseId));
        assertEquals("person", answer.path("meta.provenance.notes.source"));
        assertEquals(0, rebuildsTold());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status | update phone_call set status = 'busy' where id = ?",
                "duration_seconds | update phone_call set duration_seconds = 7 where id = ?",
                "case_id | update phone_call set case_id = '01ARZ3NDEKTSV4RRFFQ69G5FAV' where id = ?",
                "notes | update phone_call set notes = null where id = ?",
                "summary | update phone_call set summary = 'Nothing was said.' where id = ?",
                "transcript | update phone_call set transcript = null where id = ?",
                "action_items | update phone_call set action_items = '[]' where id = ?",
                "to_number | update phone_call set to_number = '+15005550099' where id = ?",
                "recording_status | update phone_call set recording_status = 'absent' where id = ?",
                "account_sid | update phone_call set account_sid = 'AC1' where id = ?",
                "legs | update call_leg set status = 'failed', to_number = null where call_sid = '{institution}'",
                "legs | update call_leg set root_call_sid = '{stranger}' where call_sid = '{institution}'",
                "legs | update call_leg set root_call_sid = '{stranger}' where call_sid = '{agent}'",
                "legs | update call_leg set parent_call_sid = null where call_sid = '{institution}'",
                "legs | update call_leg set parent_call_sid = '{stranger}' where call_sid = '{institution}'",
                "legs | delete from call_leg where call_sid = '{institution}'",
                "legs | delete from call_leg where call_sid = '{agent}'",
                "legs | delete from call_leg where call_sid in ('{agent}', '{institution}')",
                "recordings | delete from call_recording where call_sid = '{agent}'",
                "recordings | update call_recording set status = 'absent' where call_sid = '{agent}'",
                "recordings | insert into call_recording (recording_sid, call_sid, status) values ('RE9', '{agent}', 'completed')",
                "transcriptions | delete from call_transcription where call_sid = '{agent}'",
                "transcriptions | update call_transcription set utterances = '[]' where call_sid = '{agent}'",
                "transcriptions | update call_transcription set call_sid = '{stranger}' where call_sid = '{agent}'",
                "insights | delete from call_insight where call_sid = '{agent}'",
                "insights | update call_insight set summary = 'No.' where call_sid = '{agent}' and summary is not null",
                "insights | insert into call_insight (insight_id, call_sid, kind, summary, made_at) values"
                        + " ('x', '{agent}', 'summary', 'Forged.', now())"
            })
    void damage_isMended_andTold(String difference, String damage) {
        String id = call();
        Map<String, Object> before = only(caseId);
        Map<String, List<String>> rows = rows();

        damage(damage, id);
        Response answer = rebuild(id);

        assertEquals(Boolean.TRUE, answer.path("meta.changed"));
        assertEquals(List.of(difference), answer.path("meta.differences"));
        Map<String, Object> data = answer.path("data");
        boolean seen = !List.of("legs", "recordings", "transcriptions", "insights", "account_sid")
                .contains(difference);
        assertEquals(!seen, before.get("updated_at").equals(data.get("updated_at")));
        assertEquals(without(before, "updated_at"), without(data, "updated_at"));
        assertEquals(data, only(caseId));
        assertEquals(rows, rows());
        assertEquals(1, rebuildsTold());
        assertEquals(Boolean.FALSE, rebuild(id).path("meta.changed"));
    }

    @Test
    void damage_thatCallbacksHaveBuiltUpon_isMended() {
        String id = call();
        Map<String, Object> before = only(caseId);
        damage("delete from call_leg where call_sid = '{institution}'", id);
        damage("delete from call_recording where call_sid = '{agent}'", id);
        post(STATUS + "?case_id=" + caseId, status(agent, "ringing", "client:dana", ""))
                .then()
                .statusCode(204);
        assertNotEquals(before.get("to_number"), only(caseId).get("to_number"));

        Response answer = rebuild(id);

        assertTrue(answer.<List<String>>path("meta.differences").containsAll(List.of("legs", "recordings", "status")));
        assertEquals(without(before, "updated_at"), without(only(caseId), "updated_at"));
    }

    @Test
    void secondRecordOfOneCall_isFolded_andItsWordsStay() {
        String id = call();
        damage("delete from call_leg where call_sid = '{institution}'", id);
        Database.execute(
                "insert into phone_call (id, twilio_call_sid, case_id, status, direction, created_at, updated_at, words, notes)"
                        + " values (?, ?, ?, 'completed', 'outbound', now(), now(), cast(? as jsonb), 'second')",
                newCase(),
                institution,
                caseId,
                "{\"notes\": {\"source\": \"person\", \"by\": \"erin\", \"at\": \"2030-01-01T00:00:00Z\", \"value\": \"second\"}}");
        assertEquals(2, Api.list(caseId).size());

        Response answer = rebuild(id);

        assertTrue(answer.<List<String>>path("meta.differences").contains("notes"));
        assertEquals("About the certificate\n\nsecond", only(caseId).get("notes"));
        assertEquals(id, only(caseId).get("id"));
    }

    @Test
    void history_tellsWhoRebuilt_andWhatTheRecordSaid() {
        String id = call();
        damage("update phone_call set status = 'busy', account_sid = 'AC1' where id = ?", id);

        rebuild(id);

        as(Tokens.reader(caseId))
                .get(calls(caseId) + "/" + id + "/events?per_page=100")
                .then()
                .statusCode(200)
                .body("data[-1].kind", equalTo("rebuild"))
                .body("data[-1].by", equalTo("administrator"))
                .body("data[-1].details.differences", equalTo(List.of("account_sid", "status")))
                .body("data[-1].details.changes", equalTo(Map.of("status", Map.of("from", "busy", "to", "completed"))));
    }

    @Test
    void linesThatAreNoLongerKept_loseNothing() {
        String id = call();
        Map<String, Object> before = only(caseId);
        Map<String, List<String>> rows = rows();
        damage(
                "update twilio_callback set parameters = '{}', pruned_at = now() where call_sid in ('{agent}', '{institution}')",
                id);

        assertEquals(Boolean.FALSE, rebuild(id).path("meta.changed"));

        damage("update phone_call set status = 'busy', to_number = null where id = ?", id);
        assertEquals(List.of("status", "to_number"), rebuild(id).path("meta.differences"));
        assertEquals(without(before, "updated_at"), without(only(caseId), "updated_at"));
        assertEquals(rows, rows());
    }

    @Test
    void linesThatComeAfterThoseThatAreNoLongerKept_areMergedWithWhatIsStored() {
        String id = call();
        damage(
                "update twilio_callback set parameters = '{}', pruned_at = now() where call_sid in ('{agent}', '{institution}')",
                id);
        String late = newSid("RE");
        post(
                        RECORDING + "?case_id=" + caseId,
                        form(
                                "CallSid",
                                agent,
                                "RecordingSid",
                                late,
                                "RecordingStatus",
                                "completed",
                                "RecordingStartTime",
                                "Thu, 12 Feb 2026 11:58:25 +0000",
                                "RecordingDuration",
                                "9"))
                .then()
                .statusCode(204);
        damage("delete from call_recording where recording_sid = '" + late + "'", id);

        assertEquals(List.of("recordings"), rebuild(id).path("meta.differences"));
        assertEquals(9, only(caseId).get("recording_duration_seconds"));
    }

    @Test
    void recordThatNothingTellsOfAnyMore_isLeftAsItIs_andSaidToBe() {
        String id = call();
        Map<String, Object> before = only(caseId);
        damage(
                "update twilio_callback set parameters = '{}', pruned_at = now() where call_sid in ('{agent}', '{institution}')",
                id);
        damage("delete from call_leg where call_sid = '{institution}'", id);

        Response answer = rebuild(id);

        assertEquals(Boolean.FALSE, answer.path("meta.changed"));
        assertEquals(List.of("ledger"), answer.path("meta.differences"));
        assertEquals(before, only(caseId));

        damage("delete from twilio_callback where call_sid in ('{agent}', '{institution}')", id);
        assertEquals(List.of("ledger"), rebuild(id).path("meta.differences"));
        damage("delete from call_leg where call_sid = '{agent}'", id);
        assertEquals(List.of("ledger"), rebuild(id).path("meta.differences"));
        assertEquals(before, only(caseId));
    }

    @Test
    void rebuild_isForAdministratorsOfEveryCase() {
        String id = call();

        for (String token : List.of(
                Tokens.writer("*"), Tokens.claims("phone-calls:admin", caseId).sign(), Tokens.reader("*"))) {
            as(token).post("/v1/phone-calls/" + id + "/rebuild").then().statusCode(403);
        }
        Api.as(Tokens.admin())
                .post("/v1/phone-calls/" + newCase() + "/rebuild")
                .then()
                .statusCode(404);
        Api.as(Tokens.admin()).post("/v1/phone-calls/none/rebuild").then().statusCode(404);
        Api.as(Tokens.admin() + "x")
                .post("/v1/phone-calls/" + id + "/rebuild")
                .then()
                .statusCode(401);
        Api.as(Tokens.admin())
                .post("/v1/phone-calls/" + id.toLowerCase(Locale.ROOT) + "/rebuild")
                .then()
                .statusCode(200);
    }

    /** An agent's call that reached an institution, was recorded, transcribed and understood, and that people wrote about. */
    private String call() {
        String query = "?case_id=" + caseId + "&called_by=dana&institution_contact_id=chase";
        List<Response> answers = new ArrayList<>();
        answers.add(post(STATUS + query, status(agent, "in-progress", "client:dana", "")));
        answers.add(post(
                STATUS,
                status(institution, "ringing", "+15005550001", "+15005550006").and("ParentCallSid", agent)));
        answers.add(post(
                STATUS,
                status(institution, "completed", "+15005550001", "+15005550006")
                        .and("ParentCallSid", agent)
                        .and("CallDuration", "42")));
        answers.add(post(
                RECORDING,
                form(
                        "CallSid",
                        agent,
                        "RecordingSid",
                        recording,
                        "RecordingStatus",
                        "completed",
                        "RecordingDuration",
                        "41")));
        answers.add(post(
                TRANSCRIPTION,
                form(
                        "CallSid",
                        agent,
                        "TranscriptionEvent",
                        "transcription-content",
                        "Final",
                        "true",
                        "Track",
                        "inbound_track",
                        "SequenceId",
                        "2",
                        "Timestamp",
                        "2026-02-12T12:00:02.454203123Z",
                        "TranscriptionData",
                        "{\"transcript\":\"Good \\u0000 morning.\",\"confidence\":0.9}")));
        answers.add(postJson(INTELLIGENCE, """
                {"conversationId": "conv_1", "operatorResults": [
                  {"operator": {"id": "o1", "displayName": "Conversation Summary"}, "outputFormat": "TEXT",
                   "result": {"text": "They will write."}, "dateCreated": "2026-02-12T12:00:00Z", "referenceIds": ["%1$s"]},
                  {"operator": {"id": "o2", "displayName": "Action Items"}, "outputFormat": "JSON",
                   "result": {"tasks": ["Send the will"]}, "dateCreated": "2026-02-12T12:00:00Z", "referenceIds": ["%1$s"]}]}""".formatted(agent)));
        answers.forEach(answer -> answer.then().statusCode(204));
        String id = (String) only(caseId).get("id");
        as(Tokens.writer(caseId))
                .contentType("application/json")
                .body(Map.of("notes", "About the certificate"))
                .patch(calls(caseId) + "/" + id)
                .then()
                .statusCode(200);
        return id;
    }

    private static Form status(String sid, String status, String from, String to) {
        return form(
                "AccountSid",
                "AC00000000000000000000000000000000",
                "CallSid",
                sid,
                "CallStatus",
                status,
                "From",
                from,
                "To",
                to,
                "Direction",
                from.startsWith("client:") ? "inbound" : "outbound-dial",
                "Timestamp",
                "Thu, 12 Feb 2026 11:48:25 +0000");
    }

    private void damage(String damage, String id) {
        String sql = damage.replace("{agent}", agent)
                .replace("{institution}", institution)
                .replace("{stranger}", newSid("CA"));
        Database.execute(sql, sql.contains("?") ? new Object[] {id} : new Object[0]);
    }

    private static Response rebuild(String id) {
        Response answer = as(Tokens.admin()).post("/v1/phone-calls/" + id + "/rebuild");
        answer.then().statusCode(200);
        return answer;
    }

    private Map<String, List<String>> rows() {
        String legs = "('" + agent + "', '" + institution + "')";
        return Map.of(
                "legs",
                        Database.strings("select cast(l as text) from call_leg l where call_sid in " + legs
                                + " order by call_sid"),
                "recordings",
                        Database.strings("select cast(r as text) from call_recording r where call_sid in " + legs),
                "transcriptions",
                        Database.strings("select cast(t as text) from call_transcription t where call_sid in " + legs),
                "insights",
                        Database.strings("select cast(i as text) from call_insight i where call_sid in " + legs
                                + " order by insight_id"));
    }

    private long rebuildsTold() {
        return Database.count("select count(*) from call_event where kind = 'rebuild' and call_sid = ?", agent);
    }

    private static Map<String, Object> without(Map<String, Object> call, String field) {
        Map<String, Object> others = new HashMap<>(call);
        others.remove(field);
        return others;
    }
}
