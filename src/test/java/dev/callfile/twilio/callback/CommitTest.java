package dev.callfile.twilio.callback;

import static dev.callfile.Api.newCase;
import static dev.callfile.Api.newSid;
import static dev.callfile.Api.only;
import static dev.callfile.TwilioStandIn.STATUS;
import static dev.callfile.TwilioStandIn.form;
import static dev.callfile.TwilioStandIn.post;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.callfile.Database;
import dev.callfile.LogListener;
import dev.callfile.TwilioStandIn.Form;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A callback's commit goes to PostgreSQL along with what it writes; what if it is the commit that fails? */
@QuarkusTest
class CommitTest {

    private final LogListener sql = new LogListener("dev.callfile.SQL", Level.FINE);
    private final String callSid = newSid("CA");
    private final String caseId = newCase();

    @BeforeEach
    void countCommits() {
        Database.execute("create sequence commits_tried");
    }

    @AfterEach
    void letEverythingPass() {
        sql.close();
        Database.execute("drop trigger if exists commit_fails on twilio_callback");
        Database.execute("drop function if exists fail_commit");
        Database.execute("drop sequence commits_tried");
    }

    @Test
    void callback_sendsItsCommitAlong() {
        Response answer = send(ringing());

        answer.then().statusCode(204);
        List<String> statements = sql.lines().stream()
                .filter(line -> line.contains(answer.header("X-Request-Id")))
                .map(String::strip)
                .toList();
        assertEquals(2, statements.size(), statements::toString);
        assertTrue(statements.get(1).endsWith(";\ncommit"), statements.get(1));
    }

    @Test
    void commit_thatLosesToAnother_isTriedAgain() {
        failCommits("40001", "tried = 1");

        send(ringing()).then().statusCode(204);

        assertEquals(2, Database.count("select last_value from commits_tried"));
        assertEquals("ringing", only(caseId).get("status"));
        assertEquals(1, kept("twilio_callback"));
    }

    @Test
    void commit_thatFails_keepsNothing_andTheSameCallbackIsTakenAfterwards() {
        failCommits("P0001", "true");

        send(ringing()).then().statusCode(500);

        for (String table : List.of("twilio_callback", "call_leg")) {
            assertEquals(0, kept(table), table);
        }
        assertEquals(0, Database.count("select count(*) from phone_call where twilio_call_sid = ?", callSid));
        Database.execute("drop trigger commit_fails on twilio_callback");
        send(ringing()).then().statusCode(204);
        assertEquals("ringing", only(caseId).get("status"));
    }

    private void failCommits(String sqlState, String when) {
        Database.execute("""
                create function fail_commit() returns trigger language plpgsql as $$
                declare
                    tried bigint := nextval('commits_tried');
                begin
                    if %s then
                        raise exception 'the commit fails' using errcode = '%s';
                    end if;
                    return null;
                end
                $$""".formatted(when, sqlState));
        Database.execute("""
                create constraint trigger commit_fails after insert on twilio_callback deferrable initially deferred
                for each row when (new.call_sid = '%s') execute function fail_commit()""".formatted(callSid));
    }

    private Form ringing() {
        return form(
                "CallSid", callSid,
                "From", "+15005550006",
                "To", "+15005550001",
                "Direction", "outbound-api",
                "CallStatus", "ringing",
                "Timestamp", "Thu, 12 Feb 2026 12:00:00 +0000");
    }

    private Response send(Form callback) {
        return post(STATUS + "?case_id=" + caseId, callback);
    }

    private long kept(String table) {
        return Database.count("select count(*) from " + table + " where call_sid = ?", callSid);
    }
}
