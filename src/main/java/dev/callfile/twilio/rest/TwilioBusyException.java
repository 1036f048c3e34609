package dev.callfile.twilio.rest;

import java.time.Duration;
import java.util.Optional;

/**
 * Twilio answered 429: it did not look at the request, which may be sent again.
 *
 * @see <a href="https://www.twilio.com/docs/api/errors/20429">Twilio: error 20429</a>
 */
final class TwilioBusyException extends RuntimeException {

    private final transient Optional<Duration> retryAfter;

    TwilioBusyException(Optional<Duration> retryAfter) {
        super("Twilio has too many requests at once", null, false, false);
        this.retryAfter = retryAfter;
    }

    /** How long Twilio asked to be left alone, where it did. */
    Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
