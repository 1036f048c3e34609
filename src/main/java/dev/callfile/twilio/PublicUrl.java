package dev.callfile.twilio;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** The address that Twilio calls, taken apart. */
public record PublicUrl(URI url) {

    public boolean isHttps() {
        return "https".equalsIgnoreCase(url.getScheme());
    }

    /** As an address writes it: an IPv6 address in brackets. */
    public String host() {
        return url.getHost().toLowerCase(Locale.ROOT);
    }

    /** Its own, or its scheme's. */
    public int port() {
        return url.getPort() != -1 ? url.getPort() : isHttps() ? 443 : 80;
    }

    /** What stands before the paths of this service; empty where nothing does. */
    public String prefix() {
        return url.getRawPath() == null ? "" : url.getRawPath().replaceFirst("/$", "");
    }

    /** What Twilio sends as {@code Authorization} where the address has user info. */
    public Optional<String> authorization() {
        return Optional.ofNullable(url.getUserInfo())
                .map(login -> "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
    }

    /** For people to read: without a slash at its end, and without user info, which is a password. */
    public String shown() {
        String port = url.getPort() == -1 ? "" : ":" + url.getPort();
        return url.getScheme() + "://" + url.getHost() + port + prefix();
    }
}
