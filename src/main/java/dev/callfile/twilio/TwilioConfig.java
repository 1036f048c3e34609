package dev.callfile.twilio;

import io.quarkus.runtime.configuration.TrimmedStringConverter;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code CALLFILE_…}: the address that Twilio calls, and the accounts that may. */
@ConfigMapping(prefix = "callfile")
public interface TwilioConfig {

    /** Scheme, host and path prefix, if any, under which Twilio reaches this service. */
    URI publicUrl();

    Twilio twilio();

    Reconciliation reconciliation();

    /** The main account, and what hangs below it. */
    interface Twilio {

        /** {@code AC…} */
        Optional<String> accountSid();

        /** The primary Auth Token and, while rotating, the next. */
        List<@WithConverter(TrimmedStringConverter.class) String> authTokens();

        /** Subaccounts by their {@code AC…} sid; each signs with its own tokens. */
        Map<String, Subaccount> subaccounts();

        /** Caller id of a call whose {@code from_number} is not given, E.164. */
        Optional<String> fromNumber();

        /** What stands in for Twilio: its scheme, host and port replace those of every Twilio host. */
        Optional<URI> apiUrl();

        /** What a placed call runs once the callee answers. */
        Optional<URI> twimlUrl();

        /** The same as TwiML, where there is no URL; see docs/operations.md for what it may hold. */
        @WithDefault(
                "<Response><Dial answerOnBridge=\"true\"><Client statusCallbackEvent=\"initiated ringing answered completed\""
                        + " statusCallback=\"{status_callback}\">{agent}</Client></Dial></Response>")
        String twiml();

        /** Whether placed calls are recorded. */
        @WithDefault("true")
        boolean record();

        /** How often to look for recordings that Twilio is to delete. */
        @WithDefault("1s")
        String deleteEvery();

        /** What is made of a finished call's recording. */
        Intelligence intelligence();
    }

    /** Which operators of Conversational Intelligence tell what, by their names, upper and lower case the same. */
    interface Intelligence {

        /** Operators whose text is a summary. */
        @WithDefault("Conversation Summary,Summary,Summarization")
        Set<@WithConverter(TrimmedStringConverter.class) String> summaryOperators();

        /** Operators whose JSON or text is a list of action items. */
        @WithDefault("Action Items,Next Steps")
        Set<@WithConverter(TrimmedStringConverter.class) String> actionItemOperators();

        /** How often to look for transcripts that are due to be fetched. */
        @WithDefault("1s")
        String fetchEvery();
    }

    /** How calls are compared with what Twilio has of them. */
    interface Reconciliation {

        /** How often the calls since the last time are compared; {@code off} for never. */
        @WithDefault("15m")
        String every();

        /** How often to look for reconciliations that somebody asked for. */
        @WithDefault("1s")
        String lookEvery();
    }

    /** One subaccount. */
    interface Subaccount {

        /** The primary Auth Token and, while rotating, the next. */
        List<@WithConverter(TrimmedStringConverter.class) String> authTokens();
    }
}
