package dev.callfile.twilio;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whose Auth Tokens may sign for which account, and open which account's REST API. */
@ApplicationScoped
public class Accounts {

    private final Optional<String> mainSid;
    private final List<String> mainTokens;
    private final Map<String, List<String>> subaccountTokens = new HashMap<>();

    public Accounts(TwilioConfig config) {
        mainSid = config.twilio().accountSid();
        mainTokens = config.twilio().authTokens();
        config.twilio()
                .subaccounts()
                .forEach((sid, subaccount) -> subaccountTokens.put(key(sid), subaccount.authTokens()));
    }

    /**
     * A subaccount signs with its own tokens and with no others; whoever else a callback says it is from, the main
     * account must have signed it.
     */
    public List<String> tokensOf(@Nullable String accountSid) {
        return accountSid == null ? mainTokens : subaccountTokens.getOrDefault(key(accountSid), mainTokens);
    }

    /** What opens the REST API for what an account owns; empty where the configuration names no account. */
    public Optional<Credentials> credentialsOf(@Nullable String accountSid) {
        return accountSid != null && subaccountTokens.containsKey(key(accountSid))
                ? Optional.of(new Credentials(accountSid, tokensOf(accountSid)))
                : mainSid.map(sid -> new Credentials(sid, mainTokens));
    }

    /** Who may sign, in words that hold no secret. */
    public String summary() {
        String main = mainSid.map(sid -> "AC…" + sid.substring(Math.max(2, sid.length() - 4)))
                .orElse("an account without a name");
        return main + " (" + counted(mainTokens.size(), "token") + ")"
                + (subaccountTokens.isEmpty() ? "" : " and " + counted(subaccountTokens.size(), "subaccount"));
    }

    private static String counted(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    boolean areNamed() {
        return mainSid.isPresent();
    }

    /**
     * An account and its Auth Tokens: the primary and, while rotating, the next.
     *
     * @param accountSid {@code AC…}
     */
    public record Credentials(String accountSid, List<String> authTokens) {}

    /** Sids are hexadecimal behind their prefix, and the case of an environment variable's name is not kept. */
    private static String key(String accountSid) {
        return accountSid.toLowerCase(Locale.ROOT);
    }
}
