package dev.callfile.call;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done at Twilio, kept in a table. Each step is one statement, which is its own transaction. Whoever takes a
 * row has it on a lease: until then nobody else does, and afterwards somebody will, whatever became of the first.
 */
public interface Chores<T extends Chores.Taken> {

    /** A chore that somebody has taken. */
    interface Taken {

        /** Of what it is about. */
        String sid();

        /** Those before this one. */
        int attempts();

        /** {@code null} where nothing has gone wrong yet. */
        @Nullable String lastError();
    }

    /** How many wait for another attempt after an error, and how many nobody will attempt again. */
    record Troubles(long waiting, long failed) {}

    /** The one that is due for the longest time. */
    Optional<T> take();

    /** Puts one back that has to wait, and for which nothing went wrong. */
    void postpone(T taken, Duration delay);

    /** Puts one back after an error. */
    void retry(T taken, Duration delay, String error);

    /** Gives one up. */
    void fail(T taken, String error);

    Troubles troubles();
}
