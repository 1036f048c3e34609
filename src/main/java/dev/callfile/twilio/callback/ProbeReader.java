package dev.callfile.twilio.callback;

import dev.callfile.call.Preflight;
import dev.callfile.call.Rejection;
import dev.callfile.problem.ProblemException;
import dev.callfile.twilio.Accounts;
import dev.callfile.twilio.PublicUrl;
import dev.callfile.twilio.TwilioConfig;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Asks the reader of Twilio's forms whether it would let a probe in, and writes down how it came. */
@Provider
class ProbeReader implements MessageBodyReader<Probe> {

    private static final Pattern OF_PROXIES = Pattern.compile("x-forwarded-.+|forwarded|via|x-real-ip");
    private static final int MOST_HEADERS = 12;
    private static final int LONGEST_HEADER = 300;
    private static final int LONGEST_TARGET = 2_000;

    private final SignedFormReader forms;
    private final Accounts accounts;
    private final TwilioConfig config;
    private final Clock clock;
    private final HttpServerRequest request;

    ProbeReader(
            SignedFormReader forms, Accounts accounts, TwilioConfig config, Clock clock, HttpServerRequest request) {
        this.forms = forms;
        this.accounts = accounts;
        this.config = config;
        this.clock = clock;
        this.request = request;
    }

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == Probe.class;
    }

    @Override
    public Probe readFrom(
            Class<Probe> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        if (!PreflightProof.holds(
                request.headers().getAll(PreflightProof.HEADER), accounts.tokensOf(null), clock.instant())) {
            throw new UnsignedException(Rejection.NO_SIGNATURE);
        }
        byte[] read = body.readAllBytes();
        return new Probe(new Preflight.Seen(
                verdict(mediaType, read),
                new PublicUrl(config.publicUrl()).shown(),
                request.method().name(),
                cut(forms.requestTarget(), LONGEST_TARGET),
                header(HttpHeaders.HOST),
                forwarded(),
                header(HttpHeaders.CONTENT_TYPE),
                read.length,
                TwilioSignature.sha256(read)));
    }

    private String verdict(MediaType mediaType, byte[] body) throws IOException {
        try {
            forms.check(mediaType, new ByteArrayInputStream(body));
            return "accepted";
        } catch (UnsignedException e) {
            return e.rejection().word();
        } catch (ProblemException e) {
            return e.code().word();
        }
    }

    private Map<String, String> forwarded() {
        Map<String, String> forwarded = new TreeMap<>();
        for (String name : request.headers().names()) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (OF_PROXIES.matcher(lower).matches() && forwarded.size() < MOST_HEADERS) {
                forwarded.put(lower, cut(String.join(", ", request.headers().getAll(name)), LONGEST_HEADER));
            }
        }
        return forwarded;
    }

    private @Nullable String header(String name) {
        String value = request.getHeader(name);
        return value == null ? null : cut(value, LONGEST_HEADER);
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
