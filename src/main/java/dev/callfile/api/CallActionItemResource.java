package dev.callfile.api;

import dev.callfile.access.CaseAccess;
import dev.callfile.access.Scope;
import dev.callfile.call.ActionItem;
import dev.callfile.call.CallEdits;
import dev.callfile.call.PhoneCallFile;
import dev.callfile.problem.ProblemCode;
import dev.callfile.problem.ProblemException;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import org.jboss.resteasy.reactive.RestPath;

/** One action item of a call. */
@Path("/v1/cases/{case_id}/phone-calls/{call_id}/action-items/{item_id}")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
class CallActionItemResource {

    private final CallEdits edits;
    private final CaseAccess access;
    private final Tagged tagged;

    CallActionItemResource(CallEdits edits, CaseAccess access, Tagged tagged) {
        this.edits = edits;
        this.access = access;
        this.tagged = tagged;
    }

    /** The item, as it goes out. */
    record Answer(ActionItem data) {}

    /** {@code If-Match} is the call's. */
    @PATCH
    @Consumes({PhoneCallResource.MERGE_PATCH, MediaType.APPLICATION_JSON})
    public Answer patch(
            @RestPath("case_id") String caseId,
            @RestPath("call_id") String callId,
            @RestPath("item_id") String itemId,
            @Context Request conditions,
            byte[] body) {
        access.require(Scope.PHONE_CALLS_WRITE, caseId);
        CallAddress call = CallAddress.parse(caseId, callId);
        PhoneCallFile edited = edits.edit(call.caseId(), call.id(), access.subject(), file -> {
                    tagged.requireMatch(PhoneCallAnswer.of(file), conditions);
                    return PhoneCallPatch.parseItem(
                            body, item(file, itemId), file.call().actionItems());
                })
                .orElseThrow(CallAddress::notFound);
        return new Answer(item(edited, itemId));
    }

    private static ActionItem item(PhoneCallFile file, String itemId) {
        return file.call().actionItems().stream()
                .filter(item -> itemId.equalsIgnoreCase(item.id()))
                .findFirst()
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "The call has no such action item."));
    }
}
