package dev.callfile.twilio.callback;

import dev.callfile.call.Preflight;
import dev.callfile.call.Rejection;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** Tells this service, and nobody else, how a callback reaches it. It keeps nothing. */
@Path(PreflightProof.ADDRESS)
@PermitAll
class PreflightResource {

    /** Takes any type: that a proxy has changed it is worth telling. */
    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    public Preflight.Seen preflight(@Nullable Probe probe) {
        if (probe == null) {
            throw new UnsignedException(Rejection.NO_SIGNATURE);
        }
        return probe.seen();
    }
}
