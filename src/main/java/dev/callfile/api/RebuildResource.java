package dev.callfile.api;

import dev.callfile.access.CaseAccess;
import dev.callfile.access.Scope;
import dev.callfile.call.CallRebuilds;
import dev.callfile.call.CallRebuilds.Rebuilt;
import dev.callfile.call.Field;
import dev.callfile.call.PhoneCallFile;
import dev.callfile.call.PhoneCallView;
import dev.callfile.problem.ProblemCode;
import dev.callfile.problem.ProblemException;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import java.util.SortedSet;
import org.jboss.resteasy.reactive.RestPath;

/** Makes a record what its ledger says, whoever has changed it since. */
@Path("/v1/phone-calls/{call_id}/rebuild")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
class RebuildResource {

    private final CallRebuilds rebuilds;
    private final CaseAccess access;

    RebuildResource(CallRebuilds rebuilds, CaseAccess access) {
        this.rebuilds = rebuilds;
        this.access = access;
    }

    @POST
    public Answer rebuild(@RestPath("call_id") String callId) {
        access.requireEveryCase(Scope.PHONE_CALLS_ADMIN);
        return rebuilds.rebuild(CallAddress.id(callId), access.subject())
                .map(Answer::of)
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "There is no such call."));
    }

    /** The record, and what was the matter with it. */
    record Answer(PhoneCallView data, Meta meta) {

        /** What {@link Rebuilt} tells beside the record. */
        record Meta(Map<Field, PhoneCallFile.Provenance> provenance, boolean changed, SortedSet<String> differences) {}

        static Answer of(Rebuilt rebuilt) {
            return new Answer(
                    rebuilt.file().call(),
                    new Meta(rebuilt.file().provenance(), rebuilt.changed(), rebuilt.differences()));
        }
    }
}
