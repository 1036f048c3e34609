package dev.callfile.call;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a callback did. */
public enum Outcome {
    /** It changed what a record shows, or made it. */
    APPLIED,
    /** As applied, but no case is known for the record yet. */
    UNASSIGNED,
    /** It was new, but told nothing that the record had not already gone beyond. */
    STALE,
    /** The ledger has it already: nothing was written. */
    DUPLICATE,
    /** It names no call: the ledger keeps it, and no record knows of it. */
    UNLINKED,
    /** It speaks of a call that was erased: it is counted, and nothing of it is kept. */
    ERASED;

    /** The word of the database and of logs. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
