package dev.callfile.api;

import static dev.callfile.Api.as;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.callfile.Api;
import dev.callfile.Database;
import dev.callfile.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The calls that wait for a case, for those who may see every case. */
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnassignedCallTest {

    private static final String ADDRESS = "/v1/phone-calls";
    private static final int CALLS = 60;

    private final String calledBy = Api.newCase();
    private final String ours = "unassigned=true&called_by=" + calledBy;
    private final Reading list = new Reading(query -> as(Tokens.reader("*")).get(ADDRESS + "?" + ours + "&" + query));
    private CaseOfCalls of;

    @BeforeAll
    void fill() {
        of = CaseOfCalls.unassigned(CALLS, new Random(13), calledBy);
    }

    @RepeatedTest(20)
    void list_readsAsTheModel(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        RandomFilter filter = RandomFilter.some(random);
        // Our own calls are told from others' by called_by, which cannot be asked for twice.
        if (filter.query().contains("called_by")) {
            filter = new RandomFilter("", call -> true);
        }
        String sortBy = random.nextBoolean() ? "created_at" : "duration_seconds";
        String sortOrder = random.nextBoolean() ? "asc" : "desc";
        String query = "sort_by=" + sortBy + "&sort_order=" + sortOrder + filter.query();
        List<String> expected = of.expected(filter.holds(), sortBy, sortOrder);

        list.assertPages(query, 9, expected);
        list.assertWalk(query, 9, expected);
    }

    @Test
    void list_hasNoCallOfACase() {
        CaseOfCalls other = new CaseOfCalls(1, new Random(1));

        as(Tokens.reader("*"))
                .get(ADDRESS + "?unassigned=true&per_page=100")
                .then()
                .statusCode(200)
                .body("data.id", not(hasItem(other.calls.get(0).id())));
    }

    @Test
    void walkByDuration_goesOnInTheOrderThatItBeganIn() {
        String some = Api.newCase();
        CaseOfCalls changing = CaseOfCalls.unassigned(20, new Random(17), some);
        Reading walk = new Reading(query -> as(Tokens.reader("*"))
                .get(ADDRESS + "?unassigned=true&sort_by=duration_seconds&per_page=6&called_by=" + some + query));
        List<String> expected = changing.expected(call -> true, "duration_seconds", "desc");
        List<String> walked = new ArrayList<>();
        String next = "";
        while (next != null) {
            var page = walk.ok(next);
            walked.addAll(page.getList("data.id"));
            next = page.getString("meta.next_cursor") == null ? null : "&cursor=" + page.getString("meta.next_cursor");
            if (walked.size() == 6) {
                move(expected.get(19), 1000);
                move(expected.get(0), 0);
            }
        }
        assertEquals(expected, walked);
    }

    /** As a callback does it for a call without a case. */
    private static void move(String id, int seconds) {
        Database.execute("""
                with version as (
                    insert into case_version as v values ('', 1)
                    on conflict (case_id) do update set version = v.version + 1
                    returning v.version
                ), changed as (
                    insert into duration_change
                    select '', version, c.id, coalesce(c.duration_seconds, 0) from version, phone_call c where c.id = ?
                )
                update phone_call set duration_seconds = ? where id = ?
                """, id, seconds, id);
    }

    @Test
    void tokenForSomeCases_isForbidden() {
        for (String token : List.of(
                Tokens.reader(),
                Tokens.reader(Api.newCase()),
                Tokens.claims("phone-calls:write", "*").sign(),
                Tokens.claims("phone-calls:read", "*").claim("cases", "*").sign(),
                Tokens.claims("phone-calls:read", "*").remove("cases").sign())) {
            as(token).get(ADDRESS + "?unassigned=true").then().statusCode(403).body("code", equalTo("forbidden"));
        }
        as(Tokens.reader(Api.newCase())).get(ADDRESS + "?nonsense=1").then().statusCode(403);
        as(Tokens.reader(Api.newCase(), "*"))
                .get(ADDRESS + "?unassigned=true")
                .then()
                .statusCode(200);
        RestAssured.given().get(ADDRESS + "?unassigned=true").then().statusCode(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?per_page=1",
                "?unassigned=false",
                "?unassigned=",
                "?unassigned=True",
                "?unassigned",
                "?unassigned=true&unassigned=true"
            })
    void unassigned_mustBeAskedFor(String query) {
        as(Tokens.reader("*"))
                .get(ADDRESS + query)
                .then()
                .statusCode(400)
                .body("errors.field", equalTo(List.of("unassigned")));
    }

    @Test
    void allFaults_areToldAtOnce() {
        as(Tokens.reader("*"))
                .get(ADDRESS + "?page=0&status=x&case_id=1")
                .then()
                .statusCode(400)
                .body("errors.field", hasItems("unassigned", "page", "status", "case_id"));
    }

    @ParameterizedTest
    @CsvSource({"created_at", "duration_seconds"})
    void cursor_isOfThisListAlone(String sortBy) {
        CaseOfCalls other = new CaseOfCalls(3, new Random(1));
        String sort = "&sort_by=" + sortBy;
        String here = as(Tokens.reader("*"))
                .get(ADDRESS + "?unassigned=true&per_page=1" + sort)
                .jsonPath()
                .getString("meta.next_cursor");
        String there = Api.get(other.id, "?per_page=1" + sort).jsonPath().getString("meta.next_cursor");

        as(Tokens.reader("*"))
                .get(ADDRESS + "?unassigned=true" + sort + "&cursor=" + here)
                .then()
                .statusCode(200);
        as(Tokens.reader("*"))
                .get(ADDRESS + "?unassigned=true" + sort + "&cursor=" + there)
                .then()
                .statusCode(400)
                .body("errors.field", equalTo(List.of("cursor")));
        Api.get(other.id, "?cursor=" + here + sort)
                .then()
                .statusCode(400)
                .body("errors.field", equalTo(List.of("cursor")));
    }
}
