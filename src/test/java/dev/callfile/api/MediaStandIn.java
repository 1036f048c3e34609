package dev.callfile.api;

import dev.callfile.Ports;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A stand-in for Twilio's hosts, several tokens, and few connections to the database. */
public class MediaStandIn implements QuarkusTestProfile {

    static final String SUBACCOUNT = "AC00000000000000000000000000000001";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                // The test listens there: only it knows what to answer.
                "callfile.twilio.api-url",
                "http://localhost:" + Ports.free(),
                "callfile.twilio.auth-tokens",
                "primary,next",
                "callfile.twilio.subaccounts." + SUBACCOUNT + ".auth-tokens",
                "sub",
                "quarkus.datasource.jdbc.max-size",
                "3");
    }
}
