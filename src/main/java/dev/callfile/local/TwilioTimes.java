package dev.callfile.local;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** How Twilio writes a time: RFC 2822 in the API of 2010 and in callbacks, ISO 8601 in the later APIs. */
final class TwilioTimes {

    private static final DateTimeFormatter RFC_2822 = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private TwilioTimes() {}

    static String rfc2822(Instant time) {
        return RFC_2822.format(time);
    }

    static Instant parse(String rfc2822) {
        return RFC_2822.parse(rfc2822, Instant::from);
    }

    static String iso(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
