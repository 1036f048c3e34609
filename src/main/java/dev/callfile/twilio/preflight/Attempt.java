package dev.callfile.twilio.preflight;

import dev.callfile.call.Preflight;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of sending a probe: a reply, or a failure.
 *
 * @param addresses that the host has; empty where it is not known to have any
 */
record Attempt(
        List<InetAddress> addresses,
        @Nullable Reply reply,
        @Nullable Throwable failure) {

    /**
     * An answer, from whomever.
     *
     * @param body the beginning of it
     */
    record Reply(Preflight.Answer answer, String body) {}
}
