package dev.callfile.call;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;

/**
 * A call in which Twilio and this service differed.
 *
 * @param callSid of the leg
 * @param unassigned whether no case is known of it
 */
@JsonNaming(SnakeCaseStrategy.class)
@RegisterForReflection(registerFullHierarchy = true) // read or written by Rows
public record ReconciliationFinding(String callSid, Kind finding, Outcome outcome, boolean unassigned) {

    /** In what. */
    public enum Kind {
        /** Nothing was known of the call here. */
        MISSING,
        /** Twilio knew more of it, or of its recordings. */
        STALE;

        /** The word of the API and of the database. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        static Kind of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** What became of it. */
    public enum Outcome {
        FOUND,
        REPAIRED,
        FAILED;

        /** The word of the API and of the database. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        static Outcome of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
