package dev.callfile.api;

import static dev.callfile.Api.get;
import static dev.callfile.Api.newCase;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.callfile.Api;
import dev.callfile.Database;
import dev.callfile.Tokens;
import dev.callfile.TwilioStandIn;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
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

@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PhoneCallListTest {

    private static final List<String> RECORD = List.of(
            "id",
            "institution_contact_id",
            "to_number",
            "from_number",
            "status",
            "direction",
            "duration_seconds",
            "started_at",
            "ended_at",
            "recording_url",
            "recording_duration_seconds",
            "recording_status",
            "transcript",
            "summary",
            "action_items",
            "called_by",
            "twilio_call_sid",
            "notes",
            "created_at",
            "updated_at");

    private static final int CALLS = 90;

    private CaseOfCalls of;

    @BeforeAll
    void fill() {
        of = new CaseOfCalls(CALLS, new Random(7));
    }

    @Test
    void record_hasEveryField() {
        Map<String, Object> call = Api.list(of.id).get(0);

        assertEquals(RECORD, List.copyOf(call.keySet()));
        assertTrue(call.get("action_items") instanceof List);
    }

    @Test
    void record_readsAsTheUsersDocumentShowsIt() {
        String caseId = newCase();
        String id = newCase();
        Database.execute("""
                insert into phone_call values (?, ?, null, ?, 'contact', '+11112223333', '+11112223334', 'completed',
                    'outbound', 342, timestamptz '2023-11-07T05:31:56Z', timestamptz '2023-11-07T06:31:56+01', 'RE1',
                    'completed', 123, 'Agent: Hello', 'Called Chase estate services.',
                    '[{"id": "1", "description": "Mail Letters Testamentary", "completed": false}]', 'dana', 'notes',
                    timestamptz '2023-11-07T05:31:56.123456Z', timestamptz '2023-11-07T05:31:57Z')
                """, id, "CA" + id, caseId);

        Map<String, Object> call = Api.only(caseId);

        assertEquals(342, call.get("duration_seconds"));
        assertEquals("2023-11-07T05:31:56Z", call.get("ended_at"));
        assertEquals("2023-11-07T05:31:56.123456Z", call.get("created_at"));
        assertEquals("2023-11-07T05:31:57Z", call.get("updated_at"));
        assertEquals(
                List.of(Map.of("id", "1", "description", "Mail Letters Testamentary", "completed", false)),
                call.get("action_items"));
        assertEquals("Agent: Hello", call.get("transcript"));
        assertEquals("Called Chase estate services.", call.get("summary"));
        assertEquals("notes", call.get("notes"));
        assertEquals(
                "https://calls.example.com" + Api.calls(caseId) + "/" + id + "/recording", call.get("recording_url"));
    }

    @ParameterizedTest
    @CsvSource({"created_at, desc", "created_at, asc", "duration_seconds, desc", "duration_seconds, asc"})
    void everyFilterSortAndSize_byPageAndByCursor_readsAsTheModel(String sortBy, String sortOrder) {
        List<String> statuses = new ArrayList<>(List.of("completed", "busy"));
        statuses.add(null);
        List<String> contacts = new ArrayList<>(List.of("contact 1", "nobody"));
        contacts.add(null);
        for (String status : statuses) {
            for (String contact : contacts) {
                for (int perPage : List.of(3, 25, 100)) {
                    List<String> expected = of.expected(
                            call -> (status == null || call.status().equals(status))
                                    && (contact == null || contact.equals(call.contact())),
                            sortBy,
                            sortOrder);
                    String list = "sort_by=" + sortBy + "&sort_order=" + sortOrder
                            + (status == null ? "" : "&status=" + status)
                            + (contact == null ? "" : "&institution_contact_id=" + TwilioStandIn.encode(contact));
                    Reading.ofCase(of.id).assertPages(list, perPage, expected);
                    Reading.ofCase(of.id).assertWalk(list, perPage, expected);
                }
            }
        }
    }

    @Test
    void noParameters_areTheDefaults() {
        JsonPath answer = ok(get(of.id, ""));

        assertEquals(of.expected(call -> true, "created_at", "desc").subList(0, 25), answer.getList("data.id"));
        assertEquals(1, answer.getInt("meta.page"));
        assertEquals(25, answer.getInt("meta.per_page"));
        assertEquals((CALLS + 24) / 25, answer.getInt("meta.total_pages"));
    }

    @Test
    void caseWithoutCalls_isAnEmptyList() {
        get(newCase(), "")
                .then()
                .statusCode(200)
                .body("data", equalTo(List.of()))
                .body("meta.total_count", equalTo(0))
                .body("meta.total_pages", equalTo(0))
                .body("meta.has_more", equalTo(false))
                .body("meta.next_cursor", equalTo(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"6", "2147483648", "999999999999999999"})
    void pagePastTheLast_isEmpty(String page) {
        get(of.id, "?page=" + page)
                .then()
                .statusCode(200)
                .body("data", equalTo(List.of()))
                .body("meta.page.toString()", equalTo(page))
                .body("meta.total_count", equalTo(CALLS))
                .body("meta.has_more", equalTo(false))
                .body("meta.next_cursor", equalTo(null));
    }

    @ParameterizedTest
    @CsvSource({
        "page=0, page",
        "page=1;per_page=2, page",
        "page=-1, page",
        "page=1.0, page",
        "page=x, page",
        "page=, page",
        "page, page",
        "page=+1, page",
        "page=%D9%A1, page",
        "page=9999999999999999999, page",
        "per_page=0, per_page",
        "per_page=101, per_page",
        "status=canceled, status",
        "status=COMPLETED, status",
        "status=, status",
        "status=completed%20, status",
        "sort_by=id, sort_by",
        "sort_by=created_at%3Bdrop, sort_by",
        "sort_order=down, sort_order",
        "institution_contact_id=, institution_contact_id",
        "institution_contact_id=%00, institution_contact_id",
        "cursor=, cursor",
        "cursor=e30, cursor",
        "cursor=bnVsbA, cursor",
        "cursor=%25%25, cursor",
        "per-page=10, per-page",
        "Page=2, Page",
        "page%20=2, 'page '",
        "page=1&page=2, page",
        "status=busy&status=busy, status"
    })
    void wrongParameter_isToldByName(String query, String field) {
        get(of.id, "?" + query)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("bad_request"))
                .body("errors.field", equalTo(List.of(field)))
                .body("errors.detail", everyItem(notNullValue()));
    }

    @Test
    void allFaults_areToldAtOnce() {
        Api.as(Tokens.reader("*"))
                .get(Api.calls("x")
                        + "?page=0&per_page=x&status=y&sort_by=z&sort_order=w&institution_contact_id=&cursor=!&typo=1")
                .then()
                .statusCode(400)
                .body(
                        "errors.field",
                        hasItems(
                                "case_id",
                                "page",
                                "per_page",
                                "status",
                                "sort_by",
                                "sort_order",
                                "institution_contact_id",
                                "cursor",
                                "typo"));
    }

    @Test
    void cursor_withPage_isRefused() {
        get(of.id, "?page=1&cursor=" + cursor(""))
                .then()
                .statusCode(400)
                .body("errors.field", equalTo(List.of("page")));
    }

    @Test
    void cursor_ofAnotherList_isRefused() {
        String cursor = cursor("&status=completed");
        CaseOfCalls other = new CaseOfCalls(3, new Random(1));

        for (String list : List.of(
                "",
                "&status=busy",
                "&status=completed&sort_order=asc",
                "&status=completed&sort_by=duration_seconds",
                "&status=completed&institution_contact_id=x")) {
            get(of.id, "?per_page=1" + list + "&cursor=" + cursor)
                    .then()
                    .statusCode(400)
                    .body("errors.field", equalTo(List.of("cursor")));
        }
        get(other.id, "?per_page=1&status=completed&cursor=" + cursor).then().statusCode(400);
        get(of.id, "?per_page=9&status=completed&cursor=" + cursor).then().statusCode(200);
        get(of.id, "?status=completed&sort_by=created_at&cursor=" + cursor)
                .then()
                .statusCode(200);
    }

    @Test
    void cursor_isUrlSafeBase64OfAnObjectWithAnId() {
        String cursor = cursor("");

        assertTrue(cursor.matches("[A-Za-z0-9_-]+"), cursor);
        JsonPath json = JsonPath.from(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
        assertEquals(of.expected(call -> true, "created_at", "desc").get(0), json.getString("id"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "created_at | id | null",
                "created_at | list | null",
                "created_at | created_at | null",
                "created_at | created_at | '-999999999-01-01T00:00:00Z'",
                "created_at | created_at | '+999999999-12-31T23:59:59Z'",
                "created_at | duration_seconds | 1",
                "duration_seconds | id | null",
                "duration_seconds | id | 'x'",
                "duration_seconds | duration_seconds | null",
                "duration_seconds | duration_seconds | -1",
                "duration_seconds | duration_seconds | 1.5",
                "duration_seconds | duration_seconds | '1'",
                "duration_seconds | version | -1",
                "duration_seconds | version | 1e99",
                "duration_seconds | more | 1"
            })
    void cursor_withAnotherValue_isRefused(String sortBy, String key, String value) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = (ObjectNode) mapper.readTree(Base64.getUrlDecoder().decode(cursor("&sort_by=" + sortBy)));
        json.set(key, mapper.readTree(value.replace('\'', '"')));
        String cursor = Base64.getUrlEncoder().encodeToString(mapper.writeValueAsBytes(json));

        get(of.id, "?per_page=1&sort_by=" + sortBy + "&cursor=" + cursor)
                .then()
                .statusCode(400)
                .body("errors.field", equalTo(List.of("cursor")));
    }

    @Test
    void cursor_tamperedWith_isRefusedOrHarmless() {
        byte[] good = Base64.getUrlDecoder().decode(cursor("&sort_by=duration_seconds"));
        Random random = new Random(3);
        for (int i = 0; i < 300; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] = (byte) (32 + random.nextInt(95));
            String cursor = Base64.getUrlEncoder().encodeToString(bad);
            int status = get(of.id, "?per_page=1&sort_by=duration_seconds&cursor=" + cursor)
                    .statusCode();
            assertTrue(status == 200 || status == 400, () -> new String(bad, StandardCharsets.UTF_8));
        }
    }

    private String cursor(@Nullable String list) {
        return ok(get(of.id, "?per_page=1" + list)).getString("meta.next_cursor");
    }

    private static JsonPath ok(Response answer) {
        return answer.then().statusCode(200).extract().jsonPath();
    }
}
