package dev.callfile.twilio.preflight;

import dev.callfile.Ports;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A public URL with a prefix, where the test listens; two tokens while rotating, and a subaccount with its own. */
public class BehindAProxy implements QuarkusTestProfile {

    static final String MAIN = "AC00000000000000000000000000000001";
    static final String SUBACCOUNT = "AC0000000000000000000000000000000b";
    static final String PREFIX = "/callfile";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "callfile.public-url",
                "http://localhost:" + Ports.free() + PREFIX,
                "callfile.twilio.account-sid",
                MAIN,
                "callfile.twilio.auth-tokens",
                "primary,next",
                "callfile.twilio.subaccounts." + SUBACCOUNT + ".auth-tokens",
                "sub",
                // What counts are written when, the tests say.
                "quarkus.scheduler.enabled",
                "false");
    }
}
