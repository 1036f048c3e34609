package dev.callfile.call;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A phone call as a reader sees it. Every field is always written, {@code null} where not known.
 *
 * @param recordingUrl our own endpoint, never Twilio's media URL; {@code null} where there is nothing to hear
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

    /**
     * A call as its record tells it.
     *
     * @param publicUrl where this service is reached
     */
    static PhoneCallView of(PhoneCall call, String publicUrl) {
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
                recordingUrl(call, publicUrl),
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

    /** Where a call of a case is found; what belongs to it is below. */
    public static String url(String publicUrl, String caseId, String callId) {
        String root = publicUrl.endsWith("/") ? publicUrl.substring(0, publicUrl.length() - 1) : publicUrl;
        return root + "/v1/cases/" + caseId + "/phone-calls/" + callId;
    }

    private static @Nullable String recordingUrl(PhoneCall call, String publicUrl) {
        boolean completed = RecordingStatus.COMPLETED.word().equals(call.recordingStatus);
        return completed && call.recordingDeletedAt == null && call.caseId != null
                ? url(publicUrl, call.caseId, call.id) + "/recording"
                : null;
    }
}
