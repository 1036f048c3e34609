package dev.callfile.twilio.callback;

import dev.callfile.call.CallbackTally;
import dev.callfile.call.Rejection;
import dev.callfile.problem.ProblemCode;
import dev.callfile.problem.ProblemException;
import dev.callfile.twilio.Accounts;
import dev.callfile.twilio.TwilioConfig;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Lets a body in when Twilio signed it: checks the signature over the raw request target and what came. */
abstract class SignedBodyReader<T> implements MessageBodyReader<T> {

    private static final Logger LOG = Logger.getLogger(SignedBodyReader.class);
    private static final String SIGNATURE = "X-Twilio-Signature";
    private static final int MAX_BYTES = 64 * 1024;

    private final Class<T> type;
    private final String contentType;
    private final TwilioSignature signature;
    private final Accounts accounts;
    private final CallbackTally tally;
    private final HttpServerRequest request;

    /** @param contentType what the address takes */
    SignedBodyReader(
            Class<T> type,
            String contentType,
            TwilioConfig config,
            Accounts accounts,
            CallbackTally tally,
            HttpServerRequest request) {
        this.type = type;
        this.contentType = contentType;
        this.signature = new TwilioSignature(config.publicUrl());
        this.accounts = accounts;
        this.tally = tally;
        this.request = request;
    }

    /** Takes a body apart that nobody has vouched for yet. */
    abstract T parse(String requestTarget, byte[] body);

    /** The account that a body says it is from: it chooses the key, and nothing else. */
    abstract @Nullable String accountSid(T parsed);

    abstract boolean signs(TwilioSignature signature, T parsed, byte[] body, String given, List<String> tokens);

    abstract boolean takes(MediaType mediaType);

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == this.type;
    }

    @Override
    public T readFrom(
            Class<T> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        try {
            return check(mediaType, body);
        } catch (UnsignedException e) {
            LOG.warnf("Refused a callback: %s", e.rejection().word().replace('_', ' '));
            tally.rejected(e.rejection());
            throw e;
        }
    }

    /** Lets a body in, and tells nobody but the caller where it does not. */
    T check(MediaType mediaType, InputStream body) throws IOException {
        if (request.getHeader(HttpHeaders.CONTENT_TYPE) == null || !takes(mediaType)) {
            throw new ProblemException(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE, "Send " + contentType + ", and say so in Content-Type.");
        }
        // The edge has seen to it, but over HTTP/2.
        byte[] read = body.readNBytes(MAX_BYTES + 1);
        if (read.length > MAX_BYTES) {
            throw new ProblemException(ProblemCode.PAYLOAD_TOO_LARGE, "A callback is at most 64 KiB.");
        }
        T parsed = parse(requestTarget(), read);
        if (!signs(signature, parsed, read, onlySignature(), accounts.tokensOf(accountSid(parsed)))) {
            throw new UnsignedException(Rejection.WRONG_SIGNATURE);
        }
        return parsed;
    }

    /**
     * Path and query as they came: a proxy may have sent the absolute form (RFC 9112, section 3.2.2). The server reads each
     * byte as a character of its own, so that what was not escaped is put together again.
     */
    String requestTarget() {
        String uri = new String(request.uri().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        if (uri.startsWith("/")) {
            return uri;
        }
        int path = uri.indexOf('/', uri.indexOf("://") + 3);
        return path < 0 ? "/" : uri.substring(path);
    }

    private String onlySignature() {
        List<String> given = request.headers().getAll(SIGNATURE);
        if (given.size() != 1) {
            throw new UnsignedException(given.isEmpty() ? Rejection.NO_SIGNATURE : Rejection.SEVERAL_SIGNATURES);
        }
        return given.get(0);
    }
}
