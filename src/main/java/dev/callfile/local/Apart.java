package dev.callfile.local;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.stream.Stream;

/**
 * Starts the stand-in for Twilio in a class loader of its own, because those of dev mode and of tests are closed at each
 * reload, and it goes on.
 */
final class Apart {

    private Apart() {}

    /** The address of a stand-in that runs until the JVM ends. */
    @SuppressWarnings("resource") // the loader lives as long as what it loads
    static String start(String accountSid, String authToken) {
        URL[] classes = Stream.of(Apart.class, ObjectMapper.class, JsonFactory.class, JsonProperty.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .toArray(URL[]::new);
        try {
            Class<?> standIn = new URLClassLoader(classes, ClassLoader.getPlatformClassLoader())
                    .loadClass("dev.callfile.local.TwilioApiStandIn");
            Object running =
                    standIn.getMethod("start", String.class, String.class).invoke(null, accountSid, authToken);
            return standIn.getMethod("url").invoke(running).toString();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
