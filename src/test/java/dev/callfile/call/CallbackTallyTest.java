package dev.callfile.call;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.callfile.Database;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Replicas that count for a time of their own: no callback of another test is counted there. */
@QuarkusTest
class CallbackTallyTest {

    private static final Instant NOON = Instant.parse("2090-01-01T12:00:00Z");
    private static final String COUNTS =
            "select to_char(hour at time zone 'UTC', 'DD HH24 ') || what || ' ' || count from callback_tally"
                    + " where hour >= '2090-01-01' order by hour, what";

    @Inject
    CallbackCounts counts;

    @Inject
    CallbackReport report;

    private final CallbackMeters meters = new CallbackMeters(new SimpleMeterRegistry(), Clock.systemUTC());

    @Test
    void replicas_addUp_whateverTheyWriteAtTheSameTime() {
        Database.execute("delete from callback_tally");
        List<CallbackTally> replicas = IntStream.range(0, 4)
                .mapToObj(i -> new CallbackTally(counts, report, meters, Clock.fixed(NOON, ZoneOffset.UTC)))
                .toList();

        CompletableFuture.allOf(replicas.stream()
                        .map(replica -> CompletableFuture.runAsync(() -> {
                            for (int i = 0; i < 100; i++) {
                                replica.rejected(Rejection.WRONG_SIGNATURE);
                                replica.rejected(Rejection.NO_SIGNATURE);
                                if (i % 10 == 0) {
                                    replica.writeSometimes();
                                }
                            }
                        }))
                        .toArray(CompletableFuture[]::new))
                .join();
        replicas.forEach(replica -> replica.stop(new ShutdownEvent()));

        assertEquals(List.of("01 12 no_signature 400", "01 12 wrong_signature 400"), Database.strings(COUNTS));
    }

    @Test
    void countsThatCannotBeWritten_waitForAsLongAsTheyWouldBeKept() {
        Database.execute("delete from callback_tally");
        MovedClock clock = new MovedClock();
        CallbackTally tally = new CallbackTally(counts, report, meters, clock);
        Database.execute("alter table callback_tally rename to callback_tally_away");
        try {
            for (int day = 0; day < 10; day++) {
                clock.now = NOON.plus(Duration.ofDays(day));
                tally.rejected(Rejection.WRONG_SIGNATURE);
                tally.writeSometimes();
            }
        } finally {
            Database.execute("alter table callback_tally_away rename to callback_tally");
        }

        tally.writeSometimes();

        assertEquals(
                IntStream.rangeClosed(2, 10)
                        .mapToObj("%02d 12 wrong_signature 1"::formatted)
                        .toList(),
                Database.strings(COUNTS));
    }

    private static final class MovedClock extends Clock {

        private Instant now = NOON;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
