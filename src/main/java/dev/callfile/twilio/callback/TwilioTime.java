package dev.callfile.twilio.callback;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Twilio's times: RFC 2822 in voice callbacks, ISO 8601 with up to nine fraction digits in transcription callbacks.
 * Without a zone they are UTC.
 */
public final class TwilioTime {

    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private static final DateTimeFormatter RFC_2822 = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .parseLenient()
            .appendPattern("d MMM uuuu HH:mm[:ss][ ]")
            .optionalStart()
            .appendOffset("+HHMM", "GMT")
            .optionalEnd()
            .optionalStart()
            .appendPattern("[z]")
            .optionalEnd()
            .parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0)
            .toFormatter(Locale.ENGLISH)
            .withResolverStyle(ResolverStyle.STRICT);

    private static final DateTimeFormatter ISO_8601 = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .optionalStart()
            .appendOffsetId()
            .optionalEnd()
            .toFormatter(Locale.ENGLISH)
            .withResolverStyle(ResolverStyle.STRICT);

    private TwilioTime() {}

    /**
     * The time in whole microseconds; empty when the text is none, or not within the years 1970 to 9999. The weekday is
     * not looked at: it adds nothing, and a wrong one must not lose the time.
     */
    public static Optional<Instant> parse(String text) {
        String withoutWeekday = text.strip().replaceFirst("^\\p{Alpha}+,\\s*", "");
        return Stream.of(RFC_2822, ISO_8601)
                .flatMap(format -> parse(withoutWeekday, format).stream())
                .findFirst()
                .filter(time -> !time.isBefore(EARLIEST) && !time.isAfter(LATEST))
                .map(time -> time.truncatedTo(ChronoUnit.MICROS));
    }

    private static Optional<Instant> parse(String text, DateTimeFormatter format) {
        try {
            return Optional.of(format.withZone(ZoneOffset.UTC).parse(text, Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
