package dev.callfile.api;

import dev.callfile.access.CaseAccess;
import dev.callfile.access.Scope;
import dev.callfile.call.CaseId;
import dev.callfile.call.Eraser;
import dev.callfile.call.Eraser.BeingPlaced;
import dev.callfile.call.Eraser.Done;
import dev.callfile.call.Eraser.Held;
import dev.callfile.call.Erasure;
import dev.callfile.call.Erasures;
import dev.callfile.problem.ProblemCode;
import dev.callfile.problem.ProblemException;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import org.jboss.resteasy.reactive.RestPath;

/** Erases people's data, and tells that it was. */
@Path("/v1/erasures")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
class ErasureResource {

    private final Eraser eraser;
    private final Erasures erasures;
    private final CaseAccess access;

    ErasureResource(Eraser eraser, Erasures erasures, CaseAccess access) {
        this.eraser = eraser;
        this.erasures = erasures;
        this.access = access;
    }

    record Answer(Erasure data) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Answer erase(byte[] body) {
        access.requireEveryCase(Scope.PHONE_CALLS_ADMIN);
        Eraser.Answer answer = eraser.erase(ErasureBody.parse(body), access.subject());
        if (answer instanceof Done done) {
            return new Answer(done.erasure());
        }
        throw refusal(answer);
    }

    private static ProblemException refusal(Eraser.Answer answer) {
        if (answer instanceof Held held) {
            String erased = held.erasureId() == null
                    ? " Nothing was erased."
                    : " It was set while erasure " + held.erasureId() + " went on, which has stopped.";
            return new ProblemException(
                    ProblemCode.CONFLICT,
                    "Case " + held.hold().caseId() + " is under legal hold: "
                            + held.hold().reason() + "." + erased);
        }
        return answer instanceof BeingPlaced
                ? new ProblemException(
                        ProblemCode.CONFLICT,
                        "A call with this number is being placed, and it is not known yet what becomes of it. Nothing was"
                                + " erased: send the same request again in a few minutes.")
                : new ProblemException(ProblemCode.NOT_FOUND, "There is no such call.");
    }

    @GET
    @Path("/{erasure_id}")
    public Answer get(@RestPath("erasure_id") String erasureId) {
        access.requireEveryCase(Scope.PHONE_CALLS_ADMIN);
        // An erasure's id is a ULID as a case's is, and no other text need be asked for.
        return CaseId.parse(erasureId)
                .flatMap(id -> erasures.find(erasureId.toUpperCase(Locale.ROOT)))
                .map(Answer::new)
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "There is no such erasure."));
    }
}
