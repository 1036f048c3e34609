package dev.callfile.problem;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Remembers that the database cannot be reached: one request a second finds out whether it still cannot, and the others are
 * told so at once, where each would hold a thread for as long as the pool looks for a connection.
 */
@ApplicationScoped
class DatabaseAway {

    private static final Logger LOG = Logger.getLogger(DatabaseAway.class);
    private static final int AFTER_THE_EDGE = 900;
    private static final long ASK_AGAIN = Duration.ofSeconds(1).toNanos();
    /** Longer than a request that asks takes to fail, so that the memory does not end in the middle of an outage. */
    private static final long FORGET = Duration.ofSeconds(15).toNanos();

    private static final String ASKS = DatabaseAway.class.getName();

    private final long acquisitionTimeout;
    private final AtomicLong askedAt = new AtomicLong(System.nanoTime() - ASK_AGAIN);
    private volatile boolean away;
    private volatile long failedAt;
    private volatile long answeredAt;

    DatabaseAway(@ConfigProperty(name = "quarkus.datasource.jdbc.acquisition-timeout") Duration acquisitionTimeout) {
        this.acquisitionTimeout = acquisitionTimeout.toNanos();
        this.answeredAt = System.nanoTime() - this.acquisitionTimeout;
    }

    void register(@Observes Filters filters) {
        filters.register(this::enter, AFTER_THE_EDGE);
    }

    private void enter(RoutingContext request) {
        // As it came: one that cannot be decoded is refused later.
        String path = request.request().path();
        boolean needsDatabase = path != null && (path.startsWith("/v1/") || path.startsWith("/webhooks/"));
        if (!needsDatabase) {
            request.next();
        } else if (isAway() && !asks(request)) {
            request.fail(503);
        } else {
            request.addHeadersEndHandler(any -> answered(request.response().getStatusCode()));
            request.next();
        }
    }

    /** Whoever has waited for a thread since before it was known need not wait for a connection as well. */
    @ServerRequestFilter
    void leaveQueue(RoutingContext request) {
        boolean tooLate = request.response().ended();
        if (tooLate || (isAway() && request.get(ASKS) == null)) {
            throw Problems.unavailable();
        }
    }

    /**
     * A request has failed. That it found no connection in time means nothing where another was answered meanwhile: there
     * are more requests than connections then.
     */
    void noticed(Throwable failure) {
        boolean nobodyWasAnswered = System.nanoTime() - answeredAt >= acquisitionTimeout;
        if (Outage.isUnreachable(failure) || (Outage.foundNoConnection(failure) && nobodyWasAnswered)) {
            noticed();
        }
    }

    private void noticed() {
        failedAt = System.nanoTime();
        if (!away) {
            away = true;
            LOG.warn("The database is away: answering 503 until it is back");
        }
    }

    void answered(int status) {
        if (status >= 200 && status < 400) {
            answeredAt = System.nanoTime();
            if (away) {
                away = false;
                LOG.info("The database is back");
            }
        }
    }

    boolean isAway() {
        return away && System.nanoTime() - failedAt < FORGET;
    }

    private boolean asks(RoutingContext request) {
        long last = askedAt.get();
        long now = System.nanoTime();
        boolean asks = now - last > ASK_AGAIN && askedAt.compareAndSet(last, now);
        if (asks) {
            request.put(ASKS, true);
        }
        return asks;
    }
}
