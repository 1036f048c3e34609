package dev.callfile.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** How many requests a caller has left on this replica: a bucket each, which fills up evenly. */
@ApplicationScoped
@RegisterForReflection(
        // Caffeine makes names of what a cache is to do, and looks for classes of that name; Quarkus knows all but this
        // one.
        classNames = "com.github.benmanes.caffeine.cache.PSAMS")
public class RequestRate {

    /** Bounds the memory; a caller that is forgotten begins with a full bucket. */
    private static final int MOST_CALLERS = 100_000;

    private final OptionalInt requests;
    private final Duration period;
    private final TimeMeter time;
    private final Cache<String, Bucket> buckets;

    RequestRate(RateLimitConfig config, Clock clock) {
        this.requests = config.requests();
        this.period = config.period();
        this.time = new ClockMeter(clock);
        // One that was not asked for a whole period is full, as a new one is.
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MOST_CALLERS)
                .expireAfterAccess(period)
                .build();
    }

    /**
     * What is left after a request, and how long to wait.
     *
     * @param granted whether the request may go on
     * @param quota requests in a period
     * @param periodSeconds length of the period
     * @param left requests that may follow at once
     * @param fullInSeconds until the whole quota is there again
     * @param nextInSeconds until the next request may come, where this one may not go on; else 0
     */
    public record Spent(
            boolean granted, int quota, long periodSeconds, long left, long fullInSeconds, long nextInSeconds) {}

    /**
     * Counts a request.
     *
     * @return empty where nobody is limited
     */
    public Optional<Spent> spend(String caller) {
        if (requests.isEmpty()) {
            return Optional.empty();
        }
        int quota = requests.getAsInt();
        ConsumptionProbe probe = buckets.get(caller, name -> bucket(quota)).tryConsumeAndReturnRemaining(1);
        return Optional.of(new Spent(
                probe.isConsumed(),
                quota,
                period.toSeconds(),
                probe.getRemainingTokens(),
                seconds(probe.getNanosToWaitForReset()),
                seconds(probe.getNanosToWaitForRefill())));
    }

    private Bucket bucket(int quota) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(quota).refillGreedy(quota, period))
                .withCustomTimePrecision(time)
                .build();
    }

    /** Not too early: a caller that waits so long must be let in. */
    private static long seconds(long nanos) {
        return TimeUnit.NANOSECONDS.toSeconds(nanos + TimeUnit.SECONDS.toNanos(1) - 1);
    }

    /** The service's clock. */
    private record ClockMeter(Clock clock) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            Instant now = clock.instant();
            return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
