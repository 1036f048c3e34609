package dev.callfile.edge;

import dev.callfile.problem.ProblemCode;
import dev.callfile.problem.ProblemException;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Takes a request's body in whole, on the event loop and within a time, before anybody works on the request: a client that
 * trickles holds no thread. The framework would have a worker wait for each piece, and has no time for the whole.
 */
class RequestBodies {

    private static final int AFTER_THE_REQUEST_ID = 900;
    private static final String WEBHOOKS = "/webhooks/";
    private static final int LARGEST_CALLBACK = 64 * 1024;

    private final int largest;
    private final long timeoutMs;
    private final Room room;
    private final Room roomForCallbacks;

    RequestBodies(EdgeConfig config, @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize largest) {
        this.largest = Math.toIntExact(largest.asLongValue());
        this.timeoutMs = config.bodyTimeout().toMillis();
        this.room = new Room(config.bodiesAtOnce().asLongValue());
        this.roomForCallbacks = new Room(config.bodiesAtOnce().asLongValue() / 2);
    }

    void register(@Observes Filters filters) {
        filters.register(this::enter, AFTER_THE_REQUEST_ID);
    }

    private void enter(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        if (request.version() == HttpVersion.HTTP_2) {
            hold(routing, request);
            routing.next();
            return;
        }
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        boolean announced =
                length == null ? request.headers().contains(HttpHeaders.TRANSFER_ENCODING) : !length.equals("0");
        if (request.isEnded() || !announced) {
            routing.next();
            return;
        }
        boolean callback = request.path() != null && request.path().startsWith(WEBHOOKS);
        int most = callback ? LARGEST_CALLBACK : largest;
        IncomingBody body = new IncomingBody(routing, most, callback ? roomForCallbacks : room, tooLarge(callback));
        body.read(timeoutMs);
        if (length != null && Long.parseLong(length) > most) {
            body.refuse(tooLarge(callback));
        } else if (isExpected(request)) {
            request.response().writeContinue();
        }
    }

    /** The framework does not take a request of HTTP/2 whose body has been read, so it reads it itself, and in time. */
    private void hold(RoutingContext routing, HttpServerRequest request) {
        long timer = routing.vertx().setTimer(timeoutMs, late -> {
            if (!request.isEnded()) {
                routing.response().reset();
            }
        });
        routing.addEndHandler(end -> routing.vertx().cancelTimer(timer));
    }

    private static boolean isExpected(HttpServerRequest request) {
        return request.version() != HttpVersion.HTTP_1_0
                && "100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT));
    }

    private static ProblemException tooLarge(boolean callback) {
        return new ProblemException(
                ProblemCode.PAYLOAD_TOO_LARGE,
                callback ? "A callback is at most 64 KiB." : "The body is larger than this service takes.");
    }
}
