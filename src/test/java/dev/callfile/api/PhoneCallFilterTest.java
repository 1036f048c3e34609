package dev.callfile.api;

import static dev.callfile.Api.get;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.callfile.Api;
import dev.callfile.Database;
import dev.callfile.TwilioStandIn;
import dev.callfile.api.CaseOfCalls.Call;
import io.quarkus.test.junit.QuarkusTest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a list of calls can be narrowed by: alone, together, by page, by cursor, and never by mistake. */
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PhoneCallFilterTest {

    private static final int CALLS = 90;

    private CaseOfCalls of;
    private Reading list;

    @BeforeAll
    void fill() {
        of = new CaseOfCalls(CALLS, new Random(11));
        list = Reading.ofCase(of.id);
    }

    @Test
    void everyFilter_alone_readsAsTheModel() {
        Call some = of.calls.get(5);
        Map<String, Predicate<Call>> filters = new LinkedHashMap<>();
        filters.put("status=busy", call -> call.status().equals("busy"));
        filters.put(
                "status=busy,no_answer,busy",
                call -> List.of("busy", "no_answer").contains(call.status()));
        filters.put("direction=inbound", call -> call.direction().equals("inbound"));
        filters.put("institution_contact_id=contact+1", call -> "contact 1".equals(call.contact()));
        filters.put("called_by=worker+2", call -> "worker 2".equals(call.calledBy()));
        filters.put(
                "phone_number=%2B15550000002",
                call -> "+15550000002".equals(call.to()) || "+15550000002".equals(call.from()));
        filters.put("twilio_call_sid=" + some.sid(), call -> call.equals(some));
        filters.put(
                "created_from=" + some.createdAt(), call -> !call.createdAt().isBefore(some.createdAt()));
        filters.put("created_to=" + some.createdAt(), call -> !call.createdAt().isAfter(some.createdAt()));
        filters.put(
                "created_from=" + some.createdAt() + "&created_to=" + some.createdAt(),
                call -> call.createdAt().equals(some.createdAt()));
        filters.put("started_from=2026-01-01T00:00:00Z", call -> call.startedAt() != null);
        filters.put(
                "started_to=2026-01-01T02:00:00.00001%2B02:00",
                call -> call.startedAt() != null && !call.startedAt().isAfter(CaseOfCalls.START.plusNanos(10_000)));
        for (boolean wanted : new boolean[] {true, false}) {
            filters.put("has_recording=" + wanted, call -> "completed".equals(call.recordingStatus()) == wanted);
            filters.put("has_transcript=" + wanted, call -> (call.transcript() != null) == wanted);
            filters.put(
                    "has_open_action_items=" + wanted,
                    call -> call.completedItems().contains(false) == wanted);
        }
        filters.put("q=certificates", call -> call.says("certificat"));

        filters.forEach((filter, holds) -> {
            List<String> expected = of.expected(holds, "created_at", "desc");
            assertFalse(expected.isEmpty(), filter);
            assertNotEquals(CALLS, expected.size(), filter);
            list.assertPages(filter, 7, expected);
            list.assertWalk(filter, 7, expected);
        });
    }

    @RepeatedTest(60)
    void filters_together_readAsTheModel(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        RandomFilter filter = RandomFilter.some(random);
        String sortBy = random.nextBoolean() ? "created_at" : "duration_seconds";
        String sortOrder = random.nextBoolean() ? "asc" : "desc";
        int perPage = 1 + random.nextInt(30);
        String query = "sort_by=" + sortBy + "&sort_order=" + sortOrder + filter.query();
        List<String> expected = of.expected(filter.holds(), sortBy, sortOrder);

        list.assertPages(query, perPage, expected);
        list.assertWalk(query, perPage, expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status=busy,,failed | status",
                "status=busy, | status",
                "status=, | status",
                "status=busy,%20failed | status",
                "status=busy,canceled | status",
                "status=busy&status=failed | status",
                "direction=both | direction",
                "direction=Inbound | direction",
                "direction= | direction",
                "called_by=%20 | called_by",
                "called_by=%00 | called_by",
                "called_by=a&called_by=b | called_by",
                "phone_number= | phone_number",
                "phone_number=%20 | phone_number",
                "twilio_call_sid= | twilio_call_sid",
                "has_recording=1 | has_recording",
                "has_recording= | has_recording",
                "has_recording | has_recording",
                "has_transcript=TRUE | has_transcript",
                "has_open_action_items=yes | has_open_action_items",
                "q= | q",
                "q=%09 | q",
                "q=a%00b | q",
                "q=a&q=b | q",
                "created_from=now | created_from",
                "created_from=2026-02-30T00:00:00Z | created_from",
                "created_from=2026-01-01T25:00:00Z | created_from",
                "created_from=2026-01-01T00:00Z | created_from",
                "created_from=2026-01-01T00:00:00%2B25:00 | created_from",
                "created_from=%2B12026-01-01T00:00:00Z | created_from",
                "created_to=1767225600 | created_to",
                "started_from=1969-12-31T23:59:59Z | started_from",
                "started_to=9999-12-31T23:59:59-01:00 | started_to",
                "started_to=0000-01-01T00:00:00Z | started_to",
                "created_from=2026-01-01T00:00:01Z&created_to=2026-01-01T00:00:00Z | created_from",
                "started_from=2026-01-01T00:00:00Z&started_to=2026-01-01T00:00:00%2B01:00 | started_from",
                "unassigned=true | unassigned",
                "has_notes=true | has_notes"
            })
    void wrongFilter_isToldByName(String query, String field) {
        get(of.id, "?" + query).then().statusCode(400).body("errors.field", equalTo(List.of(field)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "phone_number=+15550000001 | %2B",
                "created_from=2026-01-01T00:00:00+02:00 | %2B",
                "created_from=2026-01-01 | a date alone",
                "started_to=2026-01-01T00:00:00 | no zone",
                "started_to=2026-01-01T00:00:00.5 | no zone",
                "started_to=yesterday | RFC 3339",
                "created_from=1066-10-14T09:00:00Z | 1970 to 9999",
                "status=done | initiated, ringing"
            })
    void wrongFilter_isToldHowToMendIt(String query, String hint) {
        get(of.id, "?" + query).then().statusCode(400).body("errors[0].detail", containsString(hint));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "created_from=1970-01-01T00:00:00Z&created_to=9999-12-31T23:59:59.999999999Z",
                "created_from=2026-01-01t00:00:00z",
                "created_from=2026-01-01T00:00:00-00:00",
                "created_from=2025-12-31T23:59:59.999999999Z",
                "created_from=2025-06-30T22:00:00.123456-04:30"
            })
    void time_inAnyFormOfRfc3339_isRead(String query) {
        assertEquals(CALLS, list.ok(query).getInt("meta.total_count"));
    }

    @Test
    void range_betweenTwoMicroseconds_hasNothing() {
        String early = CaseOfCalls.START.plusNanos(1001).toString();
        String late = CaseOfCalls.START.plusNanos(1999).toString();

        assertEquals(0, list.ok("created_from=" + early + "&created_to=" + late).getInt("meta.total_count"));
    }

    @Test
    void filters_wrongTogether_areToldAtOnce() {
        get(
                        of.id,
                        "?status=x&direction=x&called_by=&phone_number=&twilio_call_sid=&created_from=x&created_to=x"
                                + "&started_from=x&started_to=x&has_recording=x&has_transcript=x"
                                + "&has_open_action_items=x&q=&institution_contact_id=")
                .then()
                .statusCode(400)
                .body("errors.size()", equalTo(14));
    }

    @Test
    void text_ofTheGreatestLength_isRead() {
        for (String name : List.of("called_by", "phone_number", "twilio_call_sid", "q")) {
            assertEquals(0, list.ok(name + "=" + "x".repeat(255)).getInt("meta.total_count"));
            get(of.id, "?" + name + "=" + "x".repeat(256)).then().statusCode(400);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status=busy",
                "status=busy,completed,failed",
                "direction=inbound",
                "direction=outbound",
                "institution_contact_id=contact+1",
                "called_by=contact+1",
                "called_by=worker+1",
                "phone_number=worker+1",
                "twilio_call_sid=worker+1",
                "q=worker+1",
                "created_from=2026-01-01T00:00:00Z",
                "created_to=2026-01-01T00:00:00Z",
                "started_from=2026-01-01T00:00:00Z",
                "started_to=2026-01-01T00:00:00Z",
                "has_recording=true",
                "has_recording=false",
                "has_transcript=true",
                "has_transcript=false",
                "has_open_action_items=true",
                "has_open_action_items=false"
            })
    void cursor_ofOtherFilters_isRefused(String filter) {
        for (String given : List.of("", "&status=busy,completed")) {
            String cursor = list.ok("per_page=1" + given).getString("meta.next_cursor");

            get(of.id, "?" + filter + "&cursor=" + cursor)
                    .then()
                    .statusCode(400)
                    .body("errors.field", equalTo(List.of("cursor")));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status=busy,completed | status=completed,busy,completed",
                "created_from=2026-01-01T00:00:00Z | created_from=2026-01-01T01:00:00.000%2B01:00",
                "has_transcript=false&direction=outbound | direction=outbound&has_transcript=false"
            })
    void cursor_ofTheSameFiltersSaidOtherwise_goesOn(String one, String other) {
        String cursor = list.ok("per_page=1&" + one).getString("meta.next_cursor");

        assertEquals(
                list.ok("per_page=5&" + one + "&cursor=" + cursor).getList("data.id"),
                list.ok("per_page=5&" + other + "&cursor=" + cursor).getList("data.id"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "will ~ 1",
                "WILL ~ 1",
                "the will ~ 1",
                "certificate ~ 1",
                "certificates ~ 1",
                "Certified ~ 1",
                "\"certified copy\" ~ 1",
                "\"copy certified\" ~ 0",
                "copy certified ~ 1",
                "copies -certified ~ 0",
                "voicemail or certificate ~ 1",
                "voicemail ~ 0",
                "zürich ~ 1",
                "ZÜRICH ~ 1",
                "遺言 ~ 1",
                "dana@chase.example ~ 1",
                "4711 ~ 1",
                "summaries ~ 1",
                "noted ~ 1",
                "! ~ 0",
                "'\" & | :* <-> \\ ( ) ! ~ 0",
                "%_% ~ 0",
                "will'; drop table phone_call; -- ~ 0",
                "😀 ~ 0"
            },
            quoteCharacter = '`')
    void words_areFound_whateverTheirForm(String words, int found) {
        String caseId = Api.newCase();
        String id = Api.newCase();
        Database.execute("""
                insert into phone_call (id, twilio_call_sid, case_id, status, direction, transcript, summary, notes,
                    created_at, updated_at)
                values (?, ?, ?, 'completed', 'outbound',
                    'Agent: We need the Will, and a certified copy of each certificate. Institution: 遺言 in Zürich 😀',
                    'A summary. Reference 4711.', 'Note: write to dana@chase.example', now(), now())
                """, id, Api.newSid("CA"), caseId);

        get(caseId, "?q=" + TwilioStandIn.encode(words))
                .then()
                .statusCode(200)
                .body("meta.total_count", equalTo(found));
    }
}
