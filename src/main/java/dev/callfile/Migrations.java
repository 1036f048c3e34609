package dev.callfile;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/**
 * Lets a migration make an index while the service runs. Such an index waits for every transaction that is open, so Flyway
 * must not hold its lock in one; and it may take longer than any statement of the service, from which connections come.
 *
 * @see <a href="https://documentation.red-gate.com/fd/flyway-postgresql-transactional-lock-setting-277579114.html">Flyway:
 *     transactional lock</a>
 */
@Singleton
class Migrations implements FlywayConfigurationCustomizer {

    @Override
    public void customize(FluentConfiguration configuration) {
        Objects.requireNonNull(configuration.getPluginRegister().getExact(PostgreSQLConfigurationExtension.class))
                .setTransactionalLock(false);
        configuration.callbacks(new Patience());
    }

    /** Takes a connection's time-outs away for one migration. */
    private static final class Patience implements Callback {

        private int networkTimeout;
        private String statementTimeout = "";

        @Override
        public boolean supports(Event event, Context context) {
            return event == Event.BEFORE_EACH_MIGRATE
                    || event == Event.AFTER_EACH_MIGRATE
                    || event == Event.AFTER_EACH_MIGRATE_ERROR;
        }

        @Override
        public boolean canHandleInTransaction(Event event, Context context) {
            return true;
        }

        @Override
        public void handle(Event event, Context context) {
            try {
                Connection connection = context.getConnection();
                if (event == Event.BEFORE_EACH_MIGRATE) {
                    networkTimeout = connection.getNetworkTimeout();
                    statementTimeout = set(connection, "0");
                    connection.setNetworkTimeout(Runnable::run, 0);
                } else {
                    set(connection, statementTimeout);
                    connection.setNetworkTimeout(Runnable::run, networkTimeout);
                }
            } catch (SQLException e) {
                // A transaction that has failed takes it back by itself, and why it failed must not be hidden.
                if (event == Event.AFTER_EACH_MIGRATE_ERROR) {
                    return;
                }
                throw new IllegalStateException("The connection's time-outs cannot be changed", e);
            }
        }

        /** Returns what the time-out was. */
        private static String set(Connection connection, String timeout) throws SQLException {
            try (Statement statement = connection.createStatement();
                    var was = statement.executeQuery("select current_setting('statement_timeout'),"
                            + " set_config('statement_timeout', '" + timeout + "', false)")) {
                was.next();
                return was.getString(1);
            }
        }

        @Override
        public String getCallbackName() {
            return "patience";
        }
    }
}
