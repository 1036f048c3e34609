package dev.callfile.api;

import static dev.callfile.Api.list;
import static dev.callfile.Api.newCase;
import static dev.callfile.api.ReconciliationTest.done;
import static dev.callfile.api.ReconciliationTest.start;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.callfile.StandIn;
import dev.callfile.local.PackagedService;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.restassured.path.json.JsonPath;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The packaged service, too, finds at Twilio what callbacks did not tell. */
@QuarkusIntegrationTest
@WithTestResource(PackagedService.class)
class ReconciliationIT {

    /** The other tests' days are later. */
    private final LocalDate day = LocalDate.of(1971, 5, 1);

    private final Instant morning = day.atTime(8, 0).toInstant(ZoneOffset.UTC);
    private final String caseId = newCase();

    @Test
    void records_equalTwilios_whicheverCallbacksCame() {
        TwilioTruth truth = new TwilioTruth(StandIn.ofTheService(), new Random(11), caseId);
        Map<String, String> mapping = new LinkedHashMap<>();
        for (int i = 0; i < 60; i++) {
            TwilioTruth.Call call = truth.call(morning.plusSeconds(i * 60L));
            truth.tellSome(call);
            mapping.put(call.sid(), caseId);
        }

        JsonPath done = done(start(Map.of("from", day.toString(), "to", day.toString(), "mapping", mapping)));

        assertEquals(60, done.getInt("data.checked"));
        assertEquals(0, done.getInt("data.failed") + done.getInt("data.unassigned"), done.prettify());
        Map<String, Map<String, Object>> records = new HashMap<>();
        list(caseId).forEach(record -> records.put((String) record.get("twilio_call_sid"), record));
        assertEquals(60, records.size());
        for (TwilioTruth.Call call : truth.calls()) {
            Map<String, Object> record = records.get(call.sid());
            call.shown().forEach((field, value) -> assertEquals(value, record.get(field), field + " of " + record));
        }
    }
}
