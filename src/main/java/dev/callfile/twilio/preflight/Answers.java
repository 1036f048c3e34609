package dev.callfile.twilio.preflight;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.callfile.call.Preflight;
import dev.callfile.twilio.preflight.Attempt.Reply;
import dev.callfile.twilio.preflight.Cause.Finding;
import java.util.Optional;

/** Who gave an answer, and what that says. */
final class Answers {

    /** A replica of a newer version may tell more. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final String OUR_PROBLEM = "urn:callfile:problem:";

    private Answers() {}

    /** What the preflight's address told, if it was that which answered. */
    static Optional<Preflight.Seen> seen(Reply reply) {
        JsonNode json = json(reply.body());
        try {
            return reply.answer().status() == 200
                            && json.path("verdict").isTextual()
                            && json.path("request_target").isTextual()
                    ? Optional.of(JSON.treeToValue(json, Preflight.Seen.class))
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** What any other answer comes of. */
    static Finding explain(ProbeRequest sent, Reply reply) {
        Preflight.Answer answer = reply.answer();
        int status = answer.status();
        JsonNode problem = json(reply.body());
        if (problem.path("type").asText().startsWith(OUR_PROBLEM)) {
            return ours(sent, status, problem);
        }
        if (status >= 300 && status < 400) {
            return Cause.REDIRECTED.of(status, answer.location() == null ? "nowhere" : answer.location());
        }
        return switch (status) {
            case 401, 407 -> Cause.PROXY_UNAUTHORIZED.of();
            case 403 -> Cause.PROXY_FORBIDDEN.of();
            case 404, 405, 410, 421 -> otherServer(answer);
            case 413 -> Cause.PROXY_TOO_LARGE.of(sent.body().length());
            case 415 -> Cause.PROXY_MEDIA_TYPE.of();
            default ->
                status < 400
                        ? otherServer(answer)
                        : status < 500 ? Cause.PROXY_REFUSED.of(status) : Cause.PROXY_ERROR.of(status);
        };
    }

    private static Finding otherServer(Preflight.Answer answer) {
        String what = answer.contentType() == null ? "" : " with " + answer.contentType();
        return Cause.OTHER_SERVER.of(
                answer.status(), answer.server() == null ? what : what + " (" + answer.server() + ")");
    }

    /** A problem of ours tells the path that it is about. */
    private static Finding ours(ProbeRequest sent, int status, JsonNode problem) {
        String path = problem.path("instance").asText();
        if (status == 404) {
            return path.equals(sent.path()) ? Cause.OTHER_VERSION.of() : Changes.path(sent, path);
        }
        return switch (status) {
            case 403 -> path.equals(sent.path()) ? Cause.PROOF_REFUSED.of() : Changes.path(sent, path);
            case 405 -> Cause.METHOD_CHANGED.of();
            // A probe is small, and its own answer would tell how large it arrived.
            case 413 -> Cause.BODY_CHANGED.of(sent.body().length(), "more than a callback may have");
            default -> Cause.SERVICE_ERROR.of(status, problem.path("code").asText());
        };
    }

    private static JsonNode json(String body) {
        try {
            JsonNode json = JSON.readTree(body);
            return json == null ? MissingNode.getInstance() : json;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
