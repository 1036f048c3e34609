package dev.callfile.twilio.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TwilioTimeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Thu, 12 Feb 2026 11:48:25 +0000 | 2026-02-12T11:48:25Z",
                "Mon, 12 Feb 2026 11:48:25 +0000 | 2026-02-12T11:48:25Z",
                "12 Feb 2026 11:48:25 +0000 | 2026-02-12T11:48:25Z",
                "Sat, 8 Aug 2020 03:25:40 +0000 | 2020-08-08T03:25:40Z",
                "Sat, 08 Aug 2020 03:25:40 GMT | 2020-08-08T03:25:40Z",
                "Sat, 08 Aug 2020 03:25:40 -0130 | 2020-08-08T04:55:40Z",
                "Sat, 08 Aug 2020 03:25 UTC | 2020-08-08T03:25:00Z",
                "Sat, 08 Aug 2020 03:25:40 | 2020-08-08T03:25:40Z",
                "2024-06-25T18:45:21.454203Z | 2024-06-25T18:45:21.454203Z",
                "2024-06-25T18:45:21.123456789Z | 2024-06-25T18:45:21.123456Z",
                "2024-06-25T20:45:21+02:00 | 2024-06-25T18:45:21Z",
                "2024-06-25T18:45:21 | 2024-06-25T18:45:21Z"
            })
    void parse_time(String text, Instant expected) {
        assertEquals(Optional.of(expected), TwilioTime.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "Sat%2C%2015%20May%202021%2004%3A17%3A08%20%2B0000",
                "Sat, 31 Feb 2026 11:48:25 +0000",
                "1770896905",
                "+999999999-12-31T23:59:59Z",
                "-0001-01-01T00:00:00Z",
                "Thu, 12 Feb 2026 25:48:25 +0000"
            })
    void parse_anythingElse_isNoTime(String text) {
        assertEquals(Optional.empty(), TwilioTime.parse(text));
    }
}
