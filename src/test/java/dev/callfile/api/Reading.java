package dev.callfile.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.callfile.Api;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Reads a list as a client does, by page and by cursor, and compares it with what it must be.
 *
 * @param get asks for a query, given without its question mark
 */
record Reading(Function<String, Response> get) {

    static Reading ofCase(String caseId) {
        return new Reading(query -> Api.get(caseId, "?" + query));
    }

    JsonPath ok(String query) {
        return get.apply(query).then().statusCode(200).extract().jsonPath();
    }

    void assertPages(String list, int perPage, List<String> expected) {
        int pages = (expected.size() + perPage - 1) / perPage;
        for (int page : new int[] {1, 2, Math.max(1, pages), pages + 1}) {
            JsonPath answer = ok(list + "&per_page=" + perPage + "&page=" + page);
            int from = Math.min((page - 1) * perPage, expected.size());
            int to = Math.min(from + perPage, expected.size());
            assertEquals(expected.subList(from, to), answer.getList("data.id"), list);
            assertEquals(page, answer.getInt("meta.page"));
            assertEquals(perPage, answer.getInt("meta.per_page"));
            assertEquals(expected.size(), answer.getInt("meta.total_count"), list);
            assertEquals(pages, answer.getInt("meta.total_pages"));
            assertEquals(page < pages, answer.getBoolean("meta.has_more"));
            assertEquals(page < pages, answer.get("meta.next_cursor") != null);
        }
    }

    void assertWalk(String list, int perPage, List<String> expected) {
        List<String> walked = new ArrayList<>();
        String next = "";
        while (next != null && walked.size() <= expected.size()) {
            JsonPath answer = ok(list + "&per_page=" + perPage + next);
            walked.addAll(answer.getList("data.id"));
            assertEquals(perPage, answer.getInt("meta.per_page"));
            assertEquals(answer.getBoolean("meta.has_more"), answer.get("meta.next_cursor") != null);
            if (!next.isEmpty()) {
                assertNull(answer.get("meta.page"));
                assertNull(answer.get("meta.total_count"));
                assertNull(answer.get("meta.total_pages"));
            }
            next = answer.get("meta.next_cursor") == null ? null : "&cursor=" + answer.get("meta.next_cursor");
        }
        assertEquals(expected, walked, list);
    }
}
