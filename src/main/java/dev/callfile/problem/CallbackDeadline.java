package dev.callfile.problem;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.TimeoutHandler;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/**
 * Answers a callback while Twilio still listens, whatever holds it up. What has been begun goes on: a callback that is kept
 * after its 503 is a duplicate when it comes again.
 */
class CallbackDeadline {

    /** Twilio hangs up after 15 s, whatever its settings. */
    private static final Duration AT_MOST = Duration.ofSeconds(13);

    private static final int BEFORE_RESOURCES = -500;

    void register(@Observes Router router) {
        router.route("/webhooks/*").order(BEFORE_RESOURCES).handler(TimeoutHandler.create(AT_MOST.toMillis(), 503));
    }
}
