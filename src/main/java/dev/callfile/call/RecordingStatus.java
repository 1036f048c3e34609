package dev.callfile.call;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What became of a recording, in merge order: of two facts about one recording the later constant wins. */
public enum RecordingStatus {
    IN_PROGRESS,
    ABSENT,
    FAILED,
    COMPLETED;

    /** The word of the API and of the database, {@code in_progress} for example. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
