package dev.callfile.twilio.preflight;

import dev.callfile.call.Preflight;
import dev.callfile.call.Preflight.Hint;
import dev.callfile.twilio.PublicUrl;
import dev.callfile.twilio.rest.OpenInternet;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is odd about the public URL or the way there, though the signature does not depend on it. */
final class Hints {

    private final List<Hint> hints = new ArrayList<>();

    /**
     * Whatever there is.
     *
     * @param failed whether the probe was not accepted
     * @param lastValid when Twilio got through in the last day; {@code null} where it did not
     */
    static List<Hint> of(
            ProbeRequest sent,
            Attempt attempt,
            Preflight.@Nullable Seen seen,
            boolean failed,
            @Nullable Instant lastValid) {
        Hints hints = new Hints();
        if (failed && lastValid != null) {
            hints.add(
                    "callbacks_arrive",
                    "A genuine callback was accepted at " + lastValid
                            + ". Where nothing was changed since, the way from here"
                            + " may lead elsewhere than Twilio's.");
        }
        hints.address(sent.to(), attempt.addresses());
        if (seen != null) {
            hints.forwarded(sent.to(), seen);
            if (!failed && Changes.bodyChanged(sent, seen)) {
                hints.add(
                        "body_reencoded",
                        "A proxy encoded the form's fields again. They say the same, so the signature holds; a JSON webhook"
                                + " would be refused if it were changed so.");
            }
        }
        return List.copyOf(hints.hints);
    }

    private void address(PublicUrl to, List<InetAddress> addresses) {
        if (!addresses.isEmpty() && addresses.stream().noneMatch(OpenInternet::has)) {
            add(
                    "private_address",
                    to.host()
                            + " has no address on the open internet here. Twilio reaches it only if the name resolves to"
                            + " another one outside.");
        }
        if (!to.isHttps()) {
            add("plain_http", "CALLFILE_PUBLIC_URL is http: callbacks travel readable to everybody on the way.");
        }
    }

    /** The nearest proxy may be told another host than the outermost, which is the one that counts. */
    private void forwarded(PublicUrl to, Preflight.Seen seen) {
        String host = first(seen.forwarded().getOrDefault("x-forwarded-host", seen.host() == null ? "" : seen.host()));
        String authority = to.host() + ":" + to.port();
        if (!host.isEmpty() && !host.equals(to.host()) && !host.equals(authority)) {
            add(
                    "host_differs",
                    "It arrived as a request to " + host + ", and CALLFILE_PUBLIC_URL says " + authority + ".");
        }
        String scheme = first(seen.forwarded().getOrDefault("x-forwarded-proto", ""));
        String own = to.isHttps() ? "https" : "http";
        if (!scheme.isEmpty() && !scheme.equals(own)) {
            add("scheme_differs", "A proxy was called by " + scheme + ", and CALLFILE_PUBLIC_URL says " + own + ".");
        }
        String port = first(seen.forwarded().getOrDefault("x-forwarded-port", ""));
        if (!port.isEmpty() && !port.equals(Integer.toString(to.port()))) {
            add(
                    "port_differs",
                    "A proxy was called at port " + port + ", and CALLFILE_PUBLIC_URL says " + to.port() + ".");
        }
    }

    private static String first(String values) {
        return values.split(",", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private void add(String hint, String explanation) {
        hints.add(new Hint(hint, explanation));
    }
}
