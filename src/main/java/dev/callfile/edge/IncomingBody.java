package dev.callfile.edge;

import dev.callfile.problem.ProblemCode;
import dev.callfile.problem.ProblemException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A body on its way in. It comes on the request's event loop, and its room is given back by whoever ends the request. */
final class IncomingBody {

    private static final long PARTING_MS = 500;

    private final RoutingContext routing;
    private final HttpServerRequest request;
    private final int most;
    private final Room room;
    private final ProblemException tooLarge;
    private final Buffer body = Buffer.buffer();
    private final AtomicInteger taken = new AtomicInteger();
    private long timer;
    private boolean refused;

    IncomingBody(RoutingContext routing, int most, Room room, ProblemException tooLarge) {
        this.routing = routing;
        this.request = routing.request();
        this.most = most;
        this.room = room;
        this.tooLarge = tooLarge;
    }

    void read(long timeoutMs) {
        timer = routing.vertx().setTimer(timeoutMs, late -> timeout());
        routing.addEndHandler(end -> release());
        request.exceptionHandler(gone -> {
            routing.vertx().cancelTimer(timer);
            release();
        });
        request.handler(this::add);
        request.endHandler(end -> finish());
        request.resume();
    }

    private void add(Buffer bytes) {
        if (refused) {
            return;
        }
        if (body.length() + bytes.length() > most) {
            refuse(tooLarge);
        } else if (!room.take(bytes.length())) {
            refuse(new ProblemException(
                    ProblemCode.UNAVAILABLE,
                    "Too many bodies are on their way in. Send the same request again later.",
                    Map.of("Retry-After", "5")));
        } else {
            taken.addAndGet(bytes.length());
            body.appendBuffer(bytes);
        }
    }

    /** What still comes is let pass for a while: who is hung up on while sending may never read why. */
    void refuse(ProblemException problem) {
        refused = true;
        routing.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        routing.fail(problem);
    }

    private void finish() {
        routing.vertx().cancelTimer(timer);
        if (refused) {
            hangUp();
        } else {
            // As Vert.x's own BodyHandler does, which is not taken: it decodes forms, and refuses a long field.
            ((RoutingContextInternal) routing).setBody(body);
            routing.next();
        }
    }

    private void timeout() {
        if (refused) {
            hangUp();
            return;
        }
        refuse(new ProblemException(
                ProblemCode.REQUEST_TIMEOUT, "The body did not come in time: the connection is closed."));
        // The answer has to be on its way first.
        routing.vertx().setTimer(PARTING_MS, later -> hangUp());
    }

    private void hangUp() {
        request.connection().close();
    }

    private void release() {
        room.give(taken.getAndSet(0));
    }
}
