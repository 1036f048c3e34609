package dev.callfile.twilio;

import io.quarkus.runtime.configuration.TrimmedStringConverter;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code CALLFILE_…}: the address that Twilio calls, and the accounts that may. */
@ConfigMapping(prefix = "callfile")
public interface TwilioConfig {

    /** Scheme, host and path prefix, if any, under which Twilio reaches this service. */
    URI publicUrl();

    Twilio twilio();

    /** The main account, and what hangs below it. */
    interface Twilio {

        /** {@code AC…} */
        Optional<String> accountSid();

        /** The primary Auth Token and, while rotating, the next. */
        List<@WithConverter(TrimmedStringConverter.class) String> authTokens();

        /** Subaccounts by their {@code AC…} sid; each signs with its own tokens. */
        Map<String, Subaccount> subaccounts();
    }

    /** One subaccount. */
    interface Subaccount {

        /** The primary Auth Token and, while rotating, the next. */
        List<@WithConverter(TrimmedStringConverter.class) String> authTokens();
    }
}
