package dev.callfile.twilio.callback;

import dev.callfile.twilio.TwilioConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whose Auth Tokens may sign for which account. */
@ApplicationScoped
class Accounts {

    private final List<String> mainTokens;
    private final Map<String, List<String>> subaccountTokens = new HashMap<>();

    Accounts(TwilioConfig config) {
        mainTokens = config.twilio().authTokens();
        config.twilio()
                .subaccounts()
                .forEach((sid, subaccount) -> subaccountTokens.put(key(sid), subaccount.authTokens()));
    }

    /**
     * A subaccount signs with its own tokens and with no others; whoever else a callback says it is from, the main
     * account must have signed it.
     */
    List<String> tokensOf(@Nullable String accountSid) {
        return accountSid == null ? mainTokens : subaccountTokens.getOrDefault(key(accountSid), mainTokens);
    }

    /** Sids are hexadecimal behind their prefix, and the case of an environment variable's name is not kept. */
    private static String key(String accountSid) {
        return accountSid.toLowerCase(Locale.ROOT);
    }
}
