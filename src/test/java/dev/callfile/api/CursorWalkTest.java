package dev.callfile.api;

import static dev.callfile.Api.get;
import static dev.callfile.Api.newCase;
import static dev.callfile.Api.newSid;
import static dev.callfile.TwilioStandIn.STATUS;
import static dev.callfile.TwilioStandIn.form;
import static dev.callfile.TwilioStandIn.post;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Walks a case while its calls end and new ones begin: each call that was there at the start is told exactly once. */
@QuarkusTest
class CursorWalkTest {

    private static final int CALLS = 60;
    private static final int WRITERS = 4;

    @ParameterizedTest
    @CsvSource({"created_at, desc", "created_at, asc", "duration_seconds, desc", "duration_seconds, asc"})
    void walk_betweenCallbacks_tellsEachCallOnce(String sortBy, String sortOrder) {
        for (int seed = 0; seed < 4; seed++) {
            Random random = new Random(seed);
            String caseId = newCase();
            List<String> sids = begin(caseId, CALLS);
            sids.subList(0, CALLS / 2).forEach(sid -> end(caseId, sid, random.nextInt(6)));
            List<String> walked = new ArrayList<>();
            String next = "";
            while (next != null) {
                JsonPath page = page(caseId, sortBy, sortOrder, next);
                walked.addAll(page.getList("data.twilio_call_sid"));
                next = page.getString("meta.next_cursor");
                // Calls change more than once: an agent's own leg ends first, and another duration is told later.
                for (int i = 0; i < 6; i++) {
                    end(caseId, sids.get(random.nextInt(CALLS)), random.nextInt(12));
                }
                begin(caseId, 1);
            }
            assertToldOnce(sids, walked);
        }
    }

    @ParameterizedTest
    @CsvSource({"duration_seconds, desc", "duration_seconds, asc"})
    void walk_amidCallbacks_tellsEachCallOnce(String sortBy, String sortOrder) throws Exception {
        String caseId = newCase();
        List<String> sids = begin(caseId, CALLS);
        AtomicBoolean walking = new AtomicBoolean(true);
        ExecutorService twilio = Executors.newFixedThreadPool(WRITERS);
        try {
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                Random random = new Random(writer);
                writers.add(twilio.submit(() -> {
                    while (walking.get()) {
                        end(caseId, sids.get(random.nextInt(CALLS)), random.nextInt(1000));
                    }
                }));
            }
            for (int walk = 0; walk < 12; walk++) {
                List<String> walked = new ArrayList<>();
                String next = "";
                while (next != null) {
                    JsonPath page = page(caseId, sortBy, sortOrder, next);
                    walked.addAll(page.getList("data.twilio_call_sid"));
                    next = page.getString("meta.next_cursor");
                }
                assertToldOnce(sids, walked);
            }
            walking.set(false);
            for (Future<?> writer : writers) {
                writer.get();
            }
        } finally {
            walking.set(false);
            twilio.shutdown();
        }
    }

    private static void assertToldOnce(List<String> sids, List<String> walked) {
        Set<String> once = new HashSet<>(walked);
        assertEquals(once.size(), walked.size(), "told twice");
        once.retainAll(sids);
        assertEquals(sids.size(), once.size(), "not told");
    }

    private static JsonPath page(String caseId, String sortBy, String sortOrder, String cursor) {
        return get(
                        caseId,
                        "?per_page=7&sort_by=" + sortBy + "&sort_order=" + sortOrder
                                + (cursor.isEmpty() ? "" : "&cursor=" + cursor))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static List<String> begin(String caseId, int calls) {
        List<String> sids = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            sids.add(newSid("CA"));
            send(caseId, sids.get(i), "initiated", null);
        }
        return sids;
    }

    private static void end(String caseId, String sid, int seconds) {
        send(caseId, sid, "completed", Integer.toString(seconds));
    }

    private static void send(String caseId, String sid, String status, String duration) {
        var form = form("CallSid", sid, "CallStatus", status, "From", "+15005550001", "To", "+15005550006");
        post(STATUS + "?case_id=" + caseId, duration == null ? form : form.and("CallDuration", duration))
                .then()
                .statusCode(204);
    }
}
