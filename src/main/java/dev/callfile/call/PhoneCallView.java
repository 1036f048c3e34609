package dev.callfile.call;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.sql.ResultSet;
import java.sql.SQLException;
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
     * @param row begins with {@link CallLists#COLUMNS}
     * @param caseId {@code null} where it has none
     * @param publicUrl where this service is reached
     */
    static PhoneCallView read(ResultSet row, @Nullable String caseId, String publicUrl) throws SQLException {
        return new PhoneCallView(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getObject(7, Integer.class),
                Statement.instant(row, 8),
                Statement.instant(row, 9),
                recordingUrl(row, caseId, publicUrl),
                row.getObject(10, Integer.class),
                row.getString(11),
                row.getString(13),
                row.getString(14),
                Rows.readList(row.getString(15), ActionItem.class),
                row.getString(16),
                row.getString(17),
                row.getString(18),
                requireNonNull(Statement.instant(row, 19)),
                requireNonNull(Statement.instant(row, 20)));
    }

    /** Where a call's recording is heard; {@code null} where there is nothing to hear, or no case that it is heard in. */
    static @Nullable String recordingUrl(ResultSet row, @Nullable String caseId, String publicUrl) throws SQLException {
        boolean isThere = RecordingStatus.COMPLETED.word().equals(row.getString(11)) && row.getObject(12) == null;
        return isThere && caseId != null ? url(publicUrl, caseId, row.getString(1)) + "/recording" : null;
    }

    /** Where a call of a case is found; what belongs to it is below. */
    public static String url(String publicUrl, String caseId, String callId) {
        String root = publicUrl.endsWith("/") ? publicUrl.substring(0, publicUrl.length() - 1) : publicUrl;
        return root + "/v1/cases/" + caseId + "/phone-calls/" + callId;
    }
}
