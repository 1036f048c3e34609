package dev.callfile;

import dev.callfile.local.LocalConfigSourceFactory;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.DotEnvConfigSourceProvider;
import io.smallrye.config.PropertiesConfigSourceLoader;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Starts the service, or says in one sentence what is wrong with its configuration. */
@QuarkusMain
public class Callfile {

    private static final Logger LOG = Logger.getLogger(Callfile.class);

    /** The framework would answer an odd request target with an empty 400, and lose a callback that was signed for it. */
    private static final String DISABLE_URI_VALIDATION = "vertx.disableURIValidation";

    /** Has Netty look for {@code dev.callfile.edge.HeadDeadline}. */
    private static final String NETTY_EXTENSIONS = "io.netty.bootstrap.extensions";

    public static void main(String... args) {
        System.setProperty(DISABLE_URI_VALIDATION, "true");
        System.setProperty(NETTY_EXTENSIONS, "serviceload");
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

    /** Audiences are the issuer's to use or not, so their absence is told and not refused. */
    void warn(
            @Observes StartupEvent started,
            @ConfigProperty(name = "mp.jwt.verify.audiences") Optional<String> audiences) {
        if (audiences.isEmpty()) {
            LOG.warn("MP_JWT_VERIFY_AUDIENCES is not set: tokens that the issuer made for other services are taken.");
        }
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
