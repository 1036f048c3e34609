package dev.callfile.twilio.callback;

import dev.callfile.call.CallbackTally;
import dev.callfile.call.Rejection;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;

/**
 * Counts what was refused at Twilio's addresses by whatever refused it, by the status of its answer. Only what a 403 was for
 * is told by the one who said it.
 */
class RefusedRequests {

    private static final String ADDRESSES = "/webhooks/twilio/";

    private static final int BEFORE_ALL_OTHERS = 2000;

    private final CallbackTally tally;

    RefusedRequests(CallbackTally tally) {
        this.tally = tally;
    }

    void register(@Observes Filters filters) {
        filters.register(this::watch, BEFORE_ALL_OTHERS);
    }

    private void watch(RoutingContext request) {
        String path = request.request().path();
        if (path != null && path.startsWith(ADDRESSES) && !path.startsWith(PreflightProof.ADDRESS)) {
            request.addEndHandler(answered -> count(request.response().getStatusCode()));
        }
        request.next();
    }

    private void count(int status) {
        if (status >= 400 && status != 403) {
            tally.rejected(
                    switch (status) {
                        case 404 -> Rejection.UNKNOWN_ADDRESS;
                        case 405 -> Rejection.WRONG_METHOD;
                        case 413 -> Rejection.TOO_LARGE;
                        case 415 -> Rejection.UNSUPPORTED_MEDIA_TYPE;
                        case 503 -> Rejection.DATABASE_UNAVAILABLE;
                        default -> status < 500 ? Rejection.MALFORMED : Rejection.INTERNAL_ERROR;
                    });
        }
    }
}
