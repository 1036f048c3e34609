package dev.callfile.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.callfile.call.Reconciliation;
import dev.callfile.call.Reconciliation.Status;
import dev.callfile.call.ReconciliationCounts;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A reconciliation as it goes out.
 *
 * @param requestedBy subject of the token; {@code null} where it is the schedule's
 */
@JsonNaming(SnakeCaseStrategy.class)
record ReconciliationView(
        String id,
        Status status,
        Instant from,
        Instant to,
        boolean dryRun,
        @Nullable String requestedBy,
        long checked,
        @JsonUnwrapped ReconciliationCounts counts,
        long requests,
        Progress progress,
        @Nullable String lastError,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant finishedAt) {

    /**
     * Where it is.
     *
     * @param account which of the accounts, from 1
     * @param reached Twilio's lists begin with the newest: how far back it has come
     */
    record Progress(
            int account, Reconciliation.Step step, @Nullable Instant reached) {}

    static ReconciliationView of(Reconciliation job, ReconciliationCounts counts) {
        return new ReconciliationView(
                job.id(),
                job.status(),
                job.from(),
                job.to(),
                job.dryRun(),
                job.subject(),
                job.checked(),
                counts,
                job.requests(),
                new Progress(
                        job.position().account() + 1,
                        job.position().step(),
                        job.position().reached()),
                job.lastError(),
                job.createdAt(),
                job.updatedAt(),
                job.finishedAt());
    }
}
