package dev.callfile.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A time as a client writes it in a query.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3339#section-5.6">RFC 3339, date-time</a>
 */
final class DateTime {

    private static final String EXAMPLE = "2026-01-31T00:00:00Z";
    private static final String DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
    private static final String DATE_AND_TIME = DATE + "[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?";
    private static final Pattern WHOLE = Pattern.compile(DATE_AND_TIME + "([Zz]|[+-][0-9]{2}:[0-9]{2})");
    private static final Pattern PLUS_LOST = Pattern.compile(DATE_AND_TIME + " [0-9]{2}:[0-9]{2}");
    private static final Pattern ZONE_MISSING = Pattern.compile(DATE_AND_TIME);
    private static final Pattern DATE_ALONE = Pattern.compile(DATE);

    private DateTime() {}

    /** The time that a text says; empty where it says none. */
    static Optional<Instant> parse(String text) {
        try {
            return WHOLE.matcher(text).matches() ? Optional.of(Instant.parse(text)) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** How to mend a text that says no time. */
    static String mend(String text) {
        if (PLUS_LOST.matcher(text).matches()) {
            return "has a space where its zone begins: write + as %2B in a query";
        }
        if (DATE_ALONE.matcher(text).matches()) {
            return "is a date alone: add a time and a zone, as in " + EXAMPLE;
        }
        if (ZONE_MISSING.matcher(text).matches()) {
            return "has no zone: add one, as in " + EXAMPLE;
        }
        return "must be a date and time with a zone (RFC 3339), as in " + EXAMPLE;
    }
}
