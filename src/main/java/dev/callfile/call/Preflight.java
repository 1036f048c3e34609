package dev.callfile.call;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of callbacks that we sent to our own public URL: of the first that would not have been accepted, else of the
 * last.
 *
 * @param ok whether a genuine callback would be accepted
 * @param cause a stable word for why not; {@code null} where it would be
 * @param explanation what is wrong, and how to mend it
 * @param hints what is odd, and harmless by itself
 * @param probes how many were sent: one for each account, until one fails
 * @param accountSid whose probe this is; {@code null} for a main account that the configuration does not name
 * @param answer {@code null} where none came
 * @param seen how the probe reached this service; {@code null} where it did not, or not as one
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Preflight(
        boolean ok,
        @Nullable String cause,
        String explanation,
        List<Hint> hints,
        int probes,
        @Nullable String accountSid,
        Sent sent,
        @Nullable Answer answer,
        @Nullable Seen seen) {

    /**
     * Something odd.
     *
     * @param hint a stable word
     */
    public record Hint(String hint, String explanation) {}

    /**
     * A probe, as it was sent.
     *
     * @param url without user info
     * @param addresses that its host has here
     * @param requestTarget path and query below the public URL, as they are signed
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Sent(
            String method,
            String url,
            List<String> addresses,
            String requestTarget,
            String contentType,
            long bodyLength,
            String bodySha256) {}

    /** What came back, from whomever. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Answer(
            int status,
            @Nullable String contentType,
            @Nullable String server,
            @Nullable String location) {}

    /**
     * A probe, as it reached the service: at this replica, or at another.
     *
     * @param verdict {@code accepted}, or why a callback like it would be refused
     * @param publicUrl that of the replica, without user info
     * @param requestTarget path and query as they came over the wire
     * @param forwarded headers by which proxies tell what they did, by their names in lower case
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @RegisterForReflection(registerFullHierarchy = true) // read from our own answer
    public record Seen(
            String verdict,
            String publicUrl,
            String method,
            String requestTarget,
            @Nullable String host,
            Map<String, String> forwarded,
            @Nullable String contentType,
            long bodyLength,
            String bodySha256) {}
}
