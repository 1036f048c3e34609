package dev.callfile.api;

import static java.util.Objects.requireNonNull;

import dev.callfile.access.CaseAccess;
import dev.callfile.access.Scope;
import dev.callfile.call.CallEdits;
import dev.callfile.call.CaseId;
import dev.callfile.problem.ProblemCode;
import dev.callfile.problem.ProblemException;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jboss.resteasy.reactive.RestPath;

/** Puts a call where it belongs. Only a token for every case can: it sees where the call comes from. */
@Path("/v1/phone-calls/{call_id}/assign")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
class CallAssignmentResource {

    private static final int ULID_LENGTH = 26;

    private final CallEdits edits;
    private final CaseAccess access;
    private final Tagged tagged;

    CallAssignmentResource(CallEdits edits, CaseAccess access, Tagged tagged) {
        this.edits = edits;
        this.access = access;
        this.tagged = tagged;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response assign(@RestPath("call_id") String callId, byte[] body) {
        access.requireEveryCase(Scope.PHONE_CALLS_WRITE);
        String id = CallAddress.id(callId);
        return edits.move(id, caseId(JsonBody.parse(body, List.of("case_id"))), access.subject())
                .map(file -> tagged.changed(PhoneCallAnswer.of(file)))
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "There is no such call."));
    }

    private static CaseId caseId(JsonBody body) {
        String text = body.text("case_id", ULID_LENGTH, false);
        CaseId caseId = text == null ? null : CaseId.parse(text).orElse(null);
        if (caseId == null) {
            body.fault("case_id", "must be a ULID: 26 characters of 0-9 and A-Z without I, L, O and U");
        }
        body.refuseFaults();
        return requireNonNull(caseId);
    }
}
