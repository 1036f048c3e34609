package dev.callfile.call;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/**
 * One piece of a transcript, as a reader sees it.
 *
 * @param startMs from the beginning of the recording or transcription
 * @param endMs likewise
 * @param confidence 0 to 1
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Segment(
        @Nullable String speaker,
        @Nullable Integer startMs,
        @Nullable Integer endMs,
        String text,
        @Nullable Double confidence) {}
