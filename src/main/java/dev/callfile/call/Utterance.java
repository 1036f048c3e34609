package dev.callfile.call;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that one side said.
 *
 * @param track Twilio's word for the side: {@code inbound_track}, or the number of a recording's channel
 * @param sequence orders what one side said
 * @param at when it was told, where it was told while the call went on
 * @param startMs from the beginning of the recording or transcription
 * @param endMs likewise
 * @param confidence 0 to 1
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Utterance(
        String track,
        int sequence,
        @Nullable Instant at,
        @Nullable Integer startMs,
        @Nullable Integer endMs,
        String text,
        @Nullable Double confidence) {}
