package dev.callfile.twilio.callback;

import static dev.callfile.Api.newCase;
import static dev.callfile.Api.newSid;
import static dev.callfile.Api.only;
import static dev.callfile.TwilioStandIn.RECORDING;
import static dev.callfile.TwilioStandIn.STATUS;
import static dev.callfile.TwilioStandIn.form;
import static dev.callfile.TwilioStandIn.post;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.callfile.Api;
import dev.callfile.Database;
import dev.callfile.Fixture;
import dev.callfile.RawHttp;
import dev.callfile.TwilioStandIn;
import dev.callfile.TwilioStandIn.Form;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class CallbackTest {

    private final String caseId = newCase();
    private final String callSid = newSid("CA");
    private final String status = STATUS + "?case_id=" + caseId;
    private final String recording = RECORDING + "?case_id=" + caseId;

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "cb_02_initiated_outbound_api_2026, initiated, outbound, +915550140772, null, 2026-02-12T11:48:25Z, null",
                "cb_05_completed_inbound, completed, inbound, +15555505555, 35, 2020-08-08T03:25:27Z, 2020-08-08T03:26:02Z",
                "cb_09_completed_inbound_from_client, completed, outbound, '', 4, 2023-03-17T11:28:27Z, 2023-03-17T11:28:31Z",
                "cb_12_completed_outbound_api_answered_by_2025, completed, outbound, +915557820521, 17, 2025-11-02T14:20:55Z, 2025-11-02T14:21:12Z",
                "cb_16_busy_sip_destination, busy, outbound, sip:agent@example.sip.us1.twilio.com, 0, 2019-01-23T16:10:45Z, 2019-01-23T16:10:45Z",
                "cb_20_no_answer_outbound_api, no_answer, outbound, redacted, 0, 2016-11-01T01:59:13Z, 2016-11-01T01:59:13Z",
                "cb_23_canceled_minimal, cancelled, outbound, +15550001000, null, null, null",
                "cb_26_completed_double_encoded, completed, inbound, %2B445558744864, 3, null, null",
                "cb_27_voice_request_inbound_ringing, ringing, inbound, +15555505555, null, null, null"
            })
    void status_realPayload_isKept(
            String fixture,
            String expected,
            String direction,
            String to,
            Integer duration,
            String started,
            String ended) {
        accepted(status, Fixture.named(fixture).form(callSid));

        Map<String, Object> call = only(caseId);
        assertEquals(callSid, call.get("twilio_call_sid"));
        assertEquals(expected, call.get("status"));
        assertEquals(direction, call.get("direction"));
        assertEquals(to, call.get("to_number"));
        assertEquals(duration, call.get("duration_seconds"));
        assertEquals(started, call.get("started_at"));
        assertEquals(ended, call.get("ended_at"));
        assertNull(call.get("recording_url"));
    }

    @Test
    void status_childLeg_makesItsRootsRecord() {
        String root = newSid("CA");

        accepted(
                status,
                Fixture.named("cb_04_in_progress_outbound_dial_child")
                        .form(callSid)
                        .without("ParentCallSid")
                        .and("ParentCallSid", root));

        Map<String, Object> call = only(caseId);
        assertEquals(root, call.get("twilio_call_sid"));
        assertEquals("in_progress", call.get("status"));
        assertEquals("+15553801234", call.get("to_number"));
    }

    @Test
    void recording_realPayload_shows() {
        accepted(recording, Fixture.named("cb_32_rec_completed_dialverb_dual").form(callSid));

        Map<String, Object> call = only(caseId);
        assertEquals("completed", call.get("recording_status"));
        assertEquals(53, call.get("recording_duration_seconds"));
        assertEquals("initiated", call.get("status"));
        assertEquals(
                "https://calls.example.com" + Api.calls(caseId) + "/" + call.get("id") + "/recording",
                call.get("recording_url"));
    }

    @Test
    void recording_beforeTheFirstStatus_staysOnTheRecord() {
        accepted(recording, recordingForm(newSid("RE"), "completed"));
        String id = (String) only(caseId).get("id");

        accepted(status, statusForm("completed").and("CallDuration", "35"));

        Map<String, Object> call = only(caseId);
        assertEquals(id, call.get("id"));
        assertEquals("completed", call.get("recording_status"));
        assertEquals(35, call.get("duration_seconds"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"absent", "failed", "in-progress"})
    void recording_another_neverErasesACompletedOne(String other) {
        accepted(recording, recordingForm(newSid("RE"), "completed"));
        accepted(
                recording,
                recordingForm(newSid("RE"), other).and("RecordingStartTime", "Fri, 02 Aug 2024 04:20:56 +0000"));

        assertEquals("completed", only(caseId).get("recording_status"));
        assertEquals(53, only(caseId).get("recording_duration_seconds"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"on-hold", "", "COMPLETED", "answered", "\0"})
    void status_unknown_isKeptAndChangesNothing(String unknown) {
        accepted(status, statusForm("ringing"));
        accepted(status, statusForm(unknown).and("SequenceNumber", "9"));

        assertEquals("ringing", only(caseId).get("status"));
        assertEquals(2, Database.count("select count(*) from twilio_callback where call_sid = ?", callSid));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "", "99999999999999999999", "NaN", "٣"})
    void callDuration_odd_isNoDuration(String odd) {
        accepted(status, statusForm("completed").and("CallDuration", odd).and("Duration", "7"));

        assertNull(only(caseId).get("duration_seconds"));
    }

    @Test
    void status_withEveryCharacter_isKeptWhole() {
        accepted(
                status,
                statusForm("ringing")
                        .without("From")
                        .and("From", "anonymous\0\uD83D\uDE00" + "x".repeat(3000))
                        .and("CallerName", "N\0U\nL", "again")
                        .and("\0", ""));

        assertTrue(((String) only(caseId).get("from_number")).startsWith("anonymous\uFFFD\uD83D\uDE00"));
        String parameters = Database.strings("select parameters from twilio_callback where call_sid = ?", callSid)
                .get(0);
        assertEquals(List.of("N\0U\nL", "again"), JsonPath.from(parameters).getList("CallerName"));
    }

    @Test
    void callback_thatNamesNoCall_isInTheLedgerAlone() {
        String marker = newSid("XX");
        accepted(status, form("CallStatus", "completed", "Marker", marker));
        accepted(recording, form("RecordingStatus", "completed", "ConferenceSid", marker));
        accepted(status, form("CallSid", "(none)  ", "Marker", marker));
        accepted(status + "&marker=" + marker, new Form());

        assertEquals(List.of(), Api.list(caseId));
        assertEquals(
                4,
                Database.count(
                        "select count(*) from twilio_callback where outcome = 'unlinked'"
                                + " and (cast(parameters as text) like ? or request_target like ?)",
                        "%" + marker + "%",
                        "%" + marker + "%"));
    }

    @Test
    void callback_again_changesNothing() {
        accepted(status, statusForm("completed").and("CallDuration", "35"));
        Map<String, Object> before = only(caseId);

        for (int i = 0; i < 3; i++) {
            accepted(status, statusForm("completed").and("CallDuration", "35"));
        }

        assertEquals(before, only(caseId));
        assertEquals(1, Database.count("select count(*) from twilio_callback where call_sid = ?", callSid));
    }

    @Test
    void callback_stale_doesNotMoveUpdatedAt() {
        accepted(status, statusForm("completed").and("CallDuration", "35"));
        Map<String, Object> before = only(caseId);

        accepted(status, statusForm("ringing").and("Timestamp", "Thu, 12 Feb 2026 11:49:25 +0000"));

        assertEquals(before, only(caseId));
    }

    @Test
    void caseId_onlyInALaterCallback_assignsTheRecord() {
        accepted(STATUS, statusForm("ringing"));
        assertEquals(List.of(), Api.list(caseId));
        assertEquals(
                1,
                Database.count(
                        "select count(*) from phone_call where twilio_call_sid = ? and case_id is null", callSid));

        accepted(status + "&called_by=dana%20w&institution_contact_id=c%2B1", statusForm("completed"));

        Map<String, Object> call = only(caseId);
        assertEquals("dana w", call.get("called_by"));
        assertEquals("c+1", call.get("institution_contact_id"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?case_id=",
                "?case_id=nonsense",
                "?case_id=8ZZZZZZZZZZZZZZZZZZZZZZZZZ",
                "?case_id=%00",
                "?Case_Id=x"
            })
    void caseId_unusable_makesAnUnassignedRecord(String query) {
        accepted(STATUS + query, statusForm("ringing"));

        assertEquals(
                1,
                Database.count(
                        "select count(*) from phone_call where twilio_call_sid = ? and case_id is null", callSid));
    }

    @Test
    void caseId_contradictingItself_isUnusable() {
        accepted(STATUS + "?case_id=" + caseId + "&case_id=" + newCase(), statusForm("ringing"));

        assertEquals(List.of(), Api.list(caseId));
    }

    @Test
    void caseId_inLowerCase_isTheSameCase() {
        accepted(STATUS + "?case_id=" + caseId.toLowerCase(Locale.ROOT), statusForm("ringing"));

        assertEquals(callSid, only(caseId).get("twilio_call_sid"));
    }

    @Test
    void ourOwnParameters_tooLong_areNotUsed() {
        accepted(status + "&institution_contact_id=" + "i".repeat(4000) + "&called_by=%00", statusForm("ringing"));

        assertNull(only(caseId).get("institution_contact_id"));
        assertNull(only(caseId).get("called_by"));
    }

    @Test
    void requestTarget_thatIsNoUri_isSignedAndKeptAsItCame() {
        String target = status + "&called_by=a|b{c}%zz\u00e9\u20ac";
        Form form = statusForm("ringing");

        RawHttp.Answer answer = RawHttp.send(
                "POST",
                target,
                "Content-Type: application/x-www-form-urlencoded\r\nX-Twilio-Signature: "
                        + TwilioStandIn.sign(target, form, TwilioStandIn.token()) + "\r\n",
                form.encoded());

        assertEquals(204, answer.status());
        assertEquals("a|b{c}%zz\u00e9\u20ac", only(caseId).get("called_by"));
    }

    private void accepted(String target, Form form) {
        assertEquals("", post(target, form).then().statusCode(204).extract().asString());
    }

    private Form statusForm(String callStatus) {
        return form(
                "CallSid", callSid,
                "CallStatus", callStatus,
                "From", "+15005550001",
                "To", "+15005550006",
                "Direction", "outbound-api",
                "Timestamp", "Thu, 12 Feb 2026 11:48:25 +0000");
    }

    private Form recordingForm(String recordingSid, String recordingStatus) {
        Form form = Fixture.named("cb_32_rec_completed_dialverb_dual").form(callSid);
        return form.without("RecordingSid")
                .and("RecordingSid", recordingSid)
                .without("RecordingStatus")
                .and("RecordingStatus", recordingStatus);
    }
}
