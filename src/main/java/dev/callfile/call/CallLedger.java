package dev.callfile.call;

import static java.util.Objects.requireNonNullElse;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import javax.transaction.xa.XAException;
import org.jspecify.annotations.Nullable;

/** Takes callbacks in: ledger, legs, recordings and record, all or nothing. */
@ApplicationScoped
public class CallLedger {

    private static final int ATTEMPTS = 4;

    /** Twilio waits 15 s in all, and an attempt may take most of them. */
    private static final long LAST_ATTEMPT_AFTER = Duration.ofSeconds(4).toNanos();

    private final CallTurns turns = new CallTurns();
    private final CallStore store;
    private final Tombstones tombstones;
    private final Clock clock;

    CallLedger(CallStore store, Tombstones tombstones, Clock clock) {
        this.store = store;
        this.tombstones = tombstones;
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
        CallLeg leg = callback.leg();
        return leg == null
                ? attempt(() -> keep(callback))
                : turns.take(leg.parentOrSelf(), () -> attempt(() -> keep(callback, leg)));
    }

    /**
     * Changes a call in turn with its callbacks: between what is known and what is written, nothing else happens to it.
     *
     * @param callSid of the call's record
     * @param change decides what to write, if anything; what it throws ends the transaction
     */
    void change(String callSid, BiFunction<CallMerge, Rows.Known, Optional<Rows.Change>> change) {
        CallLeg leg = CallLeg.named(callSid);
        turns.take(
                callSid,
                () -> attempt(() -> {
                    Rows.Known known = lockAndRead(leg, new byte[0]);
                    change.apply(merge(), known).ifPresent(changed -> store.writeAndCommit(Map.of(), changed));
                    return callSid;
                }));
    }

    /** Runs work in a transaction of its own, again where another attempt can succeed at once. */
    static <T> T attempt(Callable<T> work) {
        long begin = System.nanoTime();
        for (int attempt = 1; ; attempt++) {
            try {
                return QuarkusTransaction.requiringNew().call(work);
            } catch (RuntimeException e) {
                if (attempt == ATTEMPTS || System.nanoTime() - begin > LAST_ATTEMPT_AFTER || !passes(e)) {
                    throw e;
                }
            }
        }
    }

    private Outcome keep(Callback unlinked) {
        boolean isNew = store.writeAndCommit(unlinked.parameters(), merge().unlinked(unlinked));
        return isNew ? Outcome.UNLINKED : Outcome.DUPLICATE;
    }

    private Outcome keep(Callback callback, CallLeg leg) {
        Rows.Known known = lockAndRead(leg, callback.digest());
        if (!known.erased().isEmpty() && tombstones.cover(callback, leg, known)) {
            return Outcome.ERASED;
        }
        Rows.Change change = merge().apply(callback, leg, known);
        store.writeAndCommit(callback.parameters(), change);
        return requireNonNullElse(change.outcome(), Outcome.DUPLICATE);
    }

    private Rows.Known lockAndRead(CallLeg leg, byte[] digest) {
        CallStore.Locked locked = store.lockAndRead(leg, digest);
        if (!locked.callSids().containsAll(locked.known().roots())) {
            throw new RegroupedException();
        }
        return locked.known();
    }

    private CallMerge merge() {
        return new CallMerge(clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    /**
     * Whether another attempt can succeed at once: a deadlock, two writers at one key, legs that were regrouped while we
     * waited for them, a pooled connection that the server had closed, or one that was lost between the commit and its
     * answer. A server that lets nobody in is none of these: whoever waits for us is told so at once.
     */
    private static boolean passes(Throwable failure) {
        return Stream.<Throwable>iterate(failure, cause -> cause != null, Throwable::getCause)
                .anyMatch(cause -> cause instanceof RegroupedException
                        || cause instanceof XAException
                        || (cause instanceof SQLException sql && passes(sql.getSQLState()))
                        || Stream.of(cause.getSuppressed()).anyMatch(CallLedger::passes));
    }

    private static boolean passes(@Nullable String sqlState) {
        return sqlState != null
                && (sqlState.startsWith("40")
                        || (sqlState.startsWith("08") && !sqlState.equals("08001"))
                        || sqlState.startsWith("57P")
                        || sqlState.equals("23505"));
    }

    /** The legs' roots changed between asking which calls to lock and holding the locks. */
    static final class RegroupedException extends RuntimeException {}
}
