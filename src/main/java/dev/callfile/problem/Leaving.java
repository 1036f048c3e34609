package dev.callfile.problem;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Ends a replica's work: for a while after the signal it takes what comes, because the way to it is only just being closed;
 * from then on it finishes what it has, and sends the rest to another replica.
 */
@ApplicationScoped
class Leaving {

    private static final int AFTER_THE_EDGE = 950;

    private final Duration delay;
    private volatile long takesNothingFrom = Long.MAX_VALUE;

    Leaving(@ConfigProperty(name = "quarkus.shutdown.delay") Optional<Duration> delay) {
        this.delay = delay.orElse(Duration.ZERO);
    }

    void begin(@Observes ShutdownDelayInitiatedEvent signal) {
        takesNothingFrom = System.nanoTime() + delay.toNanos();
    }

    void register(@Observes Filters filters) {
        filters.register(this::enter, AFTER_THE_EDGE);
    }

    private void enter(RoutingContext request) {
        if (takesNothingFrom != Long.MAX_VALUE && System.nanoTime() - takesNothingFrom >= 0) {
            request.fail(new ProblemException(
                    ProblemCode.UNAVAILABLE,
                    "This replica is being stopped. Send the same request again.",
                    List.of(),
                    Map.of("Retry-After", "1")));
        } else {
            request.next();
        }
    }
}
