package dev.callfile.call;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Who called whom, as the case worker sees it: outbound is the firm calling, inbound is the firm being called. */
public enum Direction {
    OUTBOUND,
    INBOUND;

    /** The word of the API and of the database. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
