package dev.callfile.api;

import dev.callfile.access.CaseAccess;
import dev.callfile.access.Scope;
import dev.callfile.call.CallEvent;
import dev.callfile.call.CallHistory;
import dev.callfile.http.UrlEncoded;
import io.quarkus.security.Authenticated;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestPath;

/** What happened to a call, oldest first. */
@Path("/v1/cases/{case_id}/phone-calls/{call_id}/events")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
class CallEventResource {

    private final CallHistory history;
    private final CaseAccess access;

    CallEventResource(CallHistory history, CaseAccess access) {
        this.history = history;
        this.access = access;
    }

    @GET
    public CursorList<CallEvent> list(
            @RestPath("case_id") String caseId,
            @RestPath("call_id") String callId,
            @Context HttpServerRequest request) {
        access.require(Scope.PHONE_CALLS_READ, caseId);
        CallAddress call = CallAddress.parse(caseId, callId);
        Parameters parameters =
                new Parameters(UrlEncoded.parse(request.query()).values(), List.of("per_page", "cursor"));
        int perPage = Paging.perPage(parameters);
        Optional<Cursor> cursor = Paging.cursor(parameters);
        if (parameters.faults().any()) {
            throw parameters.faults().refusal();
        }
        String after = cursor.map(given -> Paging.placeOf(given.eventOf(call), parameters))
                .orElse(null);
        CallHistory.Page page =
                history.page(call.caseId(), call.id(), after, perPage).orElseThrow(CallAddress::notFound);
        List<CallEvent> events = page.events();
        return CursorList.of(
                events,
                perPage,
                page.hasMore() ? Cursor.of(events.get(events.size() - 1).id(), call) : null);
    }
}
