package dev.callfile.faults;

import dev.callfile.call.Migrations;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Migrates as the service's own job does, and further: to what a next version might bring. */
final class NextVersion {

    private static final String TODAYS = "filesystem:src/main/resources/db/migration";
    private static final String NEXT = "filesystem:src/test/resources/faults/migration";

    private NextVersion() {}

    static void migrate(Store store) {
        flyway(store, TODAYS, NEXT).load().migrate();
    }

    /** Migrates no further than to a version of today's. */
    static void migrate(Store store, MigrationVersion version) {
        flyway(store, TODAYS).target(version).load().migrate();
    }

    /** Today's, the oldest first. */
    static List<MigrationVersion> versions(Store store) {
        return Arrays.stream(flyway(store, TODAYS).load().info().all())
                .map(migration -> migration.getVersion())
                .toList();
    }

    private static FluentConfiguration flyway(Store store, String... locations) {
        FluentConfiguration flyway = Flyway.configure().locations(locations);
        new Migrations(Optional.of(store.url()), Optional.empty(), Optional.empty()).customize(flyway);
        return flyway;
    }
}
