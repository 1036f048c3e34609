package dev.callfile.api;

import static dev.callfile.Api.as;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.callfile.Api;
import dev.callfile.Database;
import dev.callfile.Tokens;
import dev.callfile.api.CaseOfCalls.Call;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a case's calls have left to be done. */
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActionItemTest {

    private CaseOfCalls of;

    @BeforeAll
    void fill() {
        of = new CaseOfCalls(90, new Random(19));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 25, 100})
    void walk_readsAsTheModel(int perPage) {
        for (Boolean completed : new @Nullable Boolean[] {null, true, false}) {
            String list = "?per_page=" + perPage + (completed == null ? "" : "&completed=" + completed);
            List<String> expected = expected(completed);
            assertTrue(expected.size() > 30);
            List<String> walked = new ArrayList<>();
            String next = "";
            while (next != null && walked.size() <= expected.size()) {
                JsonPath page =
                        get(of.id, list + next).then().statusCode(200).extract().jsonPath();
                walked.addAll(page.getList("data.id"));
                assertEquals(perPage, page.getInt("meta.per_page"));
                assertEquals(page.getBoolean("meta.has_more"), page.get("meta.next_cursor") != null);
                next = page.get("meta.next_cursor") == null ? null : "&cursor=" + page.get("meta.next_cursor");
            }
            assertEquals(expected, walked);
        }
    }

    private List<String> expected(@Nullable Boolean completed) {
        List<String> expected = new ArrayList<>();
        for (Call call : of.calls.stream()
                .sorted(Comparator.comparing(Call::createdAt)
                        .thenComparing(Call::id)
                        .reversed())
                .toList()) {
            for (int i = 0; i < call.completedItems().size(); i++) {
                if (completed == null || completed.equals(call.completedItems().get(i))) {
                    expected.add(call.id() + "-" + i);
                }
            }
        }
        return expected;
    }

    @Test
    void item_saysWhichCallItCameFrom() {
        String caseId = Api.newCase();
        String id = Api.newCase();
        Database.execute("""
                insert into phone_call (id, twilio_call_sid, case_id, institution_contact_id, to_number, from_number,
                    status, direction, started_at, called_by, created_at, updated_at, action_items)
                values (?, ?, ?, 'contact', '+11112223333', '+11112223334', 'completed', 'outbound',
                    timestamptz '2023-11-07T05:31:56Z', 'dana', timestamptz '2023-11-07T05:31:56.123456Z', now(),
                    '[{"id": "a", "description": "Mail “Letters”", "completed": false},
                      {"id": "b", "description": "Call", "completed": true}]')
                """, id, Api.newSid("CA"), caseId);

        List<Map<String, Object>> items = get(caseId, "").jsonPath().getList("data");

        assertEquals(
                List.of("a", "b"), items.stream().map(item -> item.get("id")).toList());
        Map<String, Object> item = items.get(0);
        assertEquals(List.of("id", "description", "completed", "phone_call"), List.copyOf(item.keySet()));
        assertEquals("Mail “Letters”", item.get("description"));
        assertEquals(false, item.get("completed"));
        assertEquals(true, items.get(1).get("completed"));
        assertEquals(
                Map.of(
                        "id", id,
                        "institution_contact_id", "contact",
                        "to_number", "+11112223333",
                        "from_number", "+11112223334",
                        "direction", "outbound",
                        "status", "completed",
                        "started_at", "2023-11-07T05:31:56Z",
                        "called_by", "dana",
                        "created_at", "2023-11-07T05:31:56.123456Z"),
                item.get("phone_call"));
    }

    @Test
    void caseWithNothingToDo_isAnEmptyList() {
        get(Api.newCase(), "?completed=false")
                .then()
                .statusCode(200)
                .body("data", equalTo(List.of()))
                .body("meta", equalTo(meta()));
    }

    private static Map<String, Object> meta() {
        Map<String, Object> meta = new HashMap<>();
        meta.put("per_page", 25);
        meta.put("next_cursor", null);
        meta.put("has_more", false);
        return meta;
    }

    @ParameterizedTest
    @CsvSource({
        "completed=no, completed",
        "completed=, completed",
        "completed=FALSE, completed",
        "completed=true&completed=false, completed",
        "per_page=0, per_page",
        "per_page=101, per_page",
        "per_page=x, per_page",
        "cursor=, cursor",
        "cursor=e30, cursor",
        "page=1, page",
        "sort_by=created_at, sort_by",
        "status=busy, status"
    })
    void wrongParameter_isToldByName(String query, String field) {
        get(of.id, "?" + query)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors.field", equalTo(List.of(field)));
    }

    @Test
    void allFaults_areToldAtOnce() {
        as(Tokens.reader("*"))
                .get(address("x") + "?completed=x&per_page=x&cursor=x&typo=1")
                .then()
                .statusCode(400)
                .body("errors.field", hasItems("case_id", "completed", "per_page", "cursor", "typo"));
    }

    @Test
    void access_isTheCallsOwn() {
        as(Tokens.reader(Api.newCase())).get(address(of.id)).then().statusCode(403);
        as(Tokens.claims("phone-calls:write", "*").sign())
                .get(address(of.id) + "?typo=1")
                .then()
                .statusCode(403);
        RestAssured.given().get(address(of.id)).then().statusCode(401);
    }

    @Test
    void cursor_ofAnotherList_isRefused() {
        String open = cursor("&completed=false");
        CaseOfCalls other = new CaseOfCalls(30, new Random(19));

        get(of.id, "?completed=false&cursor=" + open).then().statusCode(200);
        for (Response answer : List.of(
                get(of.id, "?cursor=" + open),
                get(of.id, "?completed=true&cursor=" + open),
                get(other.id, "?completed=false&cursor=" + open),
                Api.get(of.id, "?cursor=" + open),
                get(of.id, "?cursor=" + Api.get(of.id, "?per_page=1").jsonPath().getString("meta.next_cursor")))) {
            answer.then().statusCode(400).body("errors.field", equalTo(List.of("cursor")));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "id | null",
                "id | 'x'",
                "list | null",
                "created_at | null",
                "created_at | '+999999999-12-31T23:59:59Z'",
                "duration_seconds | 1",
                "version | 1",
                "item | null",
                "item | 0",
                "item | -1",
                "item | 1.5",
                "item | '1'",
                "item | 1e99",
                "more | 1"
            })
    void cursor_withAnotherValue_isRefused(String key, String value) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = (ObjectNode) mapper.readTree(Base64.getUrlDecoder().decode(cursor("")));
        json.set(key, mapper.readTree(value.replace('\'', '"')));
        String cursor = Base64.getUrlEncoder().encodeToString(mapper.writeValueAsBytes(json));

        get(of.id, "?cursor=" + cursor).then().statusCode(400).body("errors.field", equalTo(List.of("cursor")));
    }

    private String cursor(String list) {
        return get(of.id, "?per_page=1" + list).jsonPath().getString("meta.next_cursor");
    }

    private static Response get(String caseId, String query) {
        return as(Tokens.reader(caseId)).get(address(caseId) + query);
    }

    private static String address(String caseId) {
        return "/v1/cases/" + caseId + "/action-items";
    }
}
