package dev.callfile.api;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.Map;

/** A stand-in for Twilio's hosts, several tokens, and few connections to the database. */
public class MediaStandIn implements QuarkusTestProfile {

    static final String SUBACCOUNT = "AC00000000000000000000000000000001";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "callfile.twilio.api-url",
                "http://localhost:" + freePort(),
                "callfile.twilio.auth-tokens",
                "primary,next",
                "callfile.twilio.subaccounts." + SUBACCOUNT + ".auth-tokens",
                "sub",
                "quarkus.datasource.jdbc.max-size",
                "3");
    }

    /** The test listens there: only it knows what to answer. */
    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
