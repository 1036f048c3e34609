package dev.callfile.twilio.rest;

import dev.callfile.twilio.TwilioConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** Which addresses are Twilio's, and where a configured stand-in takes their place. */
@ApplicationScoped
class TwilioAddresses {

    private final Optional<URI> standIn;

    TwilioAddresses(TwilioConfig config) {
        standIn = config.twilio().apiUrl();
    }

    /** Whether a stand-in is configured, which may be anywhere, this machine included. */
    boolean areStoodInFor() {
        return standIn.isPresent();
    }

    /** Whether an address is on one of Twilio's own hosts, or on the stand-in: nobody else is told our credentials. */
    boolean areTwilios(URI address) {
        return isTwilioHost(address)
                || standIn.filter(url -> sameOrigin(url, address)).isPresent();
    }

    /** Where an address is really asked: a stand-in replaces scheme, host and port of Twilio's, and nothing else. */
    URI resolve(URI address) {
        return standIn.filter(url -> isTwilioHost(address))
                .map(url -> URI.create(url.getScheme() + "://" + url.getRawAuthority() + address.getRawPath()
                        + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery())))
                .orElse(address);
    }

    private static boolean isTwilioHost(URI address) {
        String host = address.getHost();
        return "https".equalsIgnoreCase(address.getScheme())
                && address.getRawUserInfo() == null
                && (address.getPort() == -1 || address.getPort() == 443)
                && host != null
                && host.toLowerCase(Locale.ROOT).endsWith(".twilio.com");
    }

    private static boolean sameOrigin(URI a, URI b) {
        return a.getScheme().equalsIgnoreCase(b.getScheme())
                && a.getHost() != null
                && a.getHost().equalsIgnoreCase(b.getHost())
                && port(a) == port(b)
                && b.getRawUserInfo() == null;
    }

    private static int port(URI url) {
        int usual = "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
        return url.getPort() == -1 ? usual : url.getPort();
    }
}
