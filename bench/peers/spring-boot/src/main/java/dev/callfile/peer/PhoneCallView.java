package dev.callfile.peer;

import java.time.Instant;
import java.util.List;

/** The fields of the service's own answer. */
record PhoneCallView(
        String id,
        String institutionContactId,
        String toNumber,
        String fromNumber,
        String status,
        String direction,
        Integer durationSeconds,
        Instant startedAt,
        Instant endedAt,
        String recordingUrl,
        Integer recordingDurationSeconds,
        String recordingStatus,
        String transcript,
        String summary,
        List<PhoneCall.ActionItem> actionItems,
        String calledBy,
        String twilioCallSid,
        String notes,
        Instant createdAt,
        Instant updatedAt) {

    private static final String PUBLIC_URL = "https://calls.example.com";

    static PhoneCallView of(PhoneCall call) {
        boolean heard = "completed".equals(call.recordingStatus) && call.recordingDeletedAt == null;
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
                heard ? PUBLIC_URL + "/v1/cases/" + call.caseId + "/phone-calls/" + call.id + "/recording" : null,
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
