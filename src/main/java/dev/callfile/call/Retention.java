package dev.callfile.call;

import com.github.f4b6a3.ulid.Ulid;
import dev.callfile.call.RetentionStore.Due;
import dev.callfile.call.RetentionStore.Page;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Lets go of what has been kept long enough (docs/adr/0012): a few calls at a time, each few in a transaction of its own. One
 * replica at a time is at it; what is done is not found again, so whoever comes next goes on from there.
 */
@ApplicationScoped
class Retention {

    private static final Logger LOG = Logger.getLogger(Retention.class);
    private static final int AT_ONCE = 50;
    private static final int CALLBACKS_AT_ONCE = 1000;

    private final RetentionStore store;
    private final WholeCalls calls;
    private final LegalHolds holds;
    private final RetentionConfig config;
    private final Clock clock;

    Retention(RetentionStore store, WholeCalls calls, LegalHolds holds, RetentionConfig config, Clock clock) {
        this.store = store;
        this.calls = calls;
        this.holds = holds;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(
            every = "${callfile.retention.every}",
            delayed = "1m",
            concurrentExecution = ConcurrentExecution.SKIP,
            identity = "retention")
    void run() {
        try {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            run(Retained.LEDGER_PARAMETERS, config.ledgerParameters(), now);
            run(Retained.TRANSCRIPTS, config.transcripts(), now);
            run(Retained.RECORDINGS, config.recordings(), now);
        } catch (RuntimeException e) {
            LOG.warnf("Retention has to wait: %s", e.getClass().getName());
        }
    }

    private void run(Retained what, Optional<String> period, Instant now) {
        period.map(RetentionPeriod::parse).map(kept -> kept.before(now)).ifPresent(before -> {
            long pruned = 0;
            for (int kept = 1; kept <= Rows.CallRow.EVERYTHING; kept++) {
                int state = kept;
                if ((kept & what.bit()) != 0) {
                    pruned += walk(Due.FIRST, after -> ofCalls(what, state, before, after, now));
                }
            }
            long callbacks = what == Retained.RECORDINGS
                    ? 0
                    : walk(
                            Due.FIRST,
                            after -> ofUnlinked(
                                    what, Ulid.min(before.toEpochMilli()).toString(), after, now));
            if (pruned + callbacks > 0) {
                LOG.infof(
                        "Retention of %s: %d calls, and %d callbacks without a call", what.words(), pruned, callbacks);
            }
        });
    }

    /** Batch by batch, as long as nobody else is at it. */
    private long walk(Due first, Function<Due, Batch> step) {
        long pruned = 0;
        Due after = first;
        while (after != null) {
            Due from = after;
            Batch batch = CallLedger.attempt(() -> store.isOurs() ? step.apply(from) : new Batch(0, null));
            pruned += batch.pruned();
            after = batch.last();
        }
        return pruned;
    }

    /** @param last where the next one starts; {@code null} where there is none */
    private record Batch(long pruned, @Nullable Due last) {}

    private Batch ofCalls(Retained what, int kept, Instant before, Due after, Instant now) {
        Page due = store.due(kept, before, after, AT_ONCE);
        List<WholeCall> free = calls.lock(due.keys()).stream()
                .filter(call -> call.over() && call.hold() == null)
                .toList();
        store.prune(what, free, now);
        return new Batch(free.size(), due.last());
    }

    private Batch ofUnlinked(Retained what, String before, Due after, Instant now) {
        holds.share();
        Page due = store.unlinked(what, before, after, CALLBACKS_AT_ONCE);
        store.pruneCallbacks(due.keys(), now);
        return new Batch(due.keys().size(), due.last());
    }
}
