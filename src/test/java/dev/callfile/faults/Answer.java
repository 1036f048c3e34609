package dev.callfile.faults;

import java.time.Duration;

/**
 * What became of one request.
 *
 * @param number of the callback; -1 for a request that was none
 * @param status 0 where none came
 * @param began when it was sent, in nanoseconds of this JVM
 * @param retryAfter whether the answer says when to come again
 * @param told the body; where no answer came, what was there instead
 */
record Answer(int number, int status, boolean retryAfter, long began, Duration took, String told) {

    static final int NONE = 0;

    boolean isKept() {
        return status == 204;
    }

    /** A polite refusal: the sender is told that the time is wrong, and when to come again. */
    boolean isLater() {
        return status == 503 && retryAfter;
    }
}
