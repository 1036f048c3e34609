package dev.callfile.twilio.rest;

import dev.callfile.call.CallLedger;
import dev.callfile.call.Callback;
import dev.callfile.call.Outcome;
import dev.callfile.call.TranscriptFetches;
import dev.callfile.call.TranscriptFetches.Taken;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * Fetches what Twilio has announced, after the announcement was answered: one transcript after the other, again and later
 * where it fails, until there is no hope. The queue is in the database, so that nothing of it is lost.
 */
@ApplicationScoped
class TranscriptFetcher {

    private static final Logger LOG = Logger.getLogger(TranscriptFetcher.class);
    private static final int MOST_ATTEMPTS = 20;
    private static final int MOST_IN_A_ROW = 100;
    private static final Duration LONGEST_DELAY = Duration.ofHours(1);

    private final TranscriptFetches fetches;
    private final FetchedTranscripts transcripts;
    private final CallLedger ledger;
    private volatile boolean away;

    TranscriptFetcher(TranscriptFetches fetches, FetchedTranscripts transcripts, CallLedger ledger) {
        this.fetches = fetches;
        this.transcripts = transcripts;
        this.ledger = ledger;
    }

    /** Whatever is due. While the database is away, nothing is: the webhooks say so already. */
    @Scheduled(
            every = "${callfile.twilio.intelligence.fetch-every}",
            concurrentExecution = ConcurrentExecution.SKIP,
            identity = "transcripts")
    void fetch() {
        try {
            Optional<Taken> due = fetches.take();
            away = false;
            for (int i = 1; due.isPresent(); i++) {
                fetch(due.get());
                due = i < MOST_IN_A_ROW ? fetches.take() : Optional.empty();
            }
        } catch (RuntimeException e) {
            if (!away) {
                LOG.warnf("Transcripts have to wait: %s", e.getClass().getName());
            }
            away = true;
        }
    }

    private void fetch(Taken due) {
        Duration delay = delay(due.attempts());
        try {
            Callback transcript = transcripts.get(due.fetch());
            if (transcript.leg() != null) {
                MDC.put("callSid", transcript.leg().callSid());
            }
            Outcome outcome = ledger.accept(transcript);
            fetches.settle(due);
            LOG.infof("Transcript %s: %s", due.fetch().transcriptSid(), outcome.word());
        } catch (NotYetException e) {
            if (due.attempts() + 1 < MOST_ATTEMPTS) {
                fetches.postpone(due, delay);
            } else {
                giveUp(due, NotYetException.REASON);
            }
        } catch (TwilioBusyException e) {
            Duration asked = e.retryAfter().orElse(Duration.ZERO);
            failed(due, asked.compareTo(delay) > 0 ? asked : delay, "Twilio has too many requests at once", false);
        } catch (FetchException e) {
            failed(due, delay, e.reason(), e.isForGood());
        } catch (RuntimeException e) {
            LOG.debugf("Transcript could not be kept: %s", e.getClass().getName());
            failed(
                    due,
                    delay,
                    "The transcript could not be kept: " + e.getClass().getSimpleName(),
                    false);
        } finally {
            MDC.remove("callSid");
        }
    }

    private void failed(Taken due, Duration delay, String reason, boolean forGood) {
        if (forGood || due.attempts() + 1 >= MOST_ATTEMPTS) {
            giveUp(due, reason);
            return;
        }
        if (due.lastError() == null) {
            LOG.warnf("Transcript %s has to be fetched again: %s", due.fetch().transcriptSid(), reason);
        }
        fetches.retry(due, delay, reason);
    }

    private void giveUp(Taken due, String reason) {
        LOG.warnf("Transcript %s is given up: %s", due.fetch().transcriptSid(), reason);
        fetches.fail(due, reason);
    }

    /** 1 s and twice as much each time; replicas and transcripts that failed together do not come back together. */
    static Duration delay(int attempts) {
        long most = Math.min(LONGEST_DELAY.toMillis(), 1000L << Math.min(attempts, 20));
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
    }
}
