package dev.callfile.faults;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition, and fails when it does not come. */
final class Await {

    private static final Duration EVERY = Duration.ofMillis(20);

    private Await() {}

    static void until(String what, Duration atMost, BooleanSupplier condition) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + atMost.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(EVERY.toNanos());
        }
    }
}
