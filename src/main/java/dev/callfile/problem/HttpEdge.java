package dev.callfile.problem;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import jakarta.enterprise.event.Observes;

/** Gives every request its id before the framework looks at it, and makes a problem of what fails outside any resource. */
class HttpEdge {

    private static final int FIRST = 1000;

    private final Problems problems;

    HttpEdge(Problems problems) {
        this.problems = problems;
    }

    void register(@Observes Filters filters) {
        filters.register(HttpEdge::enter, FIRST);
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

    private static void enter(RoutingContext request) {
        RequestId.assign(request);
        request.next();
    }
}
