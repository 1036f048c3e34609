package dev.callfile;

import dev.callfile.call.Difference;
import dev.callfile.call.StoreReport;
import dev.callfile.call.WholeStore;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.enterprise.context.control.ActivateRequestContext;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/**
 * {@code check} and {@code rebuild}: go through the whole store, print what was found, and exit with 0 where every record is
 * what the ledger says, 1 where one is not, and 2 where that could not be found out.
 */
public class StoreCommand implements QuarkusApplication {

    static final int DIFFERENT = 1;
    static final int UNFINISHED = 2;

    static final List<String> NAMES = List.of("check", "rebuild");

    /**
     * A command runs beside the service, so it opens no port, starts nothing by the clock, and leaves the schema alone;
     * standard output is for what it has found.
     */
    static final Map<String, String> SETTINGS = Map.of(
            "quarkus.http.host-enabled", "false",
            "quarkus.management.host-enabled", "false",
            "quarkus.scheduler.enabled", "false",
            // No balancer has to turn away from it.
            "quarkus.shutdown.delay", "0S",
            "quarkus.flyway.migrate-at-start", "false",
            "quarkus.banner.enabled", "false",
            "quarkus.log.level", "WARN",
            // It takes no callbacks.
            "quarkus.log.category.\"dev.callfile.twilio.StartupCheck\".level", "ERROR",
            "quarkus.log.console.stderr", "true",
            "quarkus.log.console.json.enabled", "false");

    private static final Duration BETWEEN_PROGRESS = Duration.ofSeconds(5);

    private final WholeStore store;
    private final PrintStream progress;
    private Instant told = Instant.EPOCH;

    StoreCommand(WholeStore store) {
        this.store = store;
        this.progress = System.err;
    }

    @Override
    @ActivateRequestContext
    public int run(String... args) {
        boolean rebuilds = args[0].equals("rebuild");
        try {
            StoreReport report = rebuilds ? store.rebuild(this::tell) : store.check(this::tell);
            print(report, rebuilds);
            return report.remaining() == 0 ? 0 : DIFFERENT;
        } catch (CancellationException e) {
            progress.println("Stopped before the end.");
        } catch (RuntimeException e) {
            progress.println("Not finished: " + e.getClass().getName() + ". Is the database there, and migrated?");
        }
        return UNFINISHED;
    }

    private void tell(StoreReport report) {
        if (ApplicationLifecycleManager.isVmShuttingDown()) {
            throw new CancellationException();
        }
        if (Duration.between(told, Instant.now()).compareTo(BETWEEN_PROGRESS) >= 0) {
            told = Instant.now();
            progress.println(report.checked() + " records checked, " + report.differing() + " differ, "
                    + report.missing() + " are missing");
        }
    }

    private static void print(StoreReport report, boolean rebuilds) {
        System.out.println("checked " + report.checked());
        System.out.println("differing " + report.differing());
        System.out.println("missing " + report.missing());
        if (rebuilds) {
            System.out.println("rebuilt " + report.mended());
        }
        for (Difference difference : report.first()) {
            System.out.println(difference.id() + " " + String.join(",", difference.fields()));
        }
    }
}
