package dev.callfile.problem;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A failure as a log may show it: what it was and where, and not its message, which may quote what a caller sent or what a
 * row holds.
 */
final class Unsaid extends Throwable {

    private static final int DEEPEST = 10;

    private Unsaid(String what, @Nullable Unsaid cause, StackTraceElement[] where) {
        super(what, cause, false, true);
        setStackTrace(where);
    }

    static Unsaid of(Throwable failure) {
        return of(failure, 0);
    }

    private static Unsaid of(Throwable failure, int depth) {
        Throwable cause = failure.getCause();
        String state = failure instanceof SQLException sql ? " (SQL state " + sql.getSQLState() + ")" : "";
        return new Unsaid(
                failure.getClass().getName() + state,
                cause == null || depth == DEEPEST ? null : of(cause, depth + 1),
                failure.getStackTrace());
    }
}
