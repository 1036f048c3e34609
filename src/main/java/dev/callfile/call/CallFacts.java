package dev.callfile.call;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Twilio's facts add up to for one business call: the computed part of its record.
 *
 * @param recordingDeletedAt when the recording that shows was deleted: there is nothing to hear then
 */
@JsonNaming(SnakeCaseStrategy.class)
public record CallFacts(
        @Nullable String accountSid,
        @Nullable String caseId,
        @Nullable String institutionContactId,
        @Nullable String calledBy,
        @Nullable String toNumber,
        @Nullable String fromNumber,
        CallStatus status,
        Direction direction,
        @Nullable Integer durationSeconds,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String recordingSid,
        @Nullable RecordingStatus recordingStatus,
        @Nullable Integer recordingDurationSeconds,
        @Nullable Instant recordingDeletedAt,
        @Nullable String transcript,
        @Nullable String summary,
        List<ActionItem> actionItems) {

    /** The same with other words where people may write. */
    CallFacts showing(
            @Nullable String caseId,
            @Nullable String institutionContactId,
            @Nullable String calledBy,
            @Nullable String transcript,
            @Nullable String summary,
            List<ActionItem> actionItems) {
        return new CallFacts(
                accountSid,
                caseId,
                institutionContactId,
                calledBy,
                toNumber,
                fromNumber,
                status,
                direction,
                durationSeconds,
                startedAt,
                endedAt,
                recordingSid,
                recordingStatus,
                recordingDurationSeconds,
                recordingDeletedAt,
                transcript,
                summary,
                actionItems);
    }

    /** A call without a duration sorts as 0. */
    int sortDuration() {
        return durationSeconds == null ? 0 : durationSeconds;
    }

    /** Whether a reader sees the same: the account, and which recording shows, are ours alone. */
    boolean looksLike(CallFacts other) {
        return withoutInternals().equals(other.withoutInternals());
    }

    private CallFacts withoutInternals() {
        return new CallFacts(
                null,
                caseId,
                institutionContactId,
                calledBy,
                toNumber,
                fromNumber,
                status,
                direction,
                durationSeconds,
                startedAt,
                endedAt,
                null,
                recordingStatus,
                recordingDurationSeconds,
                recordingDeletedAt,
                transcript,
                summary,
                actionItems);
    }
}
