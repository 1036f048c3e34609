package dev.callfile.call;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.jspecify.annotations.Nullable;

/**
 * Has Flyway migrate beside a service that goes on: on connections of its own, because the pool's end every statement after
 * seconds, and without holding up callbacks.
 *
 * @see <a href="../../../../../../docs/adr/0013-migrations-beside-a-running-service.md">ADR 0013</a>
 */
@Singleton
public class Migrations implements FlywayConfigurationCustomizer {

    /** Shorter than the lock_timeout of a callback, which queues behind whoever waits for the table. */
    private static final String SETTINGS = "set lock_timeout = '2s'; set statement_timeout = 0";

    private final @Nullable String url;
    private final @Nullable String user;
    private final @Nullable String password;

    public Migrations(
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") Optional<String> url,
            @ConfigProperty(name = "quarkus.datasource.username") Optional<String> user,
            @ConfigProperty(name = "quarkus.datasource.password") Optional<String> password) {
        this.url = url.orElse(null);
        this.user = user.orElse(null);
        this.password = password.orElse(null);
    }

    @Override
    public void customize(FluentConfiguration flyway) {
        flyway.dataSource(url, user, password).initSql(SETTINGS).lockRetryCount(-1);
        // Flyway's own lock would be held in a transaction, and an index that is built concurrently waits for all of
        // those.
        flyway.getPluginRegister()
                .getExact(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(false);
    }
}
