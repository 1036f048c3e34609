package dev.callfile.api;

import static dev.callfile.Api.as;
import static dev.callfile.Api.calls;
import static dev.callfile.Api.newCase;
import static dev.callfile.Api.newSid;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.callfile.Api;
import dev.callfile.Database;
import dev.callfile.Tokens;
import dev.callfile.TwilioStandIn;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A person's words stand, and only the words that were sent change. */
@QuarkusTest
class PhoneCallEditTest {

    private final String caseId = newCase();
    private final String callSid = newSid("CA");
    private final String token = Tokens.writer(caseId);

    @Test
    void get_hasAStrongETag_thatMovesWithTheRecordAlone() {
        String call = made();
        Response first = as(token).get(call);
        String tag = first.header("ETag");

        first.then().statusCode(200).body("data.twilio_call_sid", equalTo(callSid));
        assertEquals('"', tag.charAt(0));
        as(token).header("If-None-Match", tag).get(call).then().statusCode(304).header("ETag", tag);
        as(token).header("If-None-Match", "\"x\", " + tag).get(call).then().statusCode(304);
        callback("CallStatus", "completed", "CallDuration", "5");
        as(token)
                .header("If-None-Match", tag)
                .get(call)
                .then()
                .statusCode(200)
                .body("data.status", equalTo("completed"));
    }

    @Test
    void list_hasAnETag_too() {
        made();
        String tag = Api.get(caseId, "").header("ETag");

        as(token).header("If-None-Match", tag).get(calls(caseId)).then().statusCode(304);
        as(token)
                .header("If-None-Match", tag)
                .get(calls(caseId) + "?per_page=1")
                .then()
                .statusCode(200);
    }

    @Test
    void get_ofAnotherCase_orNoCase_is404() {
        String id = made().replaceFirst(".*/", "");
        String elsewhere = newCase();

        as(Tokens.reader(elsewhere)).get(calls(elsewhere) + "/" + id).then().statusCode(404);
        as(token).get(calls(caseId) + "/" + newCase()).then().statusCode(404).body("code", equalTo("not_found"));
        as(token).get(calls(caseId) + "/x").then().statusCode(404);
        as(token).get(calls(caseId) + "/" + id.toLowerCase()).then().statusCode(200);
    }

    @Test
    void patch_writesWhatIsSent_andNothingElse() {
        String call = made();
        Response before = as(token).get(call);

        patch(call, Map.of("notes", "Called back", "summary", "They have it."))
                .statusCode(200)
                .header("ETag", notNullValue())
                .body("data.notes", equalTo("Called back"))
                .body("data.summary", equalTo("They have it."))
                .body("data.called_by", equalTo("dana"))
                .body("data.status", equalTo("ringing"))
                .body("meta.provenance.notes.source", equalTo("person"))
                .body("meta.provenance.notes.by", equalTo("case-worker"))
                .body("meta.provenance.called_by.source", equalTo("twilio"))
                .body("meta.provenance.called_by.by", nullValue());
        assertNotEquals(before.header("ETag"), as(token).get(call).header("ETag"));
        assertNotEquals(before.<String>path("data.updated_at"), Api.only(caseId).get("updated_at"));
        assertEquals(before.path("data.created_at"), Api.only(caseId).get("created_at"));
    }

    @Test
    void patch_ofNull_empties_andStaysSo() {
        String call = made();

        patch(call, "{\"called_by\": null, \"institution_contact_id\": null, \"action_items\": null}")
                .body("data.called_by", nullValue())
                .body("data.action_items", equalTo(List.of()));
        callback("CallStatus", "in-progress");

        as(token)
                .get(call)
                .then()
                .body("data.status", equalTo("in_progress"))
                .body("data.called_by", nullValue())
                .body("data.institution_contact_id", nullValue());
    }

    @Test
    void patch_thatChangesNothing_leavesNoTrace() {
        String call = made();
        patch(call, Map.of("notes", "x")).statusCode(200);
        String tag = as(token).get(call).header("ETag");
        long events = Database.count("select count(*) from call_event where call_sid = ?", callSid);

        patch(call, Map.of("notes", "x")).statusCode(200).header("ETag", tag);
        patch(call, "{}").statusCode(200).header("ETag", tag);
        assertEquals(events, Database.count("select count(*) from call_event where call_sid = ?", callSid));
    }

