package dev.callfile.twilio;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Says in one line at start whose callbacks are taken and where Twilio is to send them, and what looks wrong with it. */
@ApplicationScoped
class StartupCheck {

    private static final Logger LOG = Logger.getLogger(StartupCheck.class);

    private final Accounts accounts;
    private final URI publicUrl;

    StartupCheck(Accounts accounts, TwilioConfig config) {
        this.accounts = accounts;
        this.publicUrl = config.publicUrl();
    }

    /** Only a production service has to be reached by Twilio. */
    void say(@Observes StartupEvent started, LaunchMode mode) {
        Optional<String> doubt = accounts.areNamed()
                ? Optional.of(publicUrl)
                        .filter(url -> mode == LaunchMode.NORMAL)
                        .flatMap(url -> new PublicAddress(url).doubt())
                        .map(reason -> "But look at CALLFILE_PUBLIC_URL: " + reason + ".")
                : Optional.of(
                        "But CALLFILE_TWILIO_ACCOUNT_SID is not set: nothing is placed at Twilio or fetched from it.");
        String line = "Callbacks are verified for " + accounts.summary() + "; Twilio calls " + publicUrl + ".";
        doubt.ifPresentOrElse(reason -> LOG.warn(line + " " + reason), () -> LOG.info(line));
    }
}
