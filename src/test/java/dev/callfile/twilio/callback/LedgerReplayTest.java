package dev.callfile.twilio.callback;

import static dev.callfile.Api.newCase;
import static dev.callfile.Api.newSid;
import static dev.callfile.Api.only;
import static dev.callfile.TwilioStandIn.RECORDING;
import static dev.callfile.TwilioStandIn.STATUS;
import static dev.callfile.TwilioStandIn.form;
import static dev.callfile.TwilioStandIn.post;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.callfile.Database;
import dev.callfile.TwilioStandIn.Form;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LedgerReplayTest {

    private final String caseId = newCase();
    private final String callSid = newSid("CA");

    @Test
    void record_canBeRebuiltFromItsLedger() {
        String child = newSid("CA");
        accepted(
                RECORDING + "?case_id=" + caseId,
                form(
                        "CallSid",
                        callSid,
                        "RecordingSid",
                        newSid("RE"),
                        "RecordingStatus",
                        "completed",
                        "RecordingDuration",
                        "53"));
        accepted(STATUS, status(callSid, "in-progress").and("From", "client:dana"));
        accepted(
                STATUS + "?called_by=dana%20w",
                status(child, "busy").and("ParentCallSid", callSid).and("To", "+15005550006"));
        Map<String, Object> call = only(caseId);

        Database.execute("delete from phone_call where twilio_call_sid = ?", callSid);
        Database.execute("delete from call_recording where call_sid = ?", callSid);
        Database.execute("delete from call_leg where root_call_sid = ?", callSid);
        LedgerReplay.replay(callSid, child);

        Map<String, Object> rebuilt = only(caseId);
        for (String ours : List.of("id", "recording_url", "created_at", "updated_at")) {
            assertNotNull(call.remove(ours));
            rebuilt.remove(ours);
        }
        assertEquals("+15005550006", call.get("to_number"));
        assertEquals(call, rebuilt);
    }

    private static Form status(String sid, String status) {
        return form("CallSid", sid, "CallStatus", status, "Timestamp", "Thu, 12 Feb 2026 11:48:25 +0000");
    }

    private static void accepted(String target, Form form) {
        post(target, form).then().statusCode(204);
    }
}
