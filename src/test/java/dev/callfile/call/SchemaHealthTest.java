package dev.callfile.call;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.callfile.Database;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A replica is ready once the schema is as new as itself, or newer. */
@QuarkusTest
class SchemaHealthTest {

    @Inject
    SchemaVersion schema;

    @Inject
    Flyway flyway;

    @Test
    void theLastMigration_isNeeded() {
        MigrationInfo[] migrations = flyway.info().all();

        assertEquals(migrations[migrations.length - 1].getVersion().getVersion(), schema.needed());
    }

    @Test
    void schemaOfThisVersion_isEnough_andIsNotLookedAtAgain() {
        SchemaHealth health = new SchemaHealth(schema);
        assertEquals(Status.UP, health.call().getStatus());

        Database.execute("alter table flyway_schema_history rename to history_away");
        try {
            assertEquals(Status.UP, health.call().getStatus());
            assertEquals(Status.DOWN, new SchemaHealth(schema).call().getStatus());
        } finally {
            Database.execute("alter table history_away rename to flyway_schema_history");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UP   | insert into flyway_schema_history values (999, '999', 'x', 'SQL', 'x', null, 'x', now(), 0, true)",
                "UP   | insert into flyway_schema_history values (999, '999', 'x', 'SQL', 'x', null, 'x', now(), 0, false)",
                "UP   | insert into flyway_schema_history values (999, null, 'x', 'SQL', 'x', null, 'x', now(), 0, false)",
                "DOWN | insert into flyway_schema_history values (999, '1.5', 'x', 'SQL', 'x', null, 'x', now(), 0, false)",
                "DOWN | update flyway_schema_history set success = false where version = '1'",
                "DOWN | delete from flyway_schema_history where string_to_array(version, '.')::int[] >= '{8}'",
                "DOWN | delete from flyway_schema_history"
            })
    void schema_isJudgedByWhatThisVersionNeeds(Status expected, String change) {
        Database.execute("create table history_kept as table flyway_schema_history");
        try {
            Database.execute(change);

            assertEquals(expected, new SchemaHealth(schema).call().getStatus());
        } finally {
            Database.execute("truncate flyway_schema_history");
            Database.execute("insert into flyway_schema_history table history_kept");
            Database.execute("drop table history_kept");
        }
    }
}
