package dev.callfile.call;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Has this replica's writers of one call take turns before they ask for a connection: the database would have each wait
 * with a connection of its own, and a crowd for one call would leave none to the others. That no two replicas write the
 * same call at once is the database's to see to.
 */
final class CallTurns {

    /** As long as the database lets a statement wait for a lock. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ConcurrentMap<String, Turn> turns = new ConcurrentHashMap<>();

    /** In the order in which they came. */
    private static final class Turn extends ReentrantLock {

        private static final long serialVersionUID = 1;

        private int wanted;

        Turn() {
            super(true);
        }
    }

    /**
     * Does some work when it is its turn.
     *
     * @param callSid of the call, or of its parent where it is known: who disagree about it meet in the database
     * @throws RejectedExecutionException when it was not its turn in time: nothing has been done
     */
    <T> T take(String callSid, Supplier<T> work) {
        Turn turn = turns.compute(callSid, (sid, there) -> {
            Turn wanted = there == null ? new Turn() : there;
            wanted.wanted++;
            return wanted;
        });
        try {
            if (!turn.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new RejectedExecutionException("too many write the same call");
            }
            try {
                return work.get();
            } finally {
                turn.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RejectedExecutionException("the service ends", e);
        } finally {
            turns.computeIfPresent(callSid, (sid, there) -> --there.wanted == 0 ? null : there);
        }
    }
}
