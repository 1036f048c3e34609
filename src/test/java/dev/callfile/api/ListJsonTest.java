package dev.callfile.api;

import static dev.callfile.Api.as;
import static dev.callfile.Api.calls;
import static dev.callfile.Api.newCase;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.f4b6a3.ulid.UlidCreator;
import dev.callfile.Api;
import dev.callfile.Database;
import dev.callfile.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Lists are written by code of their own: each call stands there, field by field and in the same order, as it does when it is asked for alone. */
@QuarkusTest
class ListJsonTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> TEXTS = List.of(
            "plain",
            "",
            "\"quoted\" and \\ back",
            "line\nfeed\ttab\r\u0001\u001f\u007f",
            "Zoë — 東京 𝄞 😀 \u2028\u2029 </script>",
            "x".repeat(9000) + "\"" + "é".repeat(9000) + "😀");

    private static final List<String> TIMES = List.of(
            "2026-01-02T03:04:05Z",
            "2026-01-02T03:04:05.000001Z",
            "2026-12-31T23:59:59.999999Z",
            "2024-02-29T00:00:00.100Z",
            "1999-12-31T23:59:59.120Z",
            "0999-03-04T05:06:07.010Z",
            "1000-01-01T00:00:00Z",
            "9999-12-31T23:59:59.001Z");

    private final String caseId = newCase();
    private final Random random = new Random(5);

    @Test
    void call_isInAListWhatItIsAlone() throws Exception {
        for (int i = 0; i < 60; i++) {
            insert(i);
        }
        String token = Tokens.reader(caseId);

        String list = as(token).get(calls(caseId) + "?per_page=100").asString();

        JsonNode data = JSON.readTree(list).get("data");
        assertEquals(60, data.size());
        for (JsonNode call : data) {
            String alone =
                    as(token).get(calls(caseId) + "/" + call.get("id").asText()).asString();
            JsonNode expected = JSON.readTree(alone).get("data");
            assertEquals(expected, call);
            String text = JSON.writeValueAsString(expected);
            assertEquals(text, JSON.writeValueAsString(call), "the order of the fields");
        }
    }

    private void insert(int number) {
        Database.execute(
                """
                insert into phone_call (id, twilio_call_sid, case_id, institution_contact_id, called_by, to_number, from_number,
                    status, direction, duration_seconds, started_at, ended_at, recording_sid, recording_status,
                    recording_duration_seconds, recording_deleted_at, transcript, summary, action_items, notes, created_at,
                    updated_at)
                values (?, ?, ?, ?, ?, ?, ?, 'completed', 'outbound', ?, cast(? as timestamptz), cast(? as timestamptz), ?, ?,
                    ?, cast(? as timestamptz), ?, ?, cast(? as jsonb), ?, cast(? as timestamptz), cast(? as timestamptz))
                """,
                UlidCreator.getUlid().toString(),
                Api.newSid("CA"),
                caseId,
                some(TEXTS),
                some(TEXTS),
                some(List.of("+12125550100")),
                some(List.of("+12125550101")),
                some(List.of(0, 342, Integer.MAX_VALUE)),
                some(TIMES),
                some(TIMES),
                some(List.of("RE" + number)),
                some(List.of("completed", "in_progress", "absent", "failed")),
                some(List.of(0, 7)),
                number % 7 == 0 ? TIMES.get(0) : null,
                some(TEXTS),
                some(TEXTS),
                actionItems(),
                some(TEXTS),
                TIMES.get(number % TIMES.size()),
                TIMES.get(number % 5));
    }

    private String actionItems() {
        var items = JSON.createArrayNode();
        for (int i = random.nextInt(3); i > 0; i--) {
            var item = items.addObject();
            if (random.nextBoolean()) {
                item.put("id", UlidCreator.getUlid().toString());
            }
            item.put("description", TEXTS.get(random.nextInt(TEXTS.size()))).put("completed", random.nextBoolean());
        }
        return items.toString();
    }

    private <T> T some(List<T> values) {
        return random.nextInt(4) == 0 ? null : values.get(random.nextInt(values.size()));
    }
}
