package dev.callfile.api;

import dev.callfile.call.Audio;
import dev.callfile.call.ByteRange;
import dev.callfile.call.CallEvents;
import dev.callfile.call.CallRecording;
import dev.callfile.call.RecordedCall;
import dev.callfile.call.RecordingSource;
import dev.callfile.call.RecordingSource.Wish;
import dev.callfile.problem.ProblemCode;
import dev.callfile.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers with a recording's audio, once it is written down who gets to hear it. */
@ApplicationScoped
class Playback {

    private final RecordingSource source;
    private final CallEvents events;
    private final Vertx vertx;

    Playback(RecordingSource source, CallEvents events, Vertx vertx) {
        this.source = source;
        this.events = events;
        this.vertx = vertx;
    }

    /**
     * Answers a GET, or a HEAD, which nobody hears anything of.
     *
     * @param subject who listens
     */
    Future<Response> play(RecordedCall call, CallRecording recording, String subject, RoutingContext routing) {
        HttpServerRequest request = routing.request();
        boolean silent = request.method().equals(HttpMethod.HEAD);
        AcceptedTypes accepted = AcceptedTypes.parse(request.headers().getAll(HttpHeaders.ACCEPT));
        Wish wish = new Wish(accepted.preferred(), silent ? null : range(request), request.getHeader("If-Range"));
        Future<Audio> opened = source.open(recording, wish);
        letGoAtTheEnd(opened, routing);
        return opened.compose(audio -> {
            if (!accepted.admit(audio.mediaType())) {
                throw new ProblemException(
                        ProblemCode.NOT_ACCEPTABLE,
                        "The recording is " + audio.mediaType() + ", which the Accept header does not admit.");
            }
            Response answer = answer(recording, audio);
            return silent
                    ? Future.succeededFuture(answer)
                    : vertx.executeBlocking(
                            () -> {
                                if (!events.played(
                                        call.callSid(),
                                        recording.recordingSid(),
                                        subject,
                                        heard(audio),
                                        audio.extension())) {
                                    throw new ProblemException(
                                            ProblemCode.NOT_FOUND, "The call is not there any more.");
                                }
                                return answer;
                            },
                            false);
        });
    }

    /** However the request ends, and even if it has ended, the storage is let go once it has answered. */
    private static void letGoAtTheEnd(Future<Audio> opened, RoutingContext routing) {
        routing.addEndHandler(end -> opened.onSuccess(audio -> audio.body().discard()));
        if (routing.response().closed()) {
            opened.onSuccess(audio -> audio.body().discard());
        }
    }

    private static @Nullable ByteRange range(HttpServerRequest request) {
        List<String> ranges = request.headers().getAll("Range");
        return ranges.size() == 1 ? ByteRange.parse(ranges.get(0)).orElse(null) : null;
    }

    private static @Nullable String heard(Audio audio) {
        return Optional.ofNullable(audio.part())
                .map(part -> new ByteRange(part.first(), part.last()).text())
                .orElse(null);
    }

    private static Response answer(CallRecording recording, Audio audio) {
        String name = recording.recordingSid().replaceAll("[^A-Za-z0-9]", "_") + "." + audio.extension();
        Response.ResponseBuilder answer = Response.status(audio.part() == null ? 200 : 206)
                .entity(audio)
                .type(audio.mediaType())
                .header("Accept-Ranges", "bytes")
                .header(HttpHeaders.CACHE_CONTROL, "private, no-store")
                .header(HttpHeaders.CONTENT_DISPOSITION, "inline; filename=\"" + name + "\"")
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        if (audio.length() != null) {
            answer.header(HttpHeaders.CONTENT_LENGTH, audio.length());
        }
        if (audio.part() != null) {
            answer.header("Content-Range", audio.part().text());
        }
        if (audio.etag() != null) {
            answer.header(HttpHeaders.ETAG, audio.etag());
        }
        if (audio.lastModified() != null) {
            answer.header(HttpHeaders.LAST_MODIFIED, audio.lastModified());
        }
        return answer.build();
    }
}
