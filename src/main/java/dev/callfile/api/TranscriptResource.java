package dev.callfile.api;

import dev.callfile.access.CaseAccess;
import dev.callfile.access.Scope;
import dev.callfile.call.Transcript;
import dev.callfile.call.Transcripts;
import dev.callfile.call.WebVtt;
import dev.callfile.problem.ProblemCode;
import dev.callfile.problem.ProblemException;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jboss.resteasy.reactive.RestPath;

/** What was said in a call, as JSON, as subtitles of its recording, or as text to read. */
@Path("/v1/cases/{case_id}/phone-calls/{call_id}/transcript")
@Authenticated
class TranscriptResource {

    private static final String VTT = "text/vtt";

    private final Transcripts transcripts;
    private final CaseAccess access;

    TranscriptResource(Transcripts transcripts, CaseAccess access) {
        this.transcripts = transcripts;
        this.access = access;
    }

    @GET
    public Response get(
            @RestPath("case_id") String caseId, @RestPath("call_id") String callId, @Context HttpHeaders headers) {
        access.require(Scope.PHONE_CALLS_READ, caseId);
        CallAddress call = CallAddress.parse(caseId, callId);
        String type = AcceptedTypes.parse(headers.getRequestHeader(HttpHeaders.ACCEPT))
                .choose(List.of(MediaType.APPLICATION_JSON, VTT, MediaType.TEXT_PLAIN));
        Transcript transcript = transcripts
                .find(call.caseId(), call.id())
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.NOT_FOUND, "The case has no such call, or the call has no transcript yet."));
        Object body = switch (type) {
            case VTT -> WebVtt.of(transcript);
            case MediaType.TEXT_PLAIN -> transcript.plain();
            default -> TranscriptView.of(transcript);
        };
        return Response.ok(body, type.startsWith("text/") ? type + ";charset=UTF-8" : type)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .build();
    }
}
