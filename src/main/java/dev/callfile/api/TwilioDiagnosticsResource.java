package dev.callfile.api;

import dev.callfile.access.CaseAccess;
import dev.callfile.access.Scope;
import dev.callfile.call.CallbackActivity;
import dev.callfile.call.CallbackRoute;
import dev.callfile.call.CallbackTally;
import dev.callfile.call.Preflight;
import dev.callfile.http.UrlEncoded;
import io.quarkus.security.Authenticated;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** Whether Twilio's callbacks get here, and if not, why. */
@Path("/v1/diagnostics/twilio")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
class TwilioDiagnosticsResource {

    private static final String PREFLIGHT = "preflight";

    private final CallbackTally tally;
    private final CallbackRoute route;
    private final CaseAccess access;

    TwilioDiagnosticsResource(CallbackTally tally, CallbackRoute route, CaseAccess access) {
        this.tally = tally;
        this.route = route;
        this.access = access;
    }

    @GET
    public TwilioDiagnosis get(@Context HttpServerRequest request) {
        access.requireEveryCase(Scope.PHONE_CALLS_ADMIN);
        boolean wanted =
                wantsPreflight(new Parameters(UrlEncoded.parse(request.query()).values(), List.of(PREFLIGHT)));
        CallbackActivity activity = tally.activity();
        CallbackActivity.Valid last = activity.lastValid();
        Preflight preflight = wanted ? route.tryOut(last == null ? null : last.at()) : null;
        return TwilioDiagnosis.of(route, activity, preflight);
    }

    private static boolean wantsPreflight(Parameters parameters) {
        Boolean wanted = parameters.flag(PREFLIGHT);
        if (parameters.faults().any()) {
            throw parameters.faults().refusal();
        }
        return wanted == null || wanted;
    }
}
