package dev.callfile.twilio.callback;

import dev.callfile.call.CallLedger;
import dev.callfile.call.Callback;
import dev.callfile.call.Outcome;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/** Twilio's callbacks. They carry no token: {@link SignedForm} is what lets them in. */
@Path("/webhooks/twilio/voice")
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
@PermitAll
class TwilioCallbackResource {

    private static final Logger LOG = Logger.getLogger(TwilioCallbackResource.class);

    private final CallLedger ledger;

    TwilioCallbackResource(CallLedger ledger) {
        this.ledger = ledger;
    }

    @POST
    @Path("/status")
    public void status(SignedForm form) {
        accept(CallbackFacts.status(form));
    }

    @POST
    @Path("/recording")
    public void recording(SignedForm form) {
        accept(CallbackFacts.recording(form));
    }

    private void accept(Callback callback) {
        if (callback.leg() != null) {
            MDC.put("callSid", callback.leg().callSid());
        }
        Outcome outcome = ledger.accept(callback);
        LOG.infof("Callback %s: %s", callback.kind().word(), outcome.word());
    }
}
