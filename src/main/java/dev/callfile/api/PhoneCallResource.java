package dev.callfile.api;

import dev.callfile.access.CaseAccess;
import dev.callfile.access.Scope;
import dev.callfile.call.PhoneCallQuery;
import dev.callfile.call.PhoneCalls;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
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
    public PhoneCallList list(@RestPath("case_id") String caseId, @Context UriInfo uri) {
        access.require(Scope.PHONE_CALLS_READ, caseId);
        PhoneCallQuery query = ListParameters.parse(caseId, uri.getQueryParameters());
        return PhoneCallList.of(calls.list(query), query);
    }
}
