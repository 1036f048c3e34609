package dev.callfile.twilio.rest;

import dev.callfile.call.Chores.Troubles;
import dev.callfile.call.RecordingDeletions;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** How many recordings Twilio fails to delete; it is never down for one of them, as {@link TranscriptsHealth} is not. */
@Wellness
@ApplicationScoped
class RecordingDeletionsHealth implements HealthCheck {

    private final RecordingDeletions deletions;

    RecordingDeletionsHealth(RecordingDeletions deletions) {
        this.deletions = deletions;
    }

    @Override
    @ActivateRequestContext
    public HealthCheckResponse call() {
        Troubles troubles = deletions.troubles();
        return HealthCheckResponse.named("recording deletions")
                .up()
                .withData("waiting_after_error", troubles.waiting())
                .withData("failed", troubles.failed())
                .build();
    }
}
