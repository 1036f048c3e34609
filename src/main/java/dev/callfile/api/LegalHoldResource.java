package dev.callfile.api;

import static java.util.Objects.requireNonNull;

import dev.callfile.access.CaseAccess;
import dev.callfile.access.Scope;
import dev.callfile.call.CaseId;
import dev.callfile.call.LegalHold;
import dev.callfile.call.LegalHolds;
import dev.callfile.problem.FieldError;
import dev.callfile.problem.ProblemCode;
import dev.callfile.problem.ProblemException;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jboss.resteasy.reactive.RestPath;

/** Keeps a case's calls from being erased, and from ageing away. */
@Path("/v1/cases/{case_id}/legal-hold")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
class LegalHoldResource {

    private static final int LONGEST_REASON = 1000;

    private final LegalHolds holds;
    private final CaseAccess access;

    LegalHoldResource(LegalHolds holds, CaseAccess access) {
        this.holds = holds;
        this.access = access;
    }

    record Answer(LegalHold data) {}

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    public Answer set(@RestPath("case_id") String caseId, byte[] body) {
        CaseId held = caseId(caseId);
        return new Answer(holds.set(held, reason(JsonBody.parse(body, List.of("reason"))), access.subject()));
    }

    @GET
    public Answer get(@RestPath("case_id") String caseId) {
        return holds.find(caseId(caseId))
                .map(Answer::new)
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "The case is not under legal hold."));
    }

    /** A case without a hold is what was asked for. */
    @DELETE
    public void lift(@RestPath("case_id") String caseId) {
        holds.lift(caseId(caseId), access.subject());
    }

    private CaseId caseId(String caseId) {
        access.require(Scope.PHONE_CALLS_ADMIN, caseId);
        return CaseId.parse(caseId)
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.BAD_REQUEST,
                        "A parameter is wrong.",
                        List.of(new FieldError("case_id", "must be a ULID"))));
    }

    private static String reason(JsonBody body) {
        String reason = body.text("reason", LONGEST_REASON, false);
        if (!body.object().hasNonNull("reason")) {
            body.fault("reason", "is missing: say why the case's calls must be kept");
        }
        body.refuseFaults();
        return requireNonNull(reason);
    }
}
