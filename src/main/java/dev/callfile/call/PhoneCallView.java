package dev.callfile.call;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A phone call as a reader sees it. Every field is always written, {@code null} where not known.
 *
 * @param recordingUrl our own endpoint, never Twilio's media URL; {@code null} until that endpoint exists
 * @param durationSeconds from answer to end
 * @param startedAt when the call was answered or, if it never was, first tried
 */
@JsonNaming(SnakeCaseStrategy.class)
public record PhoneCallView(
        String id,
        @Nullable String institutionContactId,
        @Nullable String toNumber,
        @Nullable String fromNumber,
        String status,
        String direction,
        @Nullable Integer durationSeconds,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String recordingUrl,
        @Nullable Integer recordingDurationSeconds,
        @Nullable String recordingStatus,
        @Nullable String transcript,
        @Nullable String summary,
        List<ActionItem> actionItems,
        @Nullable String calledBy,
        String twilioCallSid,
        @Nullable String notes,
        Instant createdAt,
        Instant updatedAt) {

    static PhoneCallView of(PhoneCall call) {
        return new PhoneCallView(
                call.id,
                call.institutionContactId,
                call.toNumber,
                call.fromNumber,
                call.status,
                call.direction,
                call.durationSeconds,
                call.startedAt,
                call.endedAt,
                null,
                call.recordingDurationSeconds,
                call.recordingStatus,
                call.transcript,
                call.summary,
                call.actionItems,
                call.calledBy,
                call.twilioCallSid,
                call.notes,
                call.createdAt,
                call.updatedAt);
    }
}
