package dev.callfile.call;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The way that Twilio's callbacks take to this service. */
public interface CallbackRoute {

    /** Where it begins: the address that Twilio calls, without user info. */
    String publicUrl();

    /** Whose callbacks are let in. */
    List<Account> accounts();

    /**
     * Sends callbacks of our own along it, and waits for what comes of them. One at a time.
     *
     * @param lastValid when Twilio last got through; {@code null} where it never did
     */
    Preflight tryOut(@Nullable Instant lastValid);

    /**
     * An account that signs with tokens of its own.
     *
     * @param accountSid {@code null} where the configuration does not name the main one
     * @param kind {@code main} or {@code subaccount}
     * @param tokens how many there are
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Account(@Nullable String accountSid, String kind, int tokens) {}
}
