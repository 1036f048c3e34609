package dev.callfile.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.callfile.Api;
import dev.callfile.LogListener;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Random;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many statements a page takes: its own, and a count only where the page does not tell the total itself. */
@QuarkusTest
class ListStatementsTest {

    private static final int CALLS = 10;

    private final LogListener sql = new LogListener("org.hibernate.SQL", Level.FINE);

    @AfterEach
    void stopListening() {
        sql.close();
    }

    @ParameterizedTest
    @CsvSource({
        "page=1, 1",
        "per_page=10, 1",
        "per_page=3&page=4, 1",
        "per_page=3, 2",
        "per_page=3&page=2, 2",
        "page=2, 2",
        "status=completed&institution_contact_id=nobody, 1",
        "sort_by=duration_seconds, 1"
    })
    void page_countsOnlyWhatItDoesNotTell(String query, int expected) {
        CaseOfCalls of = new CaseOfCalls(CALLS, new Random(5));

        Api.get(of.id, "?" + query).then().statusCode(200);

        assertEquals(expected, pages(), () -> sql.lines().toString());
    }

    @ParameterizedTest
    @CsvSource({"created_at", "duration_seconds"})
    void cursor_countsNothing(String sortBy) {
        CaseOfCalls of = new CaseOfCalls(CALLS, new Random(5));
        String list = "?per_page=3&sort_by=" + sortBy;
        String cursor = Api.get(of.id, list).jsonPath().getString("meta.next_cursor");
        sql.lines().clear();

        Api.get(of.id, list + "&cursor=" + cursor).then().statusCode(200);

        assertEquals(1, pages(), () -> sql.lines().toString());
    }

    /** The queue of transcripts is looked at all the time, whoever reads. */
    private long pages() {
        return sql.lines().stream()
                .filter(line -> !line.contains("transcript_fetch"))
                .count();
    }
}
