package dev.callfile.call;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;

/**
 * What waits in the store, for whoever watches: counted once a minute and beside all requests, so that reading it asks
 * nobody. It is not a number while the database does not tell.
 */
@ApplicationScoped
class StoreMeters {

    private static final Duration OVERDUE = Duration.ofHours(1);

    private final WaitingCalls calls;
    private final TranscriptFetches transcripts;
    private final RecordingDeletions deletions;
    private final Clock clock;
    private volatile Map<Waiting, Double> counts = Map.of();

    /** What is counted. */
    enum Waiting {
        OVERDUE("callfile.calls.overdue", "Records that are not over an hour after they were made, up to 10,000"),
        UNASSIGNED("callfile.calls.unassigned", "Records without a case, up to 10,000"),
        TRANSCRIPTS_RETRIED("callfile.transcripts.retried", "Transcripts that are fetched again after an error"),
        TRANSCRIPTS_FAILED("callfile.transcripts.failed", "Transcripts that nobody will fetch any more"),
        DELETIONS_RETRIED("callfile.recording.deletions.retried", "Recordings to be deleted again after an error"),
        DELETIONS_FAILED("callfile.recording.deletions.failed", "Recordings that nobody will delete any more");

        private final String metric;
        private final String description;

        Waiting(String metric, String description) {
            this.metric = metric;
            this.description = description;
        }
    }

    StoreMeters(
            WaitingCalls calls,
            TranscriptFetches transcripts,
            RecordingDeletions deletions,
            Clock clock,
            MeterRegistry metrics) {
        this.calls = calls;
        this.transcripts = transcripts;
        this.deletions = deletions;
        this.clock = clock;
        for (Waiting waiting : Waiting.values()) {
            Gauge.builder(waiting.metric, () -> counts.getOrDefault(waiting, Double.NaN))
                    .description(waiting.description)
                    .strongReference(true)
                    .register(metrics);
        }
    }

    /** The log says elsewhere that the database is away. */
    @Scheduled(every = "60s", concurrentExecution = ConcurrentExecution.SKIP, identity = "store-meters")
    void count() {
        try {
            counts = counted();
        } catch (RuntimeException e) {
            counts = Map.of();
        }
    }

    private Map<Waiting, Double> counted() {
        Map<Waiting, Double> counted = new EnumMap<>(Waiting.class);
        Chores.Troubles fetching = transcripts.troubles();
        Chores.Troubles deleting = deletions.troubles();
        counted.put(Waiting.OVERDUE, (double)
                calls.overdue(clock.instant().minus(OVERDUE).truncatedTo(ChronoUnit.MICROS)));
        counted.put(Waiting.UNASSIGNED, (double) calls.unassigned());
        counted.put(Waiting.TRANSCRIPTS_RETRIED, (double) fetching.waiting());
        counted.put(Waiting.TRANSCRIPTS_FAILED, (double) fetching.failed());
        counted.put(Waiting.DELETIONS_RETRIED, (double) deleting.waiting());
        counted.put(Waiting.DELETIONS_FAILED, (double) deleting.failed());
        return counted;
    }
}
