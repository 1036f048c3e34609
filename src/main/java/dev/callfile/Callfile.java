package dev.callfile;

import dev.callfile.local.LocalConfigSourceFactory;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.QuarkusConfigBuilderCustomizer;
import io.smallrye.config.DotEnvConfigSourceProvider;
import io.smallrye.config.PropertiesConfigSourceLoader;
import io.smallrye.config.PropertiesLocationConfigSourceFactory;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jose4j.jwa.AlgorithmFactoryFactory;

/** Starts the service or a command, or says in one sentence what is wrong with its configuration. */
@QuarkusMain
public class Callfile {

    private static final Logger LOG = Logger.getLogger(Callfile.class);

    /** The framework would answer an odd request target with an empty 400, and lose a callback that was signed for it. */
    private static final String DISABLE_URI_VALIDATION = "vertx.disableURIValidation";

    /** Has Netty look for {@code dev.callfile.edge.HeadDeadline}. */
    private static final String NETTY_EXTENSIONS = "io.netty.bootstrap.extensions";

    /** Names what each log formatter would look for on the class path. */
    private static final String JSON_PROVIDER = "jakarta.json.provider";

    public static void main(String... args) {
        System.setProperty(DISABLE_URI_VALIDATION, "true");
        Optional<String> command = Stream.of(args).findFirst();
        if (args.length > 1
                || command.filter(name -> !StoreCommand.NAMES.contains(name)).isPresent()) {
            refuse(
                    "Callfile knows no such command: give none to start the service, or one of "
                            + String.join(", ", StoreCommand.NAMES) + ".",
                    StoreCommand.UNFINISHED);
        }
        System.setProperty(NETTY_EXTENSIONS, "serviceload");
        System.setProperty(JSON_PROVIDER, "org.eclipse.parsson.JsonProviderImpl");
        // Dev mode is configured by dev.callfile.local, which no package contains the means for.
        if (!LocalConfigSourceFactory.canServe()) {
            int status = command.isPresent() ? StoreCommand.UNFINISHED : 1;
            new Settings(config()).fault().ifPresent(fault -> refuse(fault, status));
        }
        // The first token would wait for it: it tries every algorithm that a token could be made with.
        new Thread(AlgorithmFactoryFactory::getInstance, "warm-up").start();
        if (command.isPresent()) {
            StoreCommand.SETTINGS.forEach(System::setProperty);
            Quarkus.run(StoreCommand.class, args);
        } else {
            Quarkus.run(args);
        }
    }

    /**
     * The configuration that the service would start with: it is not there yet, and refuses with a stack trace. Of all
     * that it is made of only what an operator writes into, since each look for more costs a native start milliseconds.
     */
    private static Config config() {
        return new SmallRyeConfigBuilder()
                .withCustomizers(new QuarkusConfigBuilderCustomizer())
                .addDefaultInterceptors()
                .addSystemSources()
                .withSources(new DotEnvConfigSourceProvider())
                .withSources(PropertiesConfigSourceLoader.inFileSystem(
                        Path.of("config", "application.properties").toString(), 260, Callfile.class.getClassLoader()))
                .withSources(new PropertiesLocationConfigSourceFactory())
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

    private static void refuse(String fault, int status) {
        System.err.println(fault);
        System.exit(status);
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }
}
