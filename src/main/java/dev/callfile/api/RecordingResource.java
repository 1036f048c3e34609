package dev.callfile.api;

import dev.callfile.access.CaseAccess;
import dev.callfile.access.Scope;
import dev.callfile.call.CallRecording;
import dev.callfile.call.CallRecordings;
import dev.callfile.call.PhoneCallView;
import dev.callfile.call.RecordedCall;
import dev.callfile.problem.ProblemCode;
import dev.callfile.problem.ProblemException;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.RestPath;

/** What was recorded of a call. HEAD comes to the same methods as GET. */
@Path("/v1/cases/{case_id}/phone-calls/{call_id}")
@Authenticated
class RecordingResource {

    private final CallRecordings recordings;
    private final CaseAccess access;
    private final Playback playback;
    private final String publicUrl;

    RecordingResource(
            CallRecordings recordings,
            CaseAccess access,
            Playback playback,
            @ConfigProperty(name = "callfile.public-url") String publicUrl) {
        this.recordings = recordings;
        this.access = access;
        this.playback = playback;
        this.publicUrl = publicUrl;
    }

    @GET
    @Path("/recordings")
    @Produces(MediaType.APPLICATION_JSON)
    public RecordingList list(@RestPath("case_id") String caseId, @RestPath("call_id") String callId) {
        access.require(Scope.PHONE_CALLS_READ, caseId);
        return RecordingList.of(
                call(caseId, callId),
                PhoneCallView.url(publicUrl, caseId.toUpperCase(Locale.ROOT), callId.toUpperCase(Locale.ROOT)));
    }

    @GET
    @Path("/recording")
    @Produces(MediaType.WILDCARD)
    @Blocking
    public CompletionStage<Response> best(
            @RestPath("case_id") String caseId, @RestPath("call_id") String callId, RoutingContext request) {
        access.require(Scope.RECORDINGS_READ, caseId);
        RecordedCall call = call(caseId, callId);
        return play(call, call.best(), request);
    }

    @GET
    @Path("/recordings/{recording_id}")
    @Produces(MediaType.WILDCARD)
    @Blocking
    public CompletionStage<Response> named(
            @RestPath("case_id") String caseId,
            @RestPath("call_id") String callId,
            @RestPath("recording_id") String recordingId,
            RoutingContext request) {
        access.require(Scope.RECORDINGS_READ, caseId);
        RecordedCall call = call(caseId, callId);
        return play(call, call.named(recordingId), request);
    }

    private RecordedCall call(String caseId, String callId) {
        return recordings
                .find(caseId, callId)
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "The case has no call of this id."));
    }

    private CompletionStage<Response> play(
            RecordedCall call, Optional<CallRecording> recording, RoutingContext request) {
        CallRecording found = recording.orElseThrow(
                () -> new ProblemException(ProblemCode.NOT_FOUND, "The call has no such recording."));
        if (!found.canBeHeard()) {
            throw new ProblemException(
                    ProblemCode.NOT_FOUND,
                    found.deletedAt() == null
                            ? "The recording is not completed: there is nothing to hear."
                            : "The recording has been deleted.");
        }
        return playback.play(call, found, access.subject(), request).toCompletionStage();
    }
}
