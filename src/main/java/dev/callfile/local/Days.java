package dev.callfile.local;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * By what time Twilio narrows and sorts its lists: by whole days in UTC, as it documents it, and those of the bounds are
 * in; what has no such time is on no day. The newest come first.
 */
final class Days {

    static final Comparator<Map<String, @Nullable Object>> NEWEST_FIRST =
            Comparator.<Map<String, @Nullable Object>, Instant>comparing(
                            resource -> TwilioTimes.parse(String.valueOf(resource.get("date_created"))))
                    .reversed();

    private Days() {}

    /** Whether each of a resource's times is on the days that a request asks for. */
    static boolean are(Asked asked, Map<String, @Nullable Object> resource, String... names) {
        return Stream.of(names).allMatch(name -> is(asked, name, resource));
    }

    private static boolean is(Asked asked, String name, Map<String, @Nullable Object> resource) {
        String on = asked.parameter(name);
        String from = asked.parameter(name + ">");
        String to = asked.parameter(name + "<");
        if (on == null && from == null && to == null) {
            return true;
        }
        if (!(resource.get(Resources.snakeCase(name)) instanceof String time)) {
            return false;
        }
        LocalDate day = LocalDate.ofInstant(TwilioTimes.parse(time), ZoneOffset.UTC);
        return (on == null || day.equals(day(on)))
                && (from == null || !day.isBefore(day(from)))
                && (to == null || !day.isAfter(day(to)));
    }

    /** The date of a date, of a time without a zone, or of one with {@code Z}. */
    private static LocalDate day(String text) {
        try {
            return text.endsWith("Z")
                    ? LocalDate.ofInstant(Instant.parse(text), ZoneOffset.UTC)
                    : LocalDate.parse(text.length() > 10 ? text.substring(0, 10) : text);
        } catch (DateTimeException e) {
            throw new Refusal(400, 20001, "Invalid date " + text);
        }
    }
}
