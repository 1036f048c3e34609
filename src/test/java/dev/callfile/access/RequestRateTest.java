package dev.callfile.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.callfile.access.RequestRate.Spent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RequestRateTest {

    private Instant now = Instant.parse("2026-11-24T10:00:00Z");
    private final RequestRate rate = rate(OptionalInt.of(6));

    @Test
    void quota_isThereAtOnce_andComesBackEvenly() {
        for (int left = 5; left >= 0; left--) {
            assertEquals(new Spent(true, 6, 60, left, 10L * (6 - left), 0), spend("anna"));
        }
        assertEquals(new Spent(false, 6, 60, 0, 60, 10), spend("anna"));

        now = now.plusSeconds(9);
        assertFalse(spend("anna").granted());
        now = now.plusSeconds(1);
        assertTrue(spend("anna").granted());
        assertFalse(spend("anna").granted());
    }

    @Test
    void retryInSeconds_isNotTooEarly() {
        for (int i = 0; i < 6; i++) {
            spend("anna");
        }
        now = now.plusMillis(9_500);

        Spent refused = spend("anna");

        assertEquals(1, refused.nextInSeconds());
        now = now.plusSeconds(refused.nextInSeconds());
        assertTrue(spend("anna").granted());
    }

    @Test
    void callers_areNotCountedAgainstEachOther() {
        for (int i = 0; i < 7; i++) {
            spend("anna");
        }

        assertFalse(spend("anna").granted());
        assertTrue(spend("dana").granted());
    }

    @Test
    void nobody_isLimitedUnlessItIsSet() {
        assertEquals(Optional.empty(), rate(OptionalInt.empty()).spend("anna"));
    }

    private Spent spend(String caller) {
        return rate.spend(caller).orElseThrow();
    }

    private RequestRate rate(OptionalInt requests) {
        RateLimitConfig config = new RateLimitConfig() {
            @Override
            public OptionalInt requests() {
                return requests;
            }

            @Override
            public Duration period() {
                return Duration.ofMinutes(1);
            }
        };
        return new RequestRate(config, new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        });
    }
}
