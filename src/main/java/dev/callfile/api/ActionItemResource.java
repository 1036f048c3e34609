package dev.callfile.api;

import dev.callfile.access.CaseAccess;
import dev.callfile.access.Scope;
import dev.callfile.call.ActionItemPage;
import dev.callfile.call.ActionItemQuery;
import dev.callfile.call.ActionItemView;
import dev.callfile.call.ActionItems;
import dev.callfile.http.UrlEncoded;
import io.quarkus.security.Authenticated;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestPath;

/** What a case's calls have left to be done. */
@Path("/v1/cases/{case_id}/action-items")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
class ActionItemResource {

    private final ActionItems items;
    private final CaseAccess access;

    ActionItemResource(ActionItems items, CaseAccess access) {
        this.items = items;
        this.access = access;
    }

    @GET
    public CursorList<ActionItemView> list(@RestPath("case_id") String caseId, @Context HttpServerRequest request) {
        access.require(Scope.PHONE_CALLS_READ, caseId);
        ActionItemQuery query = ActionItemParameters.parse(
                caseId, UrlEncoded.parse(request.query()).values());
        ActionItemPage page = items.list(query);
        return CursorList.of(page.items(), query.perPage(), page.next() == null ? null : Cursor.of(page.next(), query));
    }
}
