package dev.callfile.twilio.rest;

import com.twilio.converter.CurrencyDeserializer;
import com.twilio.converter.RFC2822Deserializer;
import com.twilio.exception.RestException;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Call;
import dev.callfile.twilio.Accounts;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The SDK's clients, one for each account, which ask once and know where Twilio is. */
@ApplicationScoped
@RegisterForReflection(
        targets = {
            // The SDK has Jackson make them of Twilio's answers: a placed call, its status, and a refusal with its
            // code.
            Call.class,
            Call.Status.class,
            RestException.class,
            // Jackson makes them for the call's times and its price.
            RFC2822Deserializer.class,
            CurrencyDeserializer.class
        })
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
