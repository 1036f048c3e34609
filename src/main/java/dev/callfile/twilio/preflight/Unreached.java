package dev.callfile.twilio.preflight;

import dev.callfile.twilio.PublicUrl;
import dev.callfile.twilio.preflight.Cause.Finding;
import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why no answer came. */
final class Unreached {

    private static final Set<Cause> NEVER_GOT_THERE =
            Set.of(Cause.HOST_UNKNOWN, Cause.CONNECTION_REFUSED, Cause.CONNECT_TIMED_OUT, Cause.NO_ROUTE);

    private Unreached() {}

    /** @param lastValid when Twilio got there in the last day; {@code null} where it did not */
    static Finding explain(PublicUrl to, Throwable failure, @Nullable Instant lastValid) {
        Finding finding = explain(to, failure);
        return lastValid != null && NEVER_GOT_THERE.contains(finding.cause())
                ? Cause.UNREACHABLE_FROM_HERE.of(place(to), finding.cause().word(), lastValid)
                : finding;
    }

    private static Finding explain(PublicUrl to, Throwable failure) {
        String place = place(to);
        if (is(failure, UnknownHostException.class)) {
            return Cause.HOST_UNKNOWN.of(to.host());
        }
        if (is(failure, ConnectTimeoutException.class)) {
            return Cause.CONNECT_TIMED_OUT.of(place);
        }
        if (is(failure, NoRouteToHostException.class) || says(failure, SocketException.class, "unreachable")) {
            return Cause.NO_ROUTE.of(place);
        }
        if (is(failure, ConnectException.class)) {
            return Cause.CONNECTION_REFUSED.of(place);
        }
        if (is(failure, CertificateExpiredException.class) || is(failure, CertificateNotYetValidException.class)) {
            return Cause.TLS_EXPIRED.of(place);
        }
        if (says(failure, CertificateException.class, "No subject alternative")
                || says(failure, CertificateException.class, "No name matching")) {
            return Cause.TLS_WRONG_HOST.of(place, message(failure, CertificateException.class));
        }
        if (is(failure, CertPathBuilderException.class)) {
            return Cause.TLS_UNTRUSTED.of(place);
        }
        if (is(failure, SSLException.class)) {
            return Cause.TLS_FAILED.of(place, message(failure, SSLException.class));
        }
        return is(failure, TimeoutException.class) ? Cause.TIMED_OUT.of(place) : Cause.CONNECTION_BROKEN.of(place);
    }

    private static String place(PublicUrl to) {
        return to.host() + ":" + to.port();
    }

    private static boolean is(Throwable failure, Class<? extends Throwable> type) {
        return causes(failure).anyMatch(type::isInstance);
    }

    private static boolean says(Throwable failure, Class<? extends Throwable> type, String words) {
        return causes(failure)
                .anyMatch(cause -> type.isInstance(cause)
                        && cause.getMessage() != null
                        && cause.getMessage().contains(words));
    }

    /** The innermost says most. */
    private static String message(Throwable failure, Class<? extends Throwable> type) {
        return causes(failure)
                .filter(cause -> type.isInstance(cause) && cause.getMessage() != null)
                .map(Throwable::getMessage)
                .reduce((outer, inner) -> inner)
                .orElse("");
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }
}
