package dev.callfile.call;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * From one time to another, both included; an end that is {@code null} is open. Between two microseconds PostgreSQL knows
 * no time, and would round either end out of the range.
 */
public record TimeRange(@Nullable Instant from, @Nullable Instant to) {

    private static final Instant END_OF_TIME = Instant.parse("+10000-01-01T00:00:00Z");

    public TimeRange {
        from = from == null ? null : from.plusNanos(999).truncatedTo(ChronoUnit.MICROS);
        to = to == null ? null : to.truncatedTo(ChronoUnit.MICROS);
    }

    /** Whether a time lies in the years 1970 to 9999: PostgreSQL knows none as far away as Java does. */
    public static boolean isStorable(Instant time) {
        return !time.isBefore(Instant.EPOCH) && time.isBefore(END_OF_TIME);
    }
}
