package dev.callfile.problem;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What every request passes before the framework looks at it: it gets its id, and is refused if it is too large. */
class HttpEdge {

    private static final int FIRST = 1000;

    private final Problems problems;
    private final long maxBodySize;

    HttpEdge(Problems problems, @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize maxBodySize) {
        this.problems = problems;
        this.maxBodySize = maxBodySize.asLongValue();
    }

    void register(@Observes Filters filters) {
        filters.register(this::enter, FIRST);
    }

    void register(@Observes Router router) {
        router.route().order(-FIRST).failureHandler(request -> problems.handle(failure(request), request));
        // A path that cannot be decoded fails while routes are matched, and leaves neither status nor failure.
        router.errorHandler(400, request -> problems.handle(new HttpException(400), request));
    }

    /** A status of the client's fault stands, whatever exception came with it: a request without Host, for example. */
    private static Throwable failure(RoutingContext request) {
        boolean clients = request.statusCode() >= 400 && request.statusCode() < 500;
        return clients || request.failure() == null ? new HttpException(request.statusCode()) : request.failure();
    }

    /** The framework would answer with an empty 413, and only a declared length can be refused before reading. */
    private void enter(RoutingContext request) {
        RequestId.assign(request);
        String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && Long.parseLong(length) > maxBodySize) {
            request.response().putHeader(HttpHeaders.CONNECTION, "close");
            request.fail(413);
        } else {
            request.next();
        }
    }
}
