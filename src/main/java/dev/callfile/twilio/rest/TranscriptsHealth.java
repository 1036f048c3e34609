package dev.callfile.twilio.rest;

import dev.callfile.call.Chores.Troubles;
import dev.callfile.call.TranscriptFetches;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * How many transcripts fail to be fetched. It tells, and is never down for it: whoever asks for all of the service's health
 * must not take it out of service for one of Twilio's transcripts.
 */
@Wellness
@ApplicationScoped
class TranscriptsHealth implements HealthCheck {

    private final TranscriptFetches fetches;

    TranscriptsHealth(TranscriptFetches fetches) {
        this.fetches = fetches;
    }

    @Override
    @ActivateRequestContext
    public HealthCheckResponse call() {
        Troubles troubles = fetches.troubles();
        return HealthCheckResponse.named("transcripts")
                .up()
                .withData("waiting_after_error", troubles.waiting())
                .withData("failed", troubles.failed())
                .build();
    }
}
