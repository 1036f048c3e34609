package dev.callfile.call;

import static dev.callfile.Api.as;
import static dev.callfile.Api.newCase;
import static dev.callfile.Api.newSid;
import static dev.callfile.Api.only;
import static dev.callfile.TwilioStandIn.STATUS;
import static dev.callfile.TwilioStandIn.form;
import static dev.callfile.TwilioStandIn.post;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.callfile.Database;
import dev.callfile.LogListener;
import dev.callfile.Tokens;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The service's own check, which tests call for themselves. */
@QuarkusTest
class RecordCheckTest {

    private final String caseId = newCase();
    private final String callSid = newSid("CA");

    @TestHTTPResource(value = "/metrics", management = true)
    String metrics;

    private final LogListener log = new LogListener(RecordCheck.class.getName(), Level.INFO);

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void damagedRecord_showsInLogAndMetrics_untilItIsMended() {
        String id = call();
        check();
        assertEquals(0, known(id));

        Database.execute("update phone_call set status = 'busy' where id = ?", id);
        post(STATUS, form("CallSid", callSid, "CallStatus", "ringing", "SequenceNumber", "9"));
        Database.execute("update phone_call set status = 'busy' where id = ?", id);
        double checked = metric("callfile_records_checked_total");
        check();
        check();

        assertEquals(1, known(id));
        assertEquals(
                1,
                log.lines().stream()
                        .filter(line -> line.contains("WARN")
                                && line.contains("Record " + id + " differs from its ledger: status"))
                        .count());
        assertTrue(metric("callfile_records_checked_total") > checked);
        assertEquals(Database.count("select count(*) from record_difference"), metric("callfile_records_differing"));

        double before = metric("callfile_records_differing");
        as(Tokens.admin()).post("/v1/phone-calls/" + id + "/rebuild").then().statusCode(200);
        assertEquals(0, known(id));
        check();
        assertEquals(Database.count("select count(*) from record_difference"), metric("callfile_records_differing"));
        assertTrue(before >= 1);
    }

    @Test
    void recordThatOnlyTheWalkComesBy_isFound_andACallbackMendsIt() {
        String id = call();
        Database.execute("update phone_call set to_number = '+15005550099' where id = ?", id);
        Database.execute("update record_check set due_at = now()");
        // The walk goes on right before it, and nothing was said since.
        Database.execute("update record_check set position = ? where name = 'records'", before(id));
        Database.execute("update record_check set position = '7ZZZZZZZZZZZZZZZZZZZZZZZZZ' where name = 'news'");

        run();
        assertEquals(1, known(id));

        post(STATUS, form("CallSid", callSid, "CallStatus", "completed", "CallDuration", "3"))
                .then()
                .statusCode(204);
        Database.execute("update record_check set position = '' where name = 'news'");
        check();
        assertEquals(0, known(id));
    }

    @Test
    void check_isOneReplicasAtATime() {
        call();
        Database.execute("update record_check set due_at = now() + interval '1 minute'");
        double checked = metric("callfile_records_checked_total");

        run();

        assertEquals(checked, metric("callfile_records_checked_total"));
    }

    @Test
    void metrics_areForTheClusterAlone() {
        given().get("/q/metrics").then().statusCode(404);

        assertFalse(given().get(metrics).asString().contains(callSid));
    }

    private String call() {
        post(STATUS + "?case_id=" + caseId, form("CallSid", callSid, "CallStatus", "in-progress", "To", "+15005550006"))
                .then()
                .statusCode(204);
        return (String) only(caseId).get("id");
    }

    private static void check() {
        Database.execute("update record_check set due_at = now()");
        run();
    }

    private static void run() {
        ManagedContext request = Arc.container().requestContext();
        request.activate();
        try {
            Arc.container().instance(RecordCheck.class).get().run();
        } finally {
            request.terminate();
        }
    }

    private static String before(String id) {
        return Database.strings("select coalesce(max(id), '') from phone_call where id < ?", id)
                .get(0);
    }

    private static long known(String id) {
        return Database.count("select count(*) from record_difference where id = ?", id);
    }

    private double metric(String name) {
        return given().get(metrics)
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }
}
