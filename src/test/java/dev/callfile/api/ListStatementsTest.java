package dev.callfile.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.callfile.Api;
import dev.callfile.LogListener;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.Random;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many statements a page takes: its own, and a count only where it has filters and does not tell the total itself. */
@QuarkusTest
class ListStatementsTest {

    private static final int CALLS = 10;

    private final LogListener sql = new LogListener("dev.callfile.SQL", Level.FINE);

    @AfterEach
    void stopListening() {
        sql.close();
    }

    @ParameterizedTest
    @CsvSource({
        "page=1, 1",
        "per_page=10, 1",
        "per_page=3&page=4, 1",
        "per_page=3, 1",
        "per_page=3&page=2, 1",
        "page=2, 2",
        "direction=outbound, 1",
        "direction=outbound&per_page=2, 2",
        "status=completed&institution_contact_id=nobody, 1",
        "sort_by=duration_seconds, 1"
    })
    void page_countsOnlyWhatItDoesNotTell(String query, int expected) {
        CaseOfCalls of = new CaseOfCalls(CALLS, new Random(5));

        Response answer = Api.get(of.id, "?" + query);

        answer.then().statusCode(200);
        assertEquals(expected, statements(answer), () -> sql.lines().toString());
    }

    @ParameterizedTest
    @CsvSource({"created_at", "duration_seconds"})
    void cursor_countsNothing(String sortBy) {
        CaseOfCalls of = new CaseOfCalls(CALLS, new Random(5));
        String list = "?per_page=3&sort_by=" + sortBy;
        String cursor = Api.get(of.id, list).jsonPath().getString("meta.next_cursor");

        Response answer = Api.get(of.id, list + "&cursor=" + cursor);

        answer.then().statusCode(200);
        assertEquals(1, statements(answer), () -> sql.lines().toString());
    }

    /** Those of one request: the work that is done on the side has statements too, whenever it likes. */
    private long statements(Response answer) {
        String requestId = answer.header("X-Request-Id");
        return sql.lines().stream().filter(line -> line.contains(requestId)).count();
    }
}
