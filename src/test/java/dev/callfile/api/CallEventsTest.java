package dev.callfile.api;

import static dev.callfile.Api.as;
import static dev.callfile.Api.calls;
import static dev.callfile.Api.newCase;
import static dev.callfile.Api.newSid;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.callfile.Api;
import dev.callfile.Tokens;
import dev.callfile.TwilioStandIn;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What happened to a record, in the order in which it happened. */
@QuarkusTest
class CallEventsTest {

    private final String caseId = newCase();
    private final String callSid = newSid("CA");
    private final String child = newSid("CA");

    @Test
    void events_tellEveryCallbackEditAndMove_oldestFirst() {
        callback("CallStatus", "completed", "CallSid", callSid);
        callback("CallStatus", "ringing", "CallSid", callSid);
        callback("CallStatus", "ringing", "CallSid", callSid);
        callback("CallStatus", "ringing", "CallSid", child, "ParentCallSid", callSid);
        String call = calls(caseId) + "/" + Api.only(caseId).get("id");
        as(Tokens.writer(caseId))
                .contentType("application/json")
                .body(Map.of("notes", "first"))
                .patch(call)
                .then()
                .statusCode(200);
        as(Tokens.claims("phone-calls:write", caseId).subject("erin").sign())
                .contentType("application/json")
                .body(Map.of("notes", "second", "called_by", "erin"))
                .patch(call)
                .then()
                .statusCode(200);

        List<Map<String, Object>> events = events(call, "?per_page=100").getList("data");

        assertEquals(
                List.of("callback", "callback", "callback", "callback", "edit", "edit"),
                events.stream().map(event -> event.get("kind")).toList());
        assertEquals(
                List.of("applied", "stale", "duplicate", "stale"),
                events.stream().map(event -> event.get("outcome")).limit(4).toList());
        JsonPath json = events(call, "?per_page=100");
        assertEquals("status", json.getString("data[0].details.callback"));
        assertEquals("completed", json.getString("data[0].details.call_status"));
        assertEquals(events.get(1).get("id"), json.getString("data[2].details.callback_id"));
        assertEquals(child, json.getString("data[3].details.call_sid"));
        assertEquals("case-worker", json.getString("data[4].by"));
        assertEquals("erin", json.getString("data[5].by"));
        assertEquals("first", json.getString("data[5].details.changes.notes.from"));
        assertEquals("second", json.getString("data[5].details.changes.notes.to"));
        assertEquals("erin", json.getString("data[5].details.changes.called_by.to"));
    }

    @Test
    void events_areWalkedByCursor() {
        for (int i = 0; i < 7; i++) {
            callback("CallStatus", "ringing", "CallSid", callSid, "SequenceNumber", Integer.toString(i));
        }
        String call = calls(caseId) + "/" + Api.only(caseId).get("id");
        List<String> walked = new ArrayList<>();
        String query = "?per_page=3";
        while (query != null) {
            JsonPath page = events(call, query);
            walked.addAll(page.getList("data.id"));
            String next = page.getString("meta.next_cursor");
            assertEquals(next != null, page.getBoolean("meta.has_more"));
            query = next == null ? null : "?per_page=3&cursor=" + next;
        }

        assertEquals(events(call, "").getList("data.id"), walked);
        assertEquals(7, walked.size());
        assertEquals(walked.stream().sorted().toList(), walked);
    }

    @Test
    void pageOfLargeEvents_endsEarly_andTheWalkMissesNone() {
        callback("CallStatus", "ringing", "CallSid", callSid);
        String call = calls(caseId) + "/" + Api.only(caseId).get("id");
        for (int i = 0; i < 5; i++) {
            as(Tokens.writer(caseId))
                    .contentType("application/json")
                    .body(Map.of("transcript", Integer.toString(i).repeat(400_000)))
                    .patch(call)
                    .then()
                    .statusCode(200);
        }

        List<String> seen = new ArrayList<>();
        int pages = 0;
        JsonPath page = events(call, "?per_page=100");
        while (page.getBoolean("meta.has_more")) {
            seen.addAll(page.getList("data.id"));
            assertTrue(page.prettify().length() < 3_000_000);
            pages++;
            page = events(call, "?per_page=100&cursor=" + page.getString("meta.next_cursor"));
        }
        seen.addAll(page.getList("data.id"));

        assertTrue(pages > 1, () -> "all on one page");
        assertEquals(6, seen.size());
        assertEquals(seen.stream().sorted().distinct().toList(), seen);
        assertNull(page.getString("meta.next_cursor"));
    }

    @Test
    void events_areAskedForStrictly() {
        callback("CallStatus", "ringing", "CallSid", callSid);
        callback("CallStatus", "ringing", "CallSid", child);
        List<Map<String, Object>> both = Api.list(caseId);
        String call = calls(caseId) + "/" + both.get(0).get("id") + "/events";
        String other = calls(caseId) + "/" + both.get(1).get("id") + "/events";
        callback("CallStatus", "completed", "CallSid", (String) both.get(0).get("twilio_call_sid"));
        String cursor = as(Tokens.reader(caseId)).get(call + "?per_page=1").path("meta.next_cursor");

        assertTrue(cursor.length() > 20);
        for (String query : List.of("?page=1", "?per_page=0", "?cursor=x", "?cursor=" + cursor + "&cursor=" + cursor)) {
            as(Tokens.reader(caseId)).get(call + query).then().statusCode(400);
        }
        as(Tokens.reader(caseId))
                .get(other + "?cursor=" + cursor)
                .then()
                .statusCode(400)
                .body("errors.field", hasItem("cursor"));
        as(Tokens.reader(caseId))
                .get(calls(caseId) + "?cursor=" + cursor)
                .then()
                .statusCode(400);
        as(Tokens.reader(caseId))
                .get(calls(caseId) + "/" + newCase() + "/events")
                .then()
                .statusCode(404);
        as(Tokens.reader(newCase())).get(call).then().statusCode(403).body("code", equalTo("forbidden"));
    }

    private JsonPath events(String call, String query) {
        return as(Tokens.reader(caseId))
                .get(call + "/events" + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private void callback(String... fields) {
        TwilioStandIn.post(TwilioStandIn.STATUS + "?case_id=" + caseId, TwilioStandIn.form(fields))
                .then()
                .statusCode(204);
    }
}
