package dev.callfile.call;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.hibernate.Session;

/** How far the schema must be migrated for this version of the service, and whether it is. */
@ApplicationScoped
class SchemaVersion {

    private static final String PREFIX = "V";
    private static final String SEPARATOR = "__";

    private static final String HISTORY = """
            select version, success from flyway_schema_history where version is not null order by installed_rank
            """;

    private final Session session;
    private final MigrationVersion needed;

    SchemaVersion(Session session, Flyway flyway) {
        this.session = session;
        this.needed =
                flyway.getConfiguration().getResourceProvider().getResources(PREFIX, new String[] {".sql"}).stream()
                        .map(file -> file.getFilename()
                                .substring(PREFIX.length(), file.getFilename().indexOf(SEPARATOR)))
                        .map(MigrationVersion::fromVersion)
                        .max(MigrationVersion::compareTo)
                        .orElseThrow();
    }

    String needed() {
        return needed.getVersion();
    }

    /**
     * Whether all that this version needs has succeeded; what a newer version has done, or failed to do, does not matter.
     *
     * @throws RuntimeException when the database cannot be reached, or nobody has ever migrated it
     */
    boolean isThere() {
        List<Object[]> history =
                session.createNativeQuery(HISTORY, Object[].class).list();
        boolean reached = false;
        for (Object[] row : history) {
            int beyond = MigrationVersion.fromVersion((String) row[0]).compareTo(needed);
            if (beyond <= 0 && !((Boolean) row[1])) {
                return false;
            }
            reached |= beyond >= 0 && (Boolean) row[1];
        }
        return reached;
    }
}
