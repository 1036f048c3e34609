package dev.callfile.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionPeriodTest {

    @ParameterizedTest
    @CsvSource({
        "365d, 2025-03-01T12:00:00Z",
        "1D, 2026-02-28T12:00:00Z",
        "P1Y, 2025-03-01T12:00:00Z",
        "P1M, 2026-02-01T12:00:00Z",
        "P2W, 2026-02-15T12:00:00Z",
        "PT36H, 2026-02-28T00:00:00Z",
        "P1DT12H, 2026-02-28T00:00:00Z"
    })
    void before_isThatLongAgo(String period, Instant before) {
        assertEquals(before, RetentionPeriod.parse(period).before(Instant.parse("2026-03-01T12:00:00Z")));
    }

    @Test
    void text_thatIsNoPeriod_isRefused() {
        assertThrows(DateTimeParseException.class, () -> RetentionPeriod.parse("a year"));
    }
}
