package dev.callfile.call;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.flywaydb.core.api.MigrationVersion;
import org.hibernate.Session;

/** How far the schema must be migrated for this version of the service, and whether it is. */
@ApplicationScoped
class SchemaVersion {

    /** The last in {@code db/migration}. Flyway would tell, and a service that does not migrate starts without it. */
    private static final MigrationVersion NEEDED = MigrationVersion.fromVersion("11.1");

    private static final String HISTORY = """
            select version, success from flyway_schema_history where version is not null order by installed_rank
            """;

    private final Session session;

    SchemaVersion(Session session) {
        this.session = session;
    }

    String needed() {
        return NEEDED.getVersion();
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
            int beyond = MigrationVersion.fromVersion((String) row[0]).compareTo(NEEDED);
            if (beyond <= 0 && !((Boolean) row[1])) {
                return false;
            }
            reached |= beyond >= 0 && (Boolean) row[1];
        }
        return reached;
    }
}
