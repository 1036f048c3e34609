package dev.callfile.call;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Compares records with the ledger while the service runs, a few at a time: those that are known to differ, those that were
 * spoken of last, and the next of a slow walk over all.
 */
@ApplicationScoped
class RecordCheck {

    private static final Logger LOG = Logger.getLogger(RecordCheck.class);
    private static final String WALK = "records";
    private static final String NEWS = "news";

    private final CallRebuilds rebuilds;
    private final StoreWalk walk;
    private final CheckProgress progress;
    private final DifferingRecords differing;
    private final CheckConfig config;
    private final Counter checked;
    private final AtomicLong known = new AtomicLong();
    private volatile boolean away;

    RecordCheck(
            CallRebuilds rebuilds,
            StoreWalk walk,
            CheckProgress progress,
            DifferingRecords differing,
            CheckConfig config,
            MeterRegistry metrics) {
        this.rebuilds = rebuilds;
        this.walk = walk;
        this.progress = progress;
        this.differing = differing;
        this.config = config;
        this.checked = Counter.builder("callfile.records.checked")
                .description("Records that this replica has compared with the ledger")
                .register(metrics);
        metrics.gauge("callfile.records.differing", known);
    }

    /** Every replica tells how many differ; one of them looks. While the database is away, nobody does. */
    @Scheduled(
            every = "${callfile.check.every}",
            delayed = "10s",
            concurrentExecution = ConcurrentExecution.SKIP,
            identity = "records")
    void run() {
        try {
            progress.take(WALK).ifPresent(this::look);
            known.set(differing.count());
            away = false;
        } catch (RuntimeException e) {
            if (!away) {
                LOG.warnf("Records are not checked: %s", e.getClass().getName());
            }
            away = true;
        }
    }

    private void look(String position) {
        Duration every = config.every().equals("off") ? Duration.ZERO : DurationConverter.parseDuration(config.every());
        int half = Math.max(1, config.records() / 2);
        look(differing.callSids(half));
        progress.take(NEWS).ifPresent(after -> {
            StoreWalk.Page news = walk.news(after, half);
            look(news.callSids());
            progress.goOn(NEWS, Objects.requireNonNullElse(news.last(), after), Duration.ZERO);
        });
        StoreWalk.Page page = walk.records(position, half);
        look(page.callSids());
        progress.goOn(WALK, Objects.requireNonNullElse(page.last(), ""), every);
    }

    private void look(Collection<String> callSids) {
        if (callSids.isEmpty()) {
            return;
        }
        CallRebuilds.Outcome outcome = rebuilds.check(callSids);
        checked.increment(outcome.records());
        for (Difference difference : differing.settle(outcome)) {
            LOG.warnf("Record %s differs from its ledger: %s", difference.id(), String.join(", ", difference.fields()));
        }
    }
}
