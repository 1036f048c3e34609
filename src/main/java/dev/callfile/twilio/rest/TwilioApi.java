package dev.callfile.twilio.rest;

import com.twilio.http.TwilioRestClient;
import dev.callfile.twilio.Accounts;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The SDK's clients, one for each account, which ask once and know where Twilio is. */
@ApplicationScoped
class TwilioApi {

    private final Accounts accounts;
    private final OneAttempt http;
    private final Map<String, TwilioRestClient> clients = new ConcurrentHashMap<>();

    TwilioApi(Accounts accounts, TwilioAddresses addresses) {
        this.accounts = accounts;
        this.http = new OneAttempt(addresses, accounts);
    }

    /**
     * The client that opens what an account owns.
     *
     * @param accountSid {@code null} for the main account
     * @return empty where {@code CALLFILE_TWILIO_ACCOUNT_SID} is not set
     */
    Optional<TwilioRestClient> client(@Nullable String accountSid) {
        return accounts.credentialsOf(accountSid)
                .map(credentials -> clients.computeIfAbsent(
                        credentials.accountSid(),
                        sid -> new TwilioRestClient.Builder(
                                        sid, credentials.authTokens().get(0))
                                .accountSid(sid)
                                .httpClient(http)
                                .build()));
    }
}
