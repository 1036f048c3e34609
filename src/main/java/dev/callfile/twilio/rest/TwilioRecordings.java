package dev.callfile.twilio.rest;

import dev.callfile.call.Audio;
import dev.callfile.call.ByteRange;
import dev.callfile.call.ByteRange.Part;
import dev.callfile.call.CallRecording;
import dev.callfile.call.RecordingSource;
import dev.callfile.problem.ProblemCode;
import dev.callfile.problem.ProblemException;
import dev.callfile.twilio.Accounts;
import dev.callfile.twilio.Accounts.Credentials;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The audio of recordings, from Twilio or from the storage that Twilio was told to use. */
@ApplicationScoped
class TwilioRecordings implements RecordingSource {

    private static final Logger LOG = Logger.getLogger(TwilioRecordings.class);

    private final Vertx vertx;
    private final Accounts accounts;
    private final TwilioAddresses addresses;
    private final MediaClient media;

    TwilioRecordings(Vertx vertx, Accounts accounts, TwilioAddresses addresses, MediaClient media) {
        this.vertx = vertx;
        this.accounts = accounts;
        this.addresses = addresses;
        this.media = media;
    }

    @Override
    public Future<Audio> open(CallRecording recording, Wish wish) {
        Optional<Credentials> credentials = accounts.credentialsOf(recording.accountSid());
        List<String> logins = credentials.map(TwilioRecordings::logins).orElse(List.of());
        return Future.succeededFuture()
                .map(start -> MediaAddress.of(recording, credentials, wish.format(), addresses))
                .compose(address -> open(address, logins, wish))
                .recover(failure -> Future.failedFuture(explain(failure, recording)));
    }

    private static List<String> logins(Credentials credentials) {
        return credentials.authTokens().stream()
                .map(token -> credentials.accountSid() + ":" + token)
                .map(login -> "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    private Future<Audio> open(MediaAddress address, List<String> logins, Wish wish) {
        String range = wish.range() == null ? null : wish.range().text();
        return media.get(address.url(), logins, range).compose(response -> {
            StoredFile file = StoredFile.of(response.headers(), address);
            boolean otherFile = wish.range() != null && !file.isMeantBy(wish.ifRange());
            if (otherFile && (response.statusCode() == 206 || response.statusCode() == 416)) {
                response.request().reset();
                return open(address, logins, wish.forAll());
            }
            try {
                return Future.succeededFuture(audio(response, file, otherFile ? null : wish.range()));
            } catch (ProblemException e) {
                LOG.infof("The storage of a recording answered %d: %s", response.statusCode(), e.getMessage());
                response.request().reset();
                throw e;
            }
        });
    }

    private Audio audio(HttpClientResponse response, StoredFile file, @Nullable ByteRange range) {
        return switch (response.statusCode()) {
            case 200 -> {
                Long length = file.length();
                yield range == null || length == null ? whole(response, file) : cut(response, file, length, range);
            }
            case 206 -> part(response, file, range);
            case 416 -> throw range == null ? failed(response) : notSatisfiable(file.total());
            case 404, 410 ->
                throw new ProblemException(
                        ProblemCode.NOT_FOUND,
                        "The recording is no longer where it was kept: it may have been deleted.");
            case 429 -> throw unavailable("Twilio has too much to do.", response.getHeader(HttpHeaders.RETRY_AFTER));
            default -> throw failed(response);
        };
    }

    private Audio whole(HttpClientResponse response, StoredFile file) {
        return audio(response, file, file.length(), null, 0);
    }

    /** The storage knows no ranges, or did not care: what comes before and after is dropped here. */
    private Audio cut(HttpClientResponse response, StoredFile file, Long length, ByteRange range) {
        Part part = range.in(length).orElseThrow(() -> notSatisfiable(length));
        return audio(response, file, part.length(), part, part.first());
    }

    private Audio part(HttpClientResponse response, StoredFile file, @Nullable ByteRange range) {
        Part part = file.part();
        if (range == null || part == null || (file.length() != null && file.length() != part.length())) {
            throw new ProblemException(ProblemCode.TWILIO_ERROR, "The storage sent a part that was not asked for.");
        }
        return audio(response, file, part.length(), part, 0);
    }

    private Audio audio(
            HttpClientResponse response, StoredFile file, @Nullable Long length, @Nullable Part part, long skip) {
        MediaBody body = new MediaBody(vertx, response, skip, length == null ? MediaBody.UNKNOWN : length);
        return new Audio(file.mediaType(), length, part, file.etag(), file.lastModified(), body);
    }

    private static ProblemException failed(HttpClientResponse response) {
        return new ProblemException(
                ProblemCode.TWILIO_ERROR,
                "Twilio, or the storage it keeps recordings in, answered " + response.statusCode() + ".");
    }

    private static ProblemException notSatisfiable(@Nullable Long total) {
        return new ProblemException(
                ProblemCode.RANGE_NOT_SATISFIABLE,
                "The Range header asks for bytes that the recording does not have.",
                total == null ? Map.of() : Map.of("Content-Range", "bytes */" + total));
    }

    private static ProblemException unavailable(String what, @Nullable String retryAfter) {
        return new ProblemException(
                ProblemCode.UNAVAILABLE,
                what + " Send the same request again later.",
                Map.of("Retry-After", retryAfter != null && retryAfter.matches("[0-9]{1,6}") ? retryAfter : "5"));
    }

    private static ProblemException explain(Throwable failure, CallRecording recording) {
        if (failure instanceof ProblemException problem) {
            return problem;
        }
        boolean refused = failure instanceof RefusedAddressException;
        // Not the message of any other: it may name an address, and a signed one opens the file to whoever reads it.
        String reason = refused ? failure.getMessage() : failure.getClass().getName();
        LOG.warnf("Recording %s is out of reach: %s", recording.recordingSid(), reason);
        return refused
                ? new ProblemException(
                        ProblemCode.TWILIO_ERROR,
                        "The recording is said to be at an address that this service does not fetch from.")
                : unavailable("Twilio, or the storage it keeps recordings in, cannot be reached.", null);
    }
}
