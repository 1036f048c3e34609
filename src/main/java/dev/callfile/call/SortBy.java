package dev.callfile.call;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a list can be sorted by: the allow-list of sort keys, each with the expression that its indexes are built on. */
public enum SortBy {
    CREATED_AT("c.created_at"),
    DURATION_SECONDS("coalesce(c.duration_seconds, 0)");

    private final String expression;

    SortBy(String expression) {
        this.expression = expression;
    }

    String expression() {
        return expression;
    }

    /** The word of the API. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
