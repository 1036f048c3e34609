package dev.callfile.call;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes callbacks in: ledger, legs, recordings and record, all or nothing. */
@ApplicationScoped
public class CallLedger {

    private static final int ATTEMPTS = 4;

    private final CallStore store;
    private final Clock clock;

    CallLedger(CallStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Keeps a callback and brings the record up to date, in one transaction that has been committed on return. Safe to
     * repeat with the same callback, whatever became of the first attempt.
     *
     * @throws RuntimeException when the database cannot be reached or does not answer: nothing has been kept then, or
     *     its answer was lost, and the same callback may be given again
     */
    public Outcome accept(Callback callback) {
        for (int attempt = 1; ; attempt++) {
            try {
                return QuarkusTransaction.requiringNew().call(() -> keep(callback));
            } catch (RuntimeException e) {
                if (attempt == ATTEMPTS || !passes(e)) {
                    throw e;
                }
            }
        }
    }

    private Outcome keep(Callback callback) {
        CallLeg leg = callback.leg();
        CallMerge merge = new CallMerge(clock.instant().truncatedTo(ChronoUnit.MICROS));
        if (leg == null) {
            return store.write(callback, merge.unlinked(callback)) ? Outcome.UNLINKED : Outcome.DUPLICATE;
        }
        Set<String> locked = store.lock(leg);
        Rows.Known known = store.read(leg, callback.digest());
        if (!locked.containsAll(known.roots())) {
            throw new RegroupedException();
        }
        if (known.said()) {
            return Outcome.DUPLICATE;
        }
        Rows.Change change = merge.apply(callback, leg, known);
        store.write(callback, change);
        return change.callback().outcome();
    }

    /**
     * Whether another attempt can succeed at once: a deadlock, two writers at one key, legs that were regrouped while we
     * waited for them, or a pooled connection that the server had closed. A server that lets nobody in is none of these:
     * whoever waits for us is told so at once.
     */
    private static boolean passes(RuntimeException failure) {
        return Stream.<Throwable>iterate(failure, cause -> cause != null, Throwable::getCause)
                .anyMatch(cause -> cause instanceof RegroupedException
                        || (cause instanceof SQLException sql && passes(sql.getSQLState())));
    }

    private static boolean passes(@Nullable String sqlState) {
        return sqlState != null
                && (sqlState.startsWith("40")
                        || (sqlState.startsWith("08") && !sqlState.equals("08001"))
                        || sqlState.startsWith("57P")
                        || sqlState.equals("23505"));
    }

    /** The legs' roots changed between asking which calls to lock and holding the locks. */
    private static final class RegroupedException extends RuntimeException {}
}
