package dev.callfile.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.callfile.problem.ProblemCode;
import dev.callfile.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * Answers with strong entity tags: a digest of the very bytes, so that a tag changes whenever what is shown does.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-etag">RFC 9110, section 8.8.3</a>
 */
@ApplicationScoped
class Tagged {

    /** May be kept, so that If-None-Match has something to name, but never shown without asking. */
    private static final String OWN_CLIENT_ALONE = "private, no-cache";

    private static final int DIGEST_BYTES = 16;

    private static final byte[] DATA = "{\"data\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] META = ",\"meta\":".getBytes(StandardCharsets.US_ASCII);

    private final ObjectMapper json;

    Tagged(ObjectMapper json) {
        this.json = json;
    }

    /** What was asked for, or 304 where the client has it. */
    Response answer(Object entity, Request request) {
        return answer(write(entity), request);
    }

    /** A page of calls, or 304 where the client has it. */
    Response answer(PhoneCallList list, Request request) {
        return answer(write(list), request);
    }

    private Response answer(byte[] body, Request request) {
        EntityTag tag = tag(body);
        Response.ResponseBuilder otherwise = request.evaluatePreconditions(tag);
        Response answer = (otherwise == null ? ok(body) : otherwise)
                .tag(tag)
                .header(HttpHeaders.CACHE_CONTROL, OWN_CLIENT_ALONE)
                .build();
        if (answer.getStatus() == ProblemCode.PRECONDITION_FAILED.status()) {
            throw changedSince();
        }
        return answer;
    }

    /** What has come of a change. */
    Response changed(Object entity) {
        byte[] body = write(entity);
        return ok(body).tag(tag(body)).build();
    }

    /** @throws ProblemException 412 where {@code If-Match} is there and does not name what is shown now */
    void requireMatch(Object entity, Request request) {
        if (request.evaluatePreconditions(tag(write(entity))) != null) {
            throw changedSince();
        }
    }

    private static ProblemException changedSince() {
        return new ProblemException(
                ProblemCode.PRECONDITION_FAILED,
                "The record has changed since it had the ETag that If-Match names: read it again.");
    }

    private static Response.ResponseBuilder ok(byte[] body) {
        return Response.ok(body, MediaType.APPLICATION_JSON_TYPE);
    }

    /** The array is JSON already. */
    byte[] write(PhoneCallList list) {
        byte[] meta = write(list.meta());
        return ByteBuffer.allocate(DATA.length + list.data().remaining() + META.length + meta.length + 1)
                .put(DATA)
                .put(list.data().duplicate())
                .put(META)
                .put(meta)
                .put((byte) '}')
                .array();
    }

    private byte[] write(Object entity) {
        try {
            return json.writeValueAsBytes(entity);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EntityTag tag(byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return new EntityTag(
                    Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, DIGEST_BYTES)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
