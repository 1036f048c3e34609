package dev.callfile.call;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/**
 * A transcript that Twilio has finished and that is to be fetched.
 *
 * @param callSid the call it is of, where the webhook told
 * @param requestTarget path and query of the webhook, which carry our own parameters
 */
@JsonNaming(SnakeCaseStrategy.class)
public record TranscriptFetch(
        String transcriptSid,
        @Nullable String accountSid,
        @Nullable String callSid,
        String requestTarget) {}
