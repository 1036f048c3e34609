package dev.callfile.call;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Counts callbacks in memory, and adds the counts to those of all replicas every few seconds: whoever floods us with forged
 * ones causes no write for each. While the database is away, counts wait here, one for each hour, kind and reason.
 */
@ApplicationScoped
public class CallbackTally {

    private static final Logger LOG = Logger.getLogger(CallbackTally.class);

    static final Duration KEPT = Duration.ofDays(8);
    private static final Pattern ACCOUNT_SID = Pattern.compile("AC[0-9a-fA-F]{32}");

    private final CallbackCounts counts;
    private final CallbackReport report;
    private final CallbackMeters meters;
    private final Clock clock;
    private final Map<Key, Count> pending = new ConcurrentHashMap<>();
    private volatile boolean away;

    CallbackTally(CallbackCounts counts, CallbackReport report, CallbackMeters meters, Clock clock) {
        this.counts = counts;
        this.report = report;
        this.meters = meters;
        this.clock = clock;
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record Key(Instant hour, String verdict, String what, String outcome, String accountSid) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record Count(long count, Instant lastAt) {

        private Count plus(Count other) {
            return new Count(count + other.count, lastAt.isAfter(other.lastAt) ? lastAt : other.lastAt);
        }
    }

    /**
     * A genuine callback has been committed.
     *
     * @param firedAt when what it tells of happened; {@code null} where it does not say
     */
    public void accepted(Callback callback, Outcome outcome, @Nullable Instant firedAt) {
        meters.accepted(callback.kind(), outcome, firedAt);
        String accountSid = callback.accountSid();
        count(
                CallbackCounts.ACCEPTED,
                callback.kind().word(),
                outcome.word(),
                accountSid != null && ACCOUNT_SID.matcher(accountSid).matches() ? accountSid : "");
    }

    /** Something else came to where callbacks come. */
    public void rejected(Rejection reason) {
        meters.rejected(reason);
        count(CallbackCounts.REJECTED, reason.word(), "", "");
    }

    private void count(String verdict, String what, String outcome, String accountSid) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Key key = new Key(now.truncatedTo(ChronoUnit.HOURS), verdict, what, outcome, accountSid);
        pending.merge(key, new Count(1, now), Count::plus);
    }

    /** How callbacks have fared, those that came to this replica a moment ago included; another's may lack some seconds. */
    public CallbackActivity activity() {
        write();
        return report.read(clock.instant());
    }

    @Scheduled(every = "5s", concurrentExecution = ConcurrentExecution.SKIP, identity = "callback-tally")
    void writeSometimes() {
        try {
            write();
            away = false;
        } catch (RuntimeException e) {
            if (!away) {
                LOG.warnf("Counts of callbacks have to wait: %s", e.getClass().getName());
            }
            away = true;
        }
    }

    void stop(@Observes ShutdownEvent stopping) {
        writeSometimes();
    }

    /** Those that cannot be written are taken back, but for those that nobody would keep any more. */
    private synchronized void write() {
        Instant oldest = clock.instant().minus(KEPT).truncatedTo(ChronoUnit.HOURS);
        List<CallbackCounts.Row> rows = new ArrayList<>();
        for (Key key : List.copyOf(pending.keySet())) {
            Count count = pending.remove(key);
            if (count != null && !key.hour().isBefore(oldest)) {
                rows.add(new CallbackCounts.Row(key, count));
            }
        }
        try {
            counts.add(rows, oldest);
        } catch (RuntimeException e) {
            rows.forEach(row -> pending.merge(row.key(), row.count(), Count::plus));
            throw e;
        }
    }
}
