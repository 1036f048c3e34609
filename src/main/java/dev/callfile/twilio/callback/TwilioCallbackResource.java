package dev.callfile.twilio.callback;

import dev.callfile.call.CallLedger;
import dev.callfile.call.Callback;
import dev.callfile.call.CallbackTally;
import dev.callfile.call.Outcome;
import dev.callfile.twilio.TwilioConfig;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/** Twilio's callbacks. They carry no token: {@link SignedForm} and {@link SignedJson} are what lets them in. */
@Path("/webhooks/twilio")
@PermitAll
class TwilioCallbackResource {

    private static final Logger LOG = Logger.getLogger(TwilioCallbackResource.class);

    private final CallLedger ledger;
    private final CallbackTally tally;
    private final OperatorNames operators;

    TwilioCallbackResource(CallLedger ledger, CallbackTally tally, TwilioConfig config) {
        this.ledger = ledger;
        this.tally = tally;
        this.operators = OperatorNames.of(config);
    }

    @POST
    @Path("/voice/status")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public void status(SignedForm form) {
        accept(CallbackFacts.status(form));
    }

    @POST
    @Path("/voice/recording")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public void recording(SignedForm form) {
        accept(CallbackFacts.recording(form));
    }

    @POST
    @Path("/voice/transcription")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public void transcription(SignedForm form) {
        accept(CallbackFacts.transcription(form));
    }

    /** Takes any type so that its reader can tell which it wants: {@code application/…+json} cannot be said here. */
    @POST
    @Path("/intelligence")
    @Consumes(MediaType.WILDCARD)
    public void intelligence(SignedJson webhook) {
        accept(IntelligenceFacts.of(webhook, operators));
    }

    private void accept(Callback callback) {
        if (callback.leg() != null) {
            MDC.put("callSid", callback.leg().callSid());
        }
        Outcome outcome = ledger.accept(callback);
        tally.accepted(callback, outcome, firedAt(callback));
        LOG.infof("Callback %s: %s", callback.kind().word(), outcome.word());
    }

    private static @Nullable Instant firedAt(Callback callback) {
        List<String> told = callback.parameters().getOrDefault("Timestamp", List.of());
        return told.size() == 1 ? TwilioTime.parse(told.get(0)).orElse(null) : null;
    }
}
