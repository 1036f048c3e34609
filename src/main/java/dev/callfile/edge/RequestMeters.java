package dev.callfile.edge;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How long requests take, by method, template and status. What a stranger chooses is never a label: neither a path, which may
 * hold anything, nor a method of his own invention.
 */
@Singleton
class RequestMeters implements MeterFilter {

    private static final String REQUESTS = "http.server.requests";
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE");

    /** Where the framework keeps the template of a request's path, for its metrics and traces. */
    private static final String TEMPLATE = "UrlPathTemplate";

    /** Of what is refused before a resource is found, or is none of a resource's. */
    private static final String OTHER = "/other";

    private static final int BEFORE_EVERYTHING = 3000;

    private static final double[] BUCKETS = Stream.of(5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000)
            .mapToDouble(milliseconds -> Duration.ofMillis(milliseconds).toNanos())
            .toArray();

    void register(@Observes Filters filters) {
        filters.register(RequestMeters::enter, BEFORE_EVERYTHING);
    }

    private static void enter(RoutingContext routing) {
        ((HttpServerRequestInternal) routing.request()).context().putLocal(TEMPLATE, OTHER);
        routing.next();
    }

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        String method = id.getTag("method");
        return id.getName().equals(REQUESTS) && method != null && !METHODS.contains(method)
                ? MeterFilterReply.DENY
                : MeterFilterReply.NEUTRAL;
    }

    @Override
    public @Nullable DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
        return id.getName().equals(REQUESTS)
                ? DistributionStatisticConfig.builder()
                        .serviceLevelObjectives(BUCKETS)
                        .build()
                        .merge(config)
                : config;
    }
}
