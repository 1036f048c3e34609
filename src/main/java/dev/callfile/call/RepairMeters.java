package dev.callfile.call;

import dev.callfile.call.ReconciliationFinding.Kind;
import dev.callfile.call.ReconciliationFinding.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;

/** What reconciliations have mended at this replica; a dry run mends nothing. */
@Startup
@ApplicationScoped
class RepairMeters {

    private final Map<Repair, Counter> repairs = new HashMap<>();

    private record Repair(Kind finding, Outcome outcome) {}

    RepairMeters(MeterRegistry metrics) {
        for (Kind finding : Kind.values()) {
            for (Outcome outcome : EnumSet.of(Outcome.REPAIRED, Outcome.FAILED)) {
                repairs.put(
                        new Repair(finding, outcome),
                        Counter.builder("callfile.reconciliation.repairs")
                                .description("Calls that callbacks had not told of, or not enough")
                                .tag("finding", finding.word())
                                .tag("outcome", outcome.word())
                                .register(metrics));
            }
        }
    }

    /** Calls that have been repaired, or could not be. */
    void count(Collection<ReconciliationFinding> settled) {
        for (ReconciliationFinding one : settled) {
            Counter counter = repairs.get(new Repair(one.finding(), one.outcome()));
            if (counter != null) {
                counter.increment();
            }
        }
    }
}
