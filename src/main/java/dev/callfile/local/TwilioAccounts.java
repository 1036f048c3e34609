package dev.callfile.local;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which accounts the stand-in for Twilio has. The first, whose subaccounts the others are, opens all of them. */
final class TwilioAccounts {

    private static final Answer UNAUTHORIZED = new Answer(
            401,
            Map.of("Content-Type", "application/json", "WWW-Authenticate", "Basic realm=\"Twilio API\""),
            Answer.error(401, 20003, "Authenticate").content());

    private final Map<String, Set<String>> tokens = new ConcurrentHashMap<>();
    private volatile String main;

    TwilioAccounts(String sid, String authToken) {
        main = sid;
        add(sid, authToken);
    }

    void add(String sid, String authToken) {
        tokens.computeIfAbsent(sid, s -> ConcurrentHashMap.newKeySet()).add(authToken);
    }

    /** Makes an account the first. */
    void lead(String sid, String authToken) {
        add(sid, authToken);
        main = sid;
    }

    String main() {
        return main;
    }

    /** @param accountSid whose resource is asked for; {@code null} where the address does not tell */
    void check(Asked asked, @Nullable String accountSid) {
        String header = asked.headers().getOrDefault("authorization", "");
        String[] credentials = header.startsWith("Basic ") ? decode(header.substring(6)) : new String[0];
        if (credentials.length < 2
                || !tokens.getOrDefault(credentials[0], Set.of()).contains(credentials[1])
                || !(accountSid == null || credentials[0].equals(main) || credentials[0].equals(accountSid))) {
            throw new Refusal(UNAUTHORIZED);
        }
    }

    private static String[] decode(String credentials) {
        try {
            return new String(Base64.getDecoder().decode(credentials.strip()), StandardCharsets.UTF_8).split(":", 2);
        } catch (IllegalArgumentException e) {
            return new String[0];
        }
    }
}
