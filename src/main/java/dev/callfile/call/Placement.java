package dev.callfile.call;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A call that is being placed, from before Twilio is asked until the client has its answer.
 *
 * @param id travels in the callback URLs, so that the call is known again when Twilio's answer was lost
 * @param subject of the token that asked
 * @param requestDigest hexadecimal digest of the request
 * @param claimedAt when somebody last set out to place it
 * @param sentAt when Twilio was last asked
 * @param answerStatus HTTP status of the first answer
 * @param answer body of the first answer
 * @param erasedAt since when it is not known any more what was asked for
 */
@JsonNaming(SnakeCaseStrategy.class)
@RegisterForReflection(registerFullHierarchy = true) // read or written by Rows
public record Placement(
        String id,
        String subject,
        String requestDigest,
        PlacementRequest request,
        State state,
        Instant claimedAt,
        @Nullable Instant sentAt,
        @Nullable Integer answerStatus,
        @Nullable String answer,
        @Nullable Instant erasedAt) {

    /** Whether its data was erased: its key stands for a call all the same, and places none. */
    public boolean isErased() {
        return erasedAt != null;
    }

    /**
     * What the client was answered.
     *
     * @param status of HTTP
     */
    public record FirstAnswer(int status, String body) {}

    /** The first answer of a placement that has one. */
    FirstAnswer firstAnswer() {
        return new FirstAnswer(requireNonNull(answerStatus), requireNonNull(answer));
    }

    /** How far a placement is. */
    public enum State {
        /** Twilio has not been asked. */
        CLAIMED,
        /** Twilio has been, or is being, asked, and whether it took the call is not known here. */
        SENT,
        /** Twilio answered that it failed; whether it took the call all the same is not known here. */
        UNKNOWN,
        /** The client has been, or can be, answered. */
        ANSWERED;

        /** The word of the database. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        static State of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
