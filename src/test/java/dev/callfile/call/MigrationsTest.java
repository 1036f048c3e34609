package dev.callfile.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.junit.jupiter.api.Test;

/** The service's own Flyway is the one that {@link Migrations} says; the fault runs show what that is good for. */
@QuarkusTest
class MigrationsTest {

    @Inject
    Flyway flyway;

    @Test
    void flyway_locksByItsSession_soThatIndexesCanBeBuiltConcurrently() {
        PostgreSQLConfigurationExtension postgres =
                flyway.getConfiguration().getConfigurationExtension(PostgreSQLConfigurationExtension.class);

        assertFalse(postgres.isTransactionalLock());
    }

    @Test
    void flyway_hasConnectionsOfItsOwn_thatEndNoStatementButWaitShortlyForLocks() throws SQLException {
        Configuration configuration = flyway.getConfiguration();

        try (Connection connection = configuration.getDataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(configuration.getInitSql());

            assertEquals("0", shown(statement, "statement_timeout"));
            assertEquals("2s", shown(statement, "lock_timeout"));
        }
    }

    private static String shown(Statement statement, String setting) throws SQLException {
        try (ResultSet rows = statement.executeQuery("show " + setting)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
