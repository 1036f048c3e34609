package dev.callfile.api;

import dev.callfile.access.CaseAccess;
import dev.callfile.access.Scope;
import dev.callfile.call.CallEdits;
import dev.callfile.call.PhoneCallFile;
import dev.callfile.call.PhoneCallQuery;
import dev.callfile.call.PhoneCalls;
import dev.callfile.http.UrlEncoded;
import io.quarkus.security.Authenticated;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestPath;

/** A case's phone calls. */
@Path("/v1/cases/{case_id}/phone-calls")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
class PhoneCallResource {

    static final String MERGE_PATCH = "application/merge-patch+json";

    private final PhoneCalls calls;
    private final CallEdits edits;
    private final CaseAccess access;
    private final Tagged tagged;

    PhoneCallResource(PhoneCalls calls, CallEdits edits, CaseAccess access, Tagged tagged) {
        this.calls = calls;
        this.edits = edits;
        this.access = access;
        this.tagged = tagged;
    }

    @GET
    public Response list(
            @RestPath("case_id") String caseId, @Context HttpServerRequest request, @Context Request conditions) {
        access.require(Scope.PHONE_CALLS_READ, caseId);
        PhoneCallQuery query =
                ListParameters.ofCase(caseId, UrlEncoded.parse(request.query()).values());
        return tagged.answer(PhoneCallList.of(calls.list(query), query), conditions);
    }

    @GET
    @Path("/{call_id}")
    public Response get(
            @RestPath("case_id") String caseId, @RestPath("call_id") String callId, @Context Request conditions) {
        access.require(Scope.PHONE_CALLS_READ, caseId);
        CallAddress call = CallAddress.parse(caseId, callId);
        PhoneCallFile file = calls.file(call.caseId(), call.id()).orElseThrow(CallAddress::notFound);
        return tagged.answer(PhoneCallAnswer.of(file), conditions);
    }

    @PATCH
    @Path("/{call_id}")
    @Consumes({MERGE_PATCH, MediaType.APPLICATION_JSON})
    public Response patch(
            @RestPath("case_id") String caseId,
            @RestPath("call_id") String callId,
            @Context Request conditions,
            byte[] body) {
        access.require(Scope.PHONE_CALLS_WRITE, caseId);
        CallAddress call = CallAddress.parse(caseId, callId);
        PhoneCallFile edited = edits.edit(call.caseId(), call.id(), access.subject(), file -> {
                    tagged.requireMatch(PhoneCallAnswer.of(file), conditions);
                    return PhoneCallPatch.parse(body, file.call().actionItems());
                })
                .orElseThrow(CallAddress::notFound);
        return tagged.changed(PhoneCallAnswer.of(edited));
    }
}
