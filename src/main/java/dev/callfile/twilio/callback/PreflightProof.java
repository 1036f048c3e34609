package dev.callfile.twilio.callback;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Shows that a request comes from this service: an HMAC-SHA256, keyed with the main account's Auth Token, over a time and a
 * nonce. It does not cover the request, so that it holds whatever a proxy makes of that, and it opens nothing but the
 * preflight's address.
 */
public final class PreflightProof {

    /** Where it is taken. */
    public static final String ADDRESS = "/webhooks/twilio/preflight";

    /** Name of the header. */
    public static final String HEADER = "X-Callfile-Preflight";

    /** Replicas' clocks differ a little. */
    static final Duration FRESH = Duration.ofMinutes(1);

    private static final Pattern SHAPE = Pattern.compile("t=([0-9]{1,12}),n=([0-9a-f]{32}),v1=([0-9a-f]{64})");

    private PreflightProof() {}

    /** A value for the header. */
    public static String make(String token, Instant now) {
        byte[] nonce = new byte[16];
        new SecureRandom().nextBytes(nonce);
        String time = Long.toString(now.getEpochSecond());
        String shown = HexFormat.of().formatHex(nonce);
        return "t=" + time + ",n=" + shown + ",v1=" + mac(token, time, shown);
    }

    /** Whether one of the tokens' holders made this, just now. */
    static boolean holds(List<String> given, List<String> tokens, Instant now) {
        Matcher proof = SHAPE.matcher(given.size() == 1 ? given.get(0) : "");
        if (!proof.matches()) {
            return false;
        }
        Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(proof.group(1))), now);
        boolean made = false;
        for (String token : tokens) {
            String expected = mac(token, proof.group(1), proof.group(2));
            made |= MessageDigest.isEqual(
                    expected.getBytes(StandardCharsets.US_ASCII), proof.group(3).getBytes(StandardCharsets.US_ASCII));
        }
        return made && age.abs().compareTo(FRESH) <= 0;
    }

    private static String mac(String token, String time, String nonce) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String text = "callfile preflight\n" + time + "\n" + nonce;
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
