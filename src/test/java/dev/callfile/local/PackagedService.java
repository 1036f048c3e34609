package dev.callfile.local;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** Gives a package what its operator would: a database, keys, tokens and a Twilio. The tests that talk to it get the same. */
public class PackagedService implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        Map<String, String> properties = new HashMap<>(LocalServices.properties(false, true, true));
        properties.forEach(System::setProperty);
        properties.put("quarkus.flyway.migrate-at-start", "true");
        // Any free one: dev mode may be running beside.
        properties.put("quarkus.management.port", "0");
        return properties;
    }

    @Override
    public void stop() {}
}
