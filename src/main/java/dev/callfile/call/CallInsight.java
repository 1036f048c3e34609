package dev.callfile.call;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a language operator made of a call: its summary, or what it left to be done.
 *
 * @param insightId the transcript or conversation, and the operator
 * @param madeAt when the transcript or conversation was made
 */
@JsonNaming(SnakeCaseStrategy.class)
public record CallInsight(
        String insightId,
        String callSid,
        Kind kind,
        @Nullable Instant madeAt,
        @Nullable String summary,
        @Nullable List<ActionItem> actionItems) {

    /** What an operator tells. */
    public enum Kind {
        SUMMARY,
        ACTION_ITEMS;

        /** The word of the database. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
