package dev.callfile.problem;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.transaction.xa.XAException;

/**
 * The database, or the way to it, failed, and not the statement: no connection to be had (Agroal tells so without a
 * state), connection lost, also between a commit and its answer, resources, locks or time used up, server going down,
 * schema not there yet.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL error codes</a>
 */
final class Outage {

    private static final List<String> UNREACHABLE = List.of("08", "53300", "57P");
    private static final List<String> FAILED =
            List.of("08", "25006", "28", "3D000", "40", "42703", "42704", "42883", "42P01", "53", "55P03", "57", "58");

    private Outage() {}

    /** Whether an outage is what a failure goes back to. */
    static boolean caused(Throwable failure) {
        return goesBackTo(
                failure,
                cause -> cause instanceof RejectedExecutionException
                        || cause instanceof XAException
                        || (cause instanceof SQLException sql && hasState(sql, FAILED)));
    }

    /** Whether the next request would find no connection either. */
    static boolean isUnreachable(Throwable failure) {
        return goesBackTo(
                failure,
                cause -> cause instanceof SQLException sql && sql.getSQLState() != null && hasState(sql, UNREACHABLE));
    }

    /** Whether the pool had no connection in time: the database may be away, or all of them may be in use. */
    static boolean foundNoConnection(Throwable failure) {
        return goesBackTo(failure, cause -> cause instanceof SQLException sql && sql.getSQLState() == null);
    }

    /** A commit's failure is suppressed by that of its transaction. */
    private static boolean goesBackTo(Throwable failure, Predicate<Throwable> what) {
        return Stream.<Throwable>iterate(failure, cause -> cause != null, Throwable::getCause)
                .anyMatch(cause -> what.test(cause)
                        || Stream.of(cause.getSuppressed()).anyMatch(suppressed -> goesBackTo(suppressed, what)));
    }

    private static boolean hasState(SQLException failure, List<String> states) {
        String state = failure.getSQLState();
        return state == null || states.stream().anyMatch(state::startsWith);
    }
}
