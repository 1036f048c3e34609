package dev.callfile.twilio.callback;

import static dev.callfile.Api.as;
import static dev.callfile.Api.calls;
import static dev.callfile.Api.newCase;
import static dev.callfile.Api.newSid;
import static dev.callfile.Api.only;
import static dev.callfile.TwilioStandIn.RECORDING;
import static dev.callfile.TwilioStandIn.STATUS;
import static dev.callfile.TwilioStandIn.TRANSCRIPTION;
import static dev.callfile.TwilioStandIn.form;
import static dev.callfile.TwilioStandIn.post;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.callfile.Database;
import dev.callfile.Tokens;
import dev.callfile.TwilioStandIn.Form;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Who has caught a call's callbacks can send them again, signatures and all: they still fit, and must change nothing. */
@QuarkusTest
class LateReplayTest {

    private final String caseId = newCase();
    private final String callSid = newSid("CA");
    private final String query = "?case_id=" + caseId + "&called_by=dana";

    @RepeatedTest(5)
    void callbacksOfAFinishedCall_aDayLater_changeNothing(RepetitionInfo repetition) {
        List<Map.Entry<String, Form>> callbacks = new ArrayList<>();
        int second = 10;
        for (String status : List.of("initiated", "ringing", "in-progress", "completed")) {
            callbacks.add(Map.entry(STATUS + query, status(callSid, status, second++)));
            callbacks.add(Map.entry(STATUS, status(newSid("CA"), status, second).and("ParentCallSid", callSid)));
        }
        String recording = newSid("RE");
        for (String status : List.of("in-progress", "completed")) {
            callbacks.add(Map.entry(
                    RECORDING + query,
                    form(
                            "CallSid",
                            callSid,
                            "RecordingSid",
                            recording,
                            "RecordingStatus",
                            status,
                            "RecordingDuration",
                            "4")));
        }
        callbacks.add(Map.entry(
                TRANSCRIPTION + query,
                form("CallSid", callSid, "TranscriptionSid", newSid("TR"), "TranscriptionText", "Good morning")));
        callbacks.forEach(
                callback -> post(callback.getKey(), callback.getValue()).then().statusCode(204));
        String id = (String) only(caseId).get("id");
        as(Tokens.writer(caseId))
                .contentType("application/json")
                .body("{\"summary\": \"Said good morning\"}")
                .patch(calls(caseId) + "/" + id)
                .then()
                .statusCode(200);
        aDayPasses();
        Response before = as(Tokens.reader(caseId)).get(calls(caseId) + "/" + id);
        long ledger = ledger();

        Collections.shuffle(callbacks, new Random(repetition.getCurrentRepetition()));
        callbacks.forEach(
                callback -> post(callback.getKey(), callback.getValue()).then().statusCode(204));

        Response after = as(Tokens.reader(caseId)).get(calls(caseId) + "/" + id);
        assertEquals(before.asString(), after.asString());
        assertEquals(before.header("ETag"), after.header("ETag"));
        assertEquals(ledger, ledger());
    }

    private void aDayPasses() {
        Database.execute(
                "update phone_call set created_at = created_at - interval '1 day', updated_at = updated_at - interval '1 day'"
                        + " where twilio_call_sid = ?",
                callSid);
        Database.execute(
                "update twilio_callback set received_at = received_at - interval '1 day' where call_sid in"
                        + " (select call_sid from call_leg where root_call_sid = ?)",
                callSid);
    }

    private long ledger() {
        return Database.count(
                "select count(*) from twilio_callback where call_sid in"
                        + " (select call_sid from call_leg where root_call_sid = ?)",
                callSid);
    }

    private static Form status(String sid, String status, int second) {
        return form(
                "CallSid",
                sid,
                "CallStatus",
                status,
                "From",
                "+15005550006",
                "To",
                "+15005550010",
                "CallDuration",
                "3",
                "Timestamp",
                "Thu, 12 Feb 2026 11:48:" + second + " +0000");
    }
}
