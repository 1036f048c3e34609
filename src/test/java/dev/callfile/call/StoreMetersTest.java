package dev.callfile.call;

import static dev.callfile.Api.newSid;
import static dev.callfile.TwilioStandIn.STATUS;
import static dev.callfile.TwilioStandIn.form;
import static dev.callfile.TwilioStandIn.post;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.callfile.Database;
import dev.callfile.Metrics;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StoreMetersTest {

    @TestHTTPResource(value = "/metrics", management = true)
    String url;

    @Inject
    StoreMeters meters;

    @Test
    void callsThatWait_areCounted_andNotANumberWhileTheDatabaseDoesNotTell() {
        meters.count();
        double overdue = metric("callfile_calls_overdue");
        double unassigned = metric("callfile_calls_unassigned");
        for (String status : new String[] {"ringing", "in-progress", "completed"}) {
            String callSid = newSid("CA");
            post(STATUS, form("CallSid", callSid, "CallStatus", status));
            Database.execute(
                    "update phone_call set created_at = now() - interval '2 hours' where twilio_call_sid = ?", callSid);
        }
        post(STATUS, form("CallSid", newSid("CA"), "CallStatus", "ringing"));

        meters.count();
        assertEquals(overdue + 2, metric("callfile_calls_overdue"));
        assertEquals(unassigned + 4, metric("callfile_calls_unassigned"));

        Database.execute("alter table transcript_fetch rename to transcript_fetch_away");
        try {
            meters.count();
            assertTrue(Double.isNaN(metric("callfile_calls_overdue")));
            assertTrue(Double.isNaN(metric("callfile_transcripts_failed")));
        } finally {
            Database.execute("alter table transcript_fetch_away rename to transcript_fetch");
        }
    }

    private double metric(String name) {
        return Metrics.of(url).sum(name);
    }
}
