package dev.callfile.call;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.Comparator;
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

    /** The latest sorts last. */
    static final Comparator<CallInsight> LATEST_LAST = Comparator.comparing(
                    CallInsight::madeAt, Comparator.nullsFirst(Comparator.<Instant>naturalOrder()))
            .thenComparing(CallInsight::insightId)
            .thenComparing(CallInsight::callSid);

    private static final Comparator<CallInsight> FULLEST_LAST = LATEST_LAST
            .thenComparing(CallInsight::kind)
            .thenComparing(CallInsight::summary, Comparator.nullsFirst(Comparator.<String>naturalOrder()))
            .thenComparing(insight -> String.valueOf(insight.actionItems));

    /** Whose row it is. */
    String key() {
        return insightId + '/' + callSid;
    }

    /** Of two accounts of the same insight the later one, whole, whatever their order: an operator may be run again. */
    CallInsight merge(CallInsight other) {
        return FULLEST_LAST.compare(this, other) >= 0 ? this : other;
    }

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