    @Test
    void patch_withAnotherETag_is412_andWritesNothing() {
        String call = made();
        String old = as(token).get(call).header("ETag");
        patch(call, Map.of("notes", "first")).statusCode(200);

        as(token)
                .header("If-Match", old)
                .contentType("application/merge-patch+json")
                .body(Map.of("notes", "second"))
                .patch(call)
                .then()
                .statusCode(412)
                .contentType("application/problem+json")
                .body("code", equalTo("precondition_failed"));
        assertEquals("first", Api.only(caseId).get("notes"));
        for (String match : List.of(as(token).get(call).header("ETag"), "*")) {
            as(token)
                    .header("If-Match", match)
                    .contentType("application/merge-patch+json")
                    .body(Map.of("notes", "third"))
                    .patch(call)
                    .then()
                    .statusCode(200);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"status\": \"completed\"} | status",
                "{\"id\": \"x\"} | id",
                "{\"case_id\": \"x\"} | case_id",
                "{\"notez\": \"x\"} | notez",
                "{\"notes\": 1} | notes",
                "{\"summary\": [\"x\"]} | summary",
                "{\"transcript\": \"a\\u0000\"} | transcript",
                "{\"notes\": \"\\ud800\"} | notes",
                "{\"called_by\": \"\"} | called_by",
                "{\"action_items\": {}} | action_items",
                "{\"action_items\": [1]} | action_items.0",
                "{\"action_items\": [{}]} | action_items.0.description",
                "{\"action_items\": [{\"description\": \"x\", \"completed\": \"no\"}]} | action_items.0.completed",
                "{\"action_items\": [{\"description\": \"x\", \"due\": \"no\"}]} | action_items.0.due",
                "{\"action_items\": [{\"description\": \"x\", \"id\": \"no\"}]} | action_items.0.id",
            })
    void patch_ofWhatCannotBeWritten_is422(String body, String field) {
        String call = made();

        patch(call, body).statusCode(422).body("errors.field", hasItem(field)).body("errors.size()", equalTo(1));
        patch(call, Map.of("notes", "x", "to_number", "y")).statusCode(422);
        assertEquals(null, Api.only(caseId).get("notes"));
    }

    @Test
    void patch_withFaultsWithoutEnd_isToldTheFirstHundred() {
        String body = IntStream.range(0, 50_000)
                .mapToObj(i -> "\"field" + i + "\": 1")
                .collect(Collectors.joining(",", "{", "}"));

        patch(made(), body).statusCode(422).body("errors.size()", equalTo(100));
    }

    @Test
    void patch_ofAnotherShape_isRefused() {
        String call = made();

        patch(call, "{").statusCode(400);
        patch(call, "").statusCode(400);
        patch(call, "[]").statusCode(422);
        as(token)
                .contentType("text/plain")
                .body("{}")
                .patch(call)
                .then()
                .statusCode(415)
                .body("code", equalTo("unsupported_media_type"));
        as(Tokens.reader(caseId))
                .contentType("application/json")
                .body("{}")
                .patch(call)
                .then()
                .statusCode(403);
        as(token)
                .contentType("application/json")
                .body("{}")
                .patch(calls(caseId) + "/" + newCase())
                .then()
                .statusCode(404);
    }

    @Test
    void actionItems_keepTheirIds_andOneCanBeTicked() {
        String call = made();
        Response first = patch(
                        call,
                        Map.of("action_items", List.of(item("Mail Letters"), item("Call again"), item("Call again"))))
                .statusCode(200)
                .extract()
                .response();
        List<String> ids = first.path("data.action_items.id");

        as(token)
                .contentType("application/merge-patch+json")
                .body(Map.of("completed", true))
                .patch(call + "/action-items/" + ids.get(1))
                .then()
                .statusCode(200)
                .body("data", equalTo(Map.of("id", ids.get(1), "description", "Call again", "completed", true)));
        Response second = patch(
                        call,
                        Map.of(
                                "action_items",
                                List.of(
                                        item("New"),
                                        item("Mail Letters"),
                                        Map.of("id", ids.get(2), "description", "Call again on Monday"))))
                .extract()
                .response();

        List<String> after = second.path("data.action_items.id");
        assertEquals(ids.get(0), after.get(1));
        assertEquals(ids.get(2), after.get(2));
        assertEquals(false, ids.contains(after.get(0)));
        as(token)
                .contentType("application/json")
                .body(Map.of("completed", true))
                .patch(call + "/action-items/" + ids.get(1))
                .then()
                .statusCode(404);
        as(token)
                .contentType("application/json")
                .body(Map.of("completed", "yes", "id", "x"))
                .patch(call + "/action-items/" + after.get(0))
                .then()
                .statusCode(422)
                .body("errors.field", containsInAnyOrder("completed", "id"));
    }

    @RepeatedTest(5)
    void editsAndCallbacks_atTheSameTime_loseNoWord(RepetitionInfo repetition) {
        String call = made();
        Random random = new Random(repetition.getCurrentRepetition());
        List<Runnable> work = new ArrayList<>();
        for (String field : List.of("notes", "summary", "transcript", "called_by", "institution_contact_id")) {
            work.add(() -> patch(call, Map.of(field, "by a person")).statusCode(200));
        }
        for (String status : List.of("initiated", "ringing", "in-progress", "completed")) {
            work.add(() -> callback("CallStatus", status, "From", "+15005550001"));
        }
        Collections.shuffle(work, random);

        CompletableFuture.allOf(work.stream().map(CompletableFuture::runAsync).toArray(CompletableFuture[]::new))
                .join();

        Map<String, Object> record = Api.only(caseId);
        assertEquals("completed", record.get("status"));
        for (String field : List.of("notes", "summary", "transcript", "called_by", "institution_contact_id")) {
            assertEquals("by a person", record.get(field), field);
        }
    }

