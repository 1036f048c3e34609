package dev.callfile.api;

import dev.callfile.access.CaseAccess;
import dev.callfile.access.Scope;
import dev.callfile.call.PhoneCallQuery;
import dev.callfile.call.PhoneCalls;
import dev.callfile.http.UrlEncoded;
import io.quarkus.security.Authenticated;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

/** The phone calls that wait for a case. */
@Path("/v1/phone-calls")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
class UnassignedCallResource {

    private final PhoneCalls calls;
    private final CaseAccess access;
    private final Tagged tagged;

    UnassignedCallResource(PhoneCalls calls, CaseAccess access, Tagged tagged) {
        this.calls = calls;
        this.access = access;
        this.tagged = tagged;
    }

    @GET
    public byte[] list(@Context HttpServerRequest request) {
        access.requireEveryCase(Scope.PHONE_CALLS_READ);
        PhoneCallQuery query =
                ListParameters.unassigned(UrlEncoded.parse(request.query()).values());
        return tagged.write(PhoneCallList.of(calls.list(query), query));
    }
}
