package dev.callfile.local;

import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.annotations.StaticInitSafe;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Configures dev and test where nobody did: at an ordinal below every other source, with a database only where no JDBC URL
 * is set, with keys only where there are no others, and with a stand-in for Twilio only where there is no other. In a
 * package it finds nothing to offer, whatever the profile.
 */
@StaticInitSafe
public class LocalConfigSourceFactory implements ConfigSourceFactory {

    private static final int BELOW_EVERYTHING = 90;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        List<String> profiles = context.getProfiles();
        boolean dev = profiles.contains("dev");
        if (!canServe() || !(dev || profiles.contains("test"))) {
            return List.of();
        }
        // Dev mode with an account of one's own speaks to Twilio itself; tests never do.
        boolean ownAccount = dev && isSet(context, "callfile.twilio.account-sid");
        Map<String, String> properties = properties(
                dev,
                !isSet(context, "quarkus.datasource.jdbc.url"),
                !isSet(context, "callfile.twilio.api-url") && !ownAccount);
        if (isSet(context, "mp.jwt.verify.publickey.location") || isSet(context, "mp.jwt.verify.publickey")) {
            properties.keySet().removeAll(List.of("mp.jwt.verify.publickey", "smallrye.jwt.sign.key"));
            properties.put(FirstMinute.SIGNS, "false");
        }
        return List.of(new PropertiesConfigSource(properties, "callfile-local", BELOW_EVERYTHING));
    }

    /** Whether somebody set it: an extension's defaults come from below. */
    private static boolean isSet(ConfigSourceContext context, String property) {
        ConfigValue value = context.getValue(property);
        return value != null
                && value.getConfigSourceOrdinal() > BELOW_EVERYTHING
                && value.getValue() != null
                && !value.getValue().isBlank();
    }

    /** Whether the embedded PostgreSQL is on the class path: in dev and test it is, in a package it is not. */
    public static boolean canServe() {
        // Whoever looks for something in an executable waits for a millisecond or two.
        return !ImageMode.current().isNativeImage()
                && LocalConfigSourceFactory.class
                                .getClassLoader()
                                .getResource("io/zonky/test/db/postgres/embedded/EmbeddedPostgres.class")
                        != null;
    }

    /**
     * Asks {@link LocalServices} by its name: it refers to the embedded PostgreSQL, which a package does not contain, and
     * a native build links every class that it can see.
     */
    @SuppressWarnings("unchecked")
    private static Map<String, String> properties(boolean dev, boolean needsDatabase, boolean needsTwilio) {
        try {
            return (Map<String, String>) Class.forName("dev.callfile.local.LocalServices")
                    .getDeclaredMethod("properties", boolean.class, boolean.class, boolean.class)
                    .invoke(null, dev, needsDatabase, needsTwilio);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(
                    "The embedded PostgreSQL or the stand-in for Twilio did not start", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