    @Test
    void words_ofAChildsRecord_stayWhenItTurnsOutToBeAnothers() {
        String root = newSid("CA");
        String target = TwilioStandIn.STATUS + "?case_id=" + caseId;
        TwilioStandIn.post(target, TwilioStandIn.form("CallSid", root, "CallStatus", "ringing"));
        TwilioStandIn.post(target, TwilioStandIn.form("CallSid", callSid, "CallStatus", "ringing"));
        Api.list(caseId)
                .forEach(call -> patch(
                                calls(caseId) + "/" + call.get("id"),
                                call.get("twilio_call_sid").equals(root)
                                        ? Map.of("notes", "of the root", "action_items", List.of(item("of the root")))
                                        : Map.of(
                                                "notes", "of the child",
                                                "summary", "of the child",
                                                "action_items", List.of(item("of the child"))))
                        .statusCode(200));

        TwilioStandIn.post(
                target, TwilioStandIn.form("CallSid", callSid, "ParentCallSid", root, "CallStatus", "in-progress"));

        Map<String, Object> record = Api.only(caseId);
        assertEquals("of the child", record.get("summary"));
        for (String words : List.of("of the root", "of the child")) {
            assertTrue(record.get("notes").toString().contains(words), record.toString());
            assertTrue(record.get("action_items").toString().contains(words), record.toString());
        }
        as(token)
                .get(calls(caseId) + "/" + record.get("id") + "/events")
                .then()
                .body("data.find { it.kind == 'fold' }.details.words.summary.value", equalTo("of the child"));
    }

    @Test
    void strayCall_isAssigned_andStaysWhereItWasPut() {
        TwilioStandIn.post(TwilioStandIn.STATUS, TwilioStandIn.form("CallSid", callSid, "CallStatus", "ringing"));
        String id = Database.strings("select id from phone_call where twilio_call_sid = ?", callSid)
                .get(0);
        String everyCase = Tokens.writer("*");

        assign(Tokens.writer(caseId), id, Map.of("case_id", caseId)).statusCode(403);
        assign(Tokens.claims("phone-calls:read", "*").sign(), id, Map.of("case_id", caseId))
                .statusCode(403);
        assign(everyCase, id, Map.of("case_id", "x")).statusCode(422).body("errors[0].field", equalTo("case_id"));
        assign(everyCase, id, "{}").statusCode(422);
        assign(everyCase, newCase(), Map.of("case_id", caseId)).statusCode(404);
        assign(everyCase, id, Map.of("case_id", caseId.toLowerCase()))
                .statusCode(200)
                .body("data.id", equalTo(id));
        TwilioStandIn.post(
                TwilioStandIn.STATUS + "?case_id=" + newCase(),
                TwilioStandIn.form("CallSid", callSid, "CallStatus", "completed"));

        assertEquals("completed", Api.only(caseId).get("status"));
        assertEquals(
                List.of("case-worker"),
                Database.strings("select actor from call_event where call_sid = ? and kind = 'move'", callSid));
    }

    @ParameterizedTest
    @ValueSource(strings = {"notes", "transcript", "summary"})
    void text_ofManyKinds_comesBackAsItWent(String field) {
        String call = made();
        String text = "Zoë \uD83D\uDE00 \"quoted\" \\ \n\t" + "x".repeat(40_000);

        as(token)
                .contentType("application/json; charset=UTF-8")
                .body(Map.of(field, text))
                .patch(call)
                .then()
                .statusCode(200);

        assertEquals(text, Api.only(caseId).get(field));
    }

    @Test
    void text_withMoreWordsThanAnIndexTakes_isKept() {
        StringBuilder words = new StringBuilder();
        IntStream.range(0, 60_000)
                .forEach(i -> words.append(Integer.toString(i * 7919, 36)).append(' '));
        String text = words.substring(0, 400_000);

        patch(made(), Map.of("transcript", text)).statusCode(200);

        assertEquals(text, Api.only(caseId).get("transcript"));
    }

    private ValidatableResponse assign(String as, String id, Object body) {
        return as(as).contentType("application/json")
                .body(body)
                .post("/v1/phone-calls/" + id + "/assign")
                .then();
    }

    private static Map<String, Object> item(String description) {
        return Map.of("description", description, "completed", false);
    }

    private ValidatableResponse patch(String call, Object body) {
        return as(token)
                .contentType("application/merge-patch+json")
                .body(body)
                .patch(call)
                .then();
    }

    private void callback(String... fields) {
        TwilioStandIn.post(
                        TwilioStandIn.STATUS + "?case_id=" + caseId + "&institution_contact_id=chase&called_by=dana",
                        TwilioStandIn.form(fields).and("CallSid", callSid))
                .then()
                .statusCode(204);
    }

    /** The path of the case's call. */
    private String made() {
        callback("CallStatus", "ringing");
        return calls(caseId) + "/" + Api.only(caseId).get("id");
    }
}
