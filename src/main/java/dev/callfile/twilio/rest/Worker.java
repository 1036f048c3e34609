package dev.callfile.twilio.rest;

import dev.callfile.call.Chores;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Does what is due: one chore after the other, again and later where it fails, until there is no hope. They are kept in the
 * database, so that none is lost.
 */
final class Worker<T extends Chores.Taken> {

    private static final int MOST_ATTEMPTS = 20;
    private static final int MOST_IN_A_ROW = 100;
    private static final Duration LONGEST_DELAY = Duration.ofHours(1);

    private final Chores<T> chores;
    private final Logger log;
    private final String name;
    private final String done;
    private volatile boolean away;

    /**
     * A worker that says of a "Transcript", for example, that it has to be "fetched" again.
     *
     * @param name of a thing, as a log line begins
     * @param done what becomes of it
     */
    Worker(Chores<T> chores, Logger log, String name, String done) {
        this.chores = chores;
        this.log = log;
        this.name = name;
        this.done = done;
    }

    /**
     * Whatever is due. While the database is away, nothing is: other requests say so already.
     *
     * @param chore does one and settles it; what it throws decides what becomes of it
     */
    void work(Consumer<T> chore) {
        try {
            Optional<T> due = chores.take();
            away = false;
            for (int i = 1; due.isPresent(); i++) {
                attempt(due.get(), chore);
                due = i < MOST_IN_A_ROW ? chores.take() : Optional.empty();
            }
        } catch (RuntimeException e) {
            if (!away) {
                log.warnf("%ss have to wait: %s", name, e.getClass().getName());
            }
            away = true;
        }
    }

    private void attempt(T due, Consumer<T> chore) {
        Duration delay = delay(due.attempts());
        try {
            chore.accept(due);
        } catch (NotYetException e) {
            if (due.attempts() + 1 < MOST_ATTEMPTS) {
                chores.postpone(due, delay);
            } else {
                giveUp(due, NotYetException.REASON);
            }
        } catch (TwilioBusyException e) {
            Duration asked = e.retryAfter().orElse(Duration.ZERO);
            failed(due, asked.compareTo(delay) > 0 ? asked : delay, "Twilio has too many requests at once", false);
        } catch (FetchException e) {
            failed(due, delay, e.reason(), e.isForGood());
        } catch (RuntimeException e) {
            log.debugf("%s could not be kept: %s", name, e.getClass().getName());
            String reason = "The %s could not be kept: %s"
                    .formatted(name.toLowerCase(Locale.ROOT), e.getClass().getSimpleName());
            failed(due, delay, reason, false);
        }
    }

    private void failed(T due, Duration delay, String reason, boolean forGood) {
        if (forGood || due.attempts() + 1 >= MOST_ATTEMPTS) {
            giveUp(due, reason);
            return;
        }
        if (due.lastError() == null) {
            log.warnf("%s %s has to be %s again: %s", name, due.sid(), done, reason);
        }
        chores.retry(due, delay, reason);
    }

    private void giveUp(T due, String reason) {
        log.warnf("%s %s is given up: %s", name, due.sid(), reason);
        chores.fail(due, reason);
    }

    /** 1 s and twice as much each time; replicas and chores that failed together do not come back together. */
    static Duration delay(int attempts) {
        long most = Math.min(LONGEST_DELAY.toMillis(), 1000L << Math.min(attempts, 20));
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
    }
}
