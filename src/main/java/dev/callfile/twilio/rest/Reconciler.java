package dev.callfile.twilio.rest;

import dev.callfile.call.CallRepairs.NotOursException;
import dev.callfile.call.Reconciliation;
import dev.callfile.call.Reconciliation.Position;
import dev.callfile.call.Reconciliation.Status;
import dev.callfile.call.ReconciliationCounts;
import dev.callfile.call.ReconciliationQueue;
import dev.callfile.call.Reconciliations;
import dev.callfile.twilio.Accounts;
import dev.callfile.twilio.TwilioConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Closes the gap that callbacks leave: compares calls with what Twilio has of them, on a schedule and when asked. One
 * replica does at a time, and goes on where another was cut off.
 */
@ApplicationScoped
class Reconciler {

    private static final Logger LOG = Logger.getLogger(Reconciler.class);
    private static final String OFF = "off";
    private static final int MOST_ATTEMPTS = 30;
    /** Twilio may no longer know the page that a reconciliation stopped at: the list is read from its beginning then. */
    private static final int ATTEMPTS_AT_A_PAGE = 3;

    private static final Duration LONGEST_DELAY = Duration.ofMinutes(10);

    private final ReconciliationQueue queue;
    private final Reconciliations reconciliations;
    private final ReconciliationSteps steps;
    private final Accounts accounts;
    private final Duration every;
    private volatile boolean away;
    private volatile boolean stopping;

    Reconciler(
            ReconciliationQueue queue,
            Reconciliations reconciliations,
            ReconciliationSteps steps,
            Accounts accounts,
            TwilioConfig config) {
        this.queue = queue;
        this.reconciliations = reconciliations;
        this.steps = steps;
        this.accounts = accounts;
        this.every = every(config.reconciliation().every());
    }

    private static Duration every(String text) {
        return text.equals(OFF) || text.equals("disabled") ? Duration.ZERO : DurationConverter.parseDuration(text);
    }

    /** Asks for a comparison of what has come since the last. */
    @Scheduled(
            every = "${callfile.reconciliation.every}",
            delayed = "30s",
            concurrentExecution = ConcurrentExecution.SKIP,
            identity = "reconciliation-schedule")
    void schedule() {
        if (!accounts.sids().isEmpty()) {
            quietly(() -> queue.schedule(every));
        }
    }

    /** Goes on with whatever is due. */
    @Scheduled(
            every = "${callfile.reconciliation.look-every}",
            concurrentExecution = ConcurrentExecution.SKIP,
            identity = "reconciliation")
    void reconcile() {
        quietly(() -> {
            Optional<Reconciliation> job = queue.take();
            while (job.isPresent() && !stopping) {
                job = step(job.get());
            }
            job.ifPresent(queue::release);
        });
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    private Optional<Reconciliation> step(Reconciliation job) {
        try {
            Optional<Reconciliation> saved = queue.save(job, steps.take(job));
            saved.filter(over -> over.status() == Status.COMPLETED).ifPresent(this::tell);
            return saved.filter(next -> next.status() == Status.RUNNING);
        } catch (NotOursException e) {
            return Optional.empty();
        } catch (TwilioBusyException e) {
            Duration delay = delay(job.attempts());
            Duration asked = e.retryAfter().orElse(Duration.ZERO);
            putBack(job, asked.compareTo(delay) > 0 ? asked : delay, "Twilio has too many requests at once");
        } catch (FetchException e) {
            putBack(job, delay(job.attempts()), e.reason());
        } catch (RuntimeException e) {
            // Where it is the database that fails, this fails too, and the lease runs out.
            putBack(job, delay(job.attempts()), "A step failed: " + e.getClass().getSimpleName());
        }
        return Optional.empty();
    }

    private void tell(Reconciliation over) {
        ReconciliationCounts counts = reconciliations.counts(over.id());
        LOG.infof(
                "Reconciliation %s: %d checked, %d missing, %d stale, %d repaired, %d unassigned, %d failed, %d requests",
                over.id(),
                over.checked(),
                counts.missing(),
                counts.stale(),
                counts.repaired(),
                counts.unassigned(),
                counts.failed(),
                over.requests());
    }

    private void putBack(Reconciliation job, Duration delay, String reason) {
        int attempts = job.attempts() + 1;
        if (attempts >= MOST_ATTEMPTS) {
            LOG.warnf("Reconciliation %s is given up: %s", job.id(), reason);
            queue.fail(job, reason);
            return;
        }
        if (attempts == 1) {
            LOG.warnf("Reconciliation %s has to wait: %s", job.id(), reason);
        }
        Position at = job.position();
        boolean again = at.page() != null && attempts % ATTEMPTS_AT_A_PAGE == 0;
        queue.postpone(
                job,
                delay,
                attempts,
                reason,
                again ? Position.of(at.account(), at.step()) : at,
                again ? -at.counted() : 0);
    }

    /** 1 s and twice as much each time. */
    private static Duration delay(int attempts) {
        long most = Math.min(LONGEST_DELAY.toMillis(), 1000L << Math.min(attempts, 20));
        return Duration.ofMillis(most);
    }

    /** While the database is away, nothing is due: the webhooks say so already. */
    private void quietly(Runnable work) {
        try {
            work.run();
            away = false;
        } catch (RuntimeException e) {
            if (!away) {
                LOG.warnf("Reconciliation has to wait: %s", e.getClass().getName());
            }
            away = true;
        }
    }
}
