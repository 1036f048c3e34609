package dev.callfile.call;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAmount;

/** How long something is kept. */
record RetentionPeriod(TemporalAmount amount) {

    /**
     * Reads {@code 365d}, a period such as {@code P10Y}, or a duration such as {@code PT720H}.
     *
     * @throws java.time.format.DateTimeParseException where it is none
     */
    static RetentionPeriod parse(String text) {
        String iso = text.strip().replaceFirst("^([0-9]+)[dD]$", "P$1D");
        return new RetentionPeriod(iso.contains("T") ? Duration.parse(iso) : Period.parse(iso));
    }

    /** What was over before is kept no longer. */
    Instant before(Instant now) {
        return now.atZone(ZoneOffset.UTC).minus(amount).toInstant();
    }
}
