package dev.callfile;

import dev.callfile.local.LocalConfigSourceFactory;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.DotEnvConfigSourceProvider;
import io.smallrye.config.PropertiesConfigSourceLoader;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import org.eclipse.microprofile.config.Config;

/** Starts the service, or says in one sentence what is wrong with its configuration. */
@QuarkusMain
public class Callfile {

    /** The framework would answer an odd request target with an empty 400, and lose a callback that was signed for it. */
    private static final String DISABLE_URI_VALIDATION = "vertx.disableURIValidation";

    public static void main(String... args) {
        System.setProperty(DISABLE_URI_VALIDATION, "true");
        // Dev mode is configured by dev.callfile.local, which no package contains the means for.
        if (!LocalConfigSourceFactory.canServe()) {
            new Settings(config()).fault().ifPresent(Callfile::refuse);
        }
        Quarkus.run(args);
    }

    /** The configuration that the service would start with: it is not there yet, and refuses with a stack trace. */
    private static Config config() {
        return ConfigUtils.configBuilder()
                .withSources(new DotEnvConfigSourceProvider())
                .withSources(PropertiesConfigSourceLoader.inFileSystem(
                        Path.of("config", "application.properties").toString(), 260, Callfile.class.getClassLoader()))
                .build();
    }

    private static void refuse(String fault) {
        System.err.println(fault);
        System.exit(1);
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }
}
