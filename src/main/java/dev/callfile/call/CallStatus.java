package dev.callfile.call;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * How far a call has come. The constants stand in merge order: of two facts about one leg the later constant wins, so a
 * finished call is never reopened, and a conversation that took place is never hidden by a failure.
 */
public enum CallStatus {
    INITIATED(0),
    RINGING(1),
    IN_PROGRESS(3),
    CANCELLED(2),
    NO_ANSWER(2),
    BUSY(2),
    FAILED(2),
    COMPLETED(4);

    private final int reach;

    CallStatus(int reach) {
        this.reach = reach;
    }

    /** Whether the call is over. */
    public boolean isTerminal() {
        return compareTo(IN_PROGRESS) > 0;
    }

    /** Whether the other side picked up. */
    boolean isAnswered() {
        return this == IN_PROGRESS || this == COMPLETED;
    }

    /**
     * How far a leg got towards a conversation, for choosing among several: one that is answered has got further than one
     * that ended without, and all ways of ending without an answer are the same.
     */
    int reach() {
        return reach;
    }

    /** The word of the API and of the database, {@code in_progress} for example. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
