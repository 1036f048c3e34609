package dev.callfile.twilio.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Call;
import com.twilio.type.PhoneNumber;
import com.twilio.type.Twiml;
import dev.callfile.StandIn;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** The service's own clients reach the stand-in for Twilio, and so do the tests. */
@QuarkusTest
class TwilioApiTest {

    @Inject
    TwilioApi twilio;

    @Test
    void client_speaksToTheStandInOfTheService() {
        TwilioRestClient client = twilio.client(null).orElseThrow();

        String sid = Call.creator(
                        new PhoneNumber("+15005550916"), new PhoneNumber("+15005550006"), new Twiml("<Response/>"))
                .create(client)
                .getSid();

        assertEquals("queued", StandIn.ofTheService().call(sid).get("status"));
        assertEquals(1, StandIn.ofTheService().placements("+15005550916").size());
    }
}
