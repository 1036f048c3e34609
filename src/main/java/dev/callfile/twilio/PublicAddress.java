package dev.callfile.twilio;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The address that Twilio is said to call, judged by how it looks: nothing is asked of the network. */
public record PublicAddress(URI url) {

    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|\\[.*]");
    private static final Pattern INSIDE =
            Pattern.compile("(?:.*\\.)?(?:localhost|local|internal|intranet|lan|home|corp|svc|test|invalid)");
    private static final Pattern OWN_ROUTE = Pattern.compile(".*/(?:webhooks|v1|q)(?:/.*)?");

    /** Why Twilio can hardly call it so, or sign for it; empty where nothing speaks against it. */
    public Optional<String> doubt() {
        String host = url.getHost().toLowerCase(Locale.ROOT);
        return Stream.of(
                        doubtIf(
                                !url.getScheme().equalsIgnoreCase("https"),
                                "it is not https, and whoever listens on the way reads along"),
                        doubtIf(
                                isInside(host),
                                "its host is inside a network of one's own, where Twilio cannot reach it"),
                        doubtIf(
                                url.getPort() != -1 && url.getPort() != 443,
                                "it has a port, and Twilio is to call what stands before this service"),
                        doubtIf(url.getRawUserInfo() != null, "it has a user name, which Twilio does not sign"),
                        doubtIf(
                                OWN_ROUTE.matcher(url.getRawPath()).matches(),
                                "its path is one of this service's own addresses, and should be the prefix before them"))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> doubtIf(boolean wrong, String reason) {
        return wrong ? Optional.of(reason) : Optional.empty();
    }

    private static boolean isInside(String host) {
        if (LITERAL.matcher(host).matches()) {
            return isInside(literal(host));
        }
        return !host.contains(".") || INSIDE.matcher(host).matches();
    }

    private static boolean isInside(InetAddress address) {
        boolean uniqueLocal = address.getAddress().length == 16 && (address.getAddress()[0] & 0xFE) == 0xFC;
        return address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || uniqueLocal;
    }

    private static InetAddress literal(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address in digits is not looked up", e);
        }
    }
}
