package dev.callfile.problem;

import java.sql.SQLException;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The database, or the way to it, failed, and not the statement: no connection to be had (Agroal tells so without a
 * state), connection lost, resources, locks or time used up, server going down, schema not there yet.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL error codes</a>
 */
final class Outage {

    private Outage() {}

    /** Whether an outage is what a failure goes back to. */
    static boolean caused(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .anyMatch(cause -> cause instanceof RejectedExecutionException
                        || (cause instanceof SQLException sql && isOutage(sql.getSQLState())));
    }

    private static boolean isOutage(@Nullable String sqlState) {
        return sqlState == null
                || Stream.of("08", "25006", "28", "3D000", "40", "42P01", "53", "55P03", "57", "58")
                        .anyMatch(sqlState::startsWith);
    }
}
