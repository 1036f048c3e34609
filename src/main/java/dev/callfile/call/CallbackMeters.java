package dev.callfile.call;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How callbacks fare at this replica, for whoever watches it; every series is there from the start, so that its first is seen. */
@Startup
@ApplicationScoped
class CallbackMeters {

    /** Twilio's Timestamp is told in whole seconds. */
    private static final Duration[] BUCKETS = {
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(3),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(15),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(15),
        Duration.ofHours(1)
    };

    /** What came again is as late as Twilio's repetition, and not as we are; of an erased call nothing is kept. */
    private static final Set<Outcome> KEPT =
            EnumSet.of(Outcome.APPLIED, Outcome.UNASSIGNED, Outcome.STALE, Outcome.UNLINKED);

    private final Map<Accepted, Counter> accepted = new HashMap<>();
    private final Map<Rejection, Counter> rejected = new EnumMap<>(Rejection.class);
    private final Timer delay;
    private final Clock clock;

    private record Accepted(Callback.Kind kind, Outcome outcome) {}

    CallbackMeters(MeterRegistry metrics, Clock clock) {
        this.clock = clock;
        for (Callback.Kind kind : CallbackReport.SENT_BY_TWILIO) {
            for (Outcome outcome : Outcome.values()) {
                accepted.put(
                        new Accepted(kind, outcome),
                        Counter.builder("callfile.callbacks")
                                .description("Genuine callbacks that were answered 204")
                                .tag("kind", kind.word())
                                .tag("outcome", outcome.word())
                                .register(metrics));
            }
        }
        for (Rejection reason : Rejection.values()) {
            rejected.put(
                    reason,
                    Counter.builder("callfile.callbacks.rejected")
                            .description("Requests to Twilio's addresses that were not accepted")
                            .tag("reason", reason.word())
                            .register(metrics));
        }
        delay = Timer.builder("callfile.callback.delay")
                .description(
                        "From Twilio's Timestamp to our commit, of callbacks that have one and came for the first time")
                .serviceLevelObjectives(BUCKETS)
                .register(metrics);
    }

    /**
     * A genuine callback has been committed.
     *
     * @param firedAt by Twilio's clock, which may be ahead of ours; {@code null} where it does not tell
     */
    void accepted(Callback.Kind kind, Outcome outcome, @Nullable Instant firedAt) {
        increment(accepted.get(new Accepted(kind, outcome)));
        if (firedAt != null && KEPT.contains(outcome)) {
            Duration late = Duration.between(firedAt, clock.instant());
            delay.record(late.isNegative() ? Duration.ZERO : late);
        }
    }

    void rejected(Rejection reason) {
        increment(rejected.get(reason));
    }

    /** What has been committed is not to fail for a counter that is missing. */
    private static void increment(@Nullable Counter counter) {
        if (counter != null) {
            counter.increment();
        }
    }
}
