package dev.callfile.faults;

import java.time.Duration;

/** How long and how hard a run is: short by default, and as system properties say; bench/faults sets them. */
final class Size {

    private Size() {}

    /** Where everything random comes from. */
    static long seed() {
        return Long.getLong("faults.seed", 1);
    }

    /** Callbacks of the run in which the service is killed. */
    static int callbacks() {
        return Integer.getInteger("faults.callbacks", 2000);
    }

    /** Callbacks of every other run. */
    static int fewer() {
        return Math.max(1000, callbacks() / 4);
    }

    /** How often the service is killed. */
    static int kills() {
        return Integer.getInteger("faults.kills", 2);
    }

    /** How long the database is away. */
    static Duration outage() {
        return Duration.ofSeconds(Integer.getInteger("faults.outage", 3));
    }

    /** Clients at once where a few connections have to do. */
    static int crowd() {
        return Integer.getInteger("faults.crowd", 500);
    }

    /** Rows of the table that a migration changes under load. */
    static int rows() {
        return Integer.getInteger("faults.rows", 20_000);
    }
}
