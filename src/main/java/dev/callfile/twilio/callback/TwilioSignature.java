package dev.callfile.twilio.callback;

import dev.callfile.http.UrlEncoded;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks {@code X-Twilio-Signature}: Base64 of the HMAC-SHA1, keyed with the account's Auth Token, over the URL as Twilio
 * was given it and, for a form, each field's name and its values in byte order, repeated values once.
 *
 * <p>Our own and not the SDK's, which loses repeated names and rebuilds the URL from decoded parts (docs/adr/0005).
 *
 * @see <a href="https://www.twilio.com/docs/usage/webhooks/webhooks-security">Twilio: Webhooks security</a>
 */
public final class TwilioSignature {

    private static final Comparator<String> BYTE_ORDER =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    private final List<String> bases;

    /** @param publicUrl scheme, host and path prefix, if any, of the address that Twilio calls */
    public TwilioSignature(URI publicUrl) {
        this.bases = bases(publicUrl);
    }

    /**
     * The ways in which Twilio may have written our address. It drops user info and, for voice over HTTPS, the port; its
     * products differ, so every Twilio library accepts the URL with its port and without.
     */
    private static List<String> bases(URI url) {
        String prefix = url.getRawPath() == null ? "" : url.getRawPath().replaceFirst("/$", "");
        String host = url.getHost();
        int defaultPort = url.getScheme().equalsIgnoreCase("https") ? 443 : 80;
        int port = url.getPort() == -1 ? defaultPort : url.getPort();
        Set<String> authorities = new LinkedHashSet<>(List.of(host, host + ":" + port));
        if (url.getRawUserInfo() != null) {
            List.copyOf(authorities).forEach(authority -> authorities.add(url.getRawUserInfo() + "@" + authority));
        }
        return authorities.stream()
                .map(authority -> url.getScheme() + "://" + authority + prefix)
                .toList();
    }

    /**
     * Whether a form was signed with one of the tokens.
     *
     * @param requestTarget path and query as they came over the wire
     * @param signature value of the header
     */
    boolean signsForm(String requestTarget, UrlEncoded form, String signature, List<String> tokens) {
        return signs(requestTarget + fields(form), signature, tokens);
    }

    /**
     * Signs a form as Twilio does.
     *
     * @param requestTarget path and query
     * @param body the encoded form
     */
    public String signForm(String requestTarget, byte[] body, String token) {
        return hmac(token, bases.get(0) + requestTarget + fields(UrlEncoded.parse(body)));
    }

    private static String fields(UrlEncoded form) {
        StringBuilder fields = new StringBuilder();
        Set<String> names = new TreeSet<>(BYTE_ORDER);
        names.addAll(form.values().keySet());
        for (String name : names) {
            Set<String> values = new TreeSet<>(BYTE_ORDER);
            values.addAll(form.values().get(name));
            values.forEach(value -> fields.append(name).append(value));
        }
        return fields.toString();
    }

    /** Whether any other body was signed with one of the tokens: the query's {@code bodySHA256} stands for it. */
    boolean signsBody(String requestTarget, byte[] body, String signature, List<String> tokens) {
        String told = UrlEncoded.queryOf(requestTarget).first("bodySHA256");
        return told != null && same(told, sha256(body)) && signs(requestTarget, signature, tokens);
    }

    /** Tries every token with every way of writing the address, whichever of them fits: the time taken tells nothing. */
    private boolean signs(String rest, String signature, List<String> tokens) {
        boolean signed = false;
        for (String token : tokens) {
            for (String base : bases) {
                signed |= same(signature, hmac(token, base + rest));
            }
        }
        return signed;
    }

    private static boolean same(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    private static String hmac(String token, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA1", e);
        }
    }

    /** As Twilio writes it into a query: in hexadecimal, lower case. */
    public static String sha256(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
