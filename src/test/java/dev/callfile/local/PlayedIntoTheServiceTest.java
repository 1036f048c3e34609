package dev.callfile.local;

import static dev.callfile.Api.newCase;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.callfile.Api;
import dev.callfile.StandIn;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** A call that plays ends in the service's own record. */
@QuarkusTest
class PlayedIntoTheServiceTest {

    @Test
    void call_thatPlays_isInTheListOfItsCase() throws InterruptedException {
        String caseId = newCase();
        String status = ConfigProvider.getConfig().getValue("callfile.public-url", String.class)
                + "/webhooks/twilio/voice/status?case_id=" + caseId;
        String sid = StandIn.ofTheService()
                .addCall(Map.of(
                        "to", "+15005550007",
                        "from", "+15005550001",
                        "stand_in", Map.of("form", Map.of("StatusCallback", List.of(status)))));

        StandIn.ofTheService().play(sid);

        for (int i = 0; i < 100 && Api.list(caseId).isEmpty(); i++) {
            Thread.sleep(50);
        }
        assertEquals(sid, Api.only(caseId).get("twilio_call_sid"));
        assertEquals("busy", Api.only(caseId).get("status"));
    }
}
