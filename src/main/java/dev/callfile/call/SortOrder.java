package dev.callfile.call;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Sort direction; ties are broken by id in the same direction. */
public enum SortOrder {
    ASC(">"),
    DESC("<");

    private final String onward;

    SortOrder(String onward) {
        this.onward = onward;
    }

    /** The comparison that holds for everything behind a position in this order. */
    String onward() {
        return onward;
    }

    /** The word of the API, and of SQL. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
