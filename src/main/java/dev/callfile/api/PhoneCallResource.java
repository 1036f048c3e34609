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
import org.jboss.resteasy.reactive.RestPath;

/** A case's phone calls. */
@Path("/v1/cases/{case_id}/phone-calls")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
class PhoneCallResource {

    private final PhoneCalls calls;
    private final CaseAccess access;

    PhoneCallResource(PhoneCalls calls, CaseAccess access) {
        this.calls = calls;
        this.access = access;
    }

    @GET
    public PhoneCallList list(@RestPath("case_id") String caseId, @Context HttpServerRequest request) {
        access.require(Scope.PHONE_CALLS_READ, caseId);
        PhoneCallQuery query =
                ListParameters.parse(caseId, UrlEncoded.parse(request.query()).values());
        return PhoneCallList.of(calls.list(query), query);
    }
}
