package dev.callfile.call;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What must hold of a call for a list to show it; what is {@code null} is not asked for.
 *
 * @param statuses any of these; empty for every status
 * @param phoneNumber of either side
 * @param hasRecording whether there is a completed recording
 * @param words what to find in transcript, summary and notes, in the words of a web search
 */
public record PhoneCallFilter(
        Set<CallStatus> statuses,
        @Nullable Direction direction,
        @Nullable String institutionContactId,
        @Nullable String calledBy,
        @Nullable String phoneNumber,
        @Nullable String twilioCallSid,
        TimeRange createdAt,
        TimeRange startedAt,
        @Nullable Boolean hasRecording,
        @Nullable Boolean hasTranscript,
        @Nullable Boolean hasOpenActionItems,
        @Nullable String words) {

    private static final TimeRange EVER = new TimeRange(null, null);
    private static final PhoneCallFilter NONE =
            new PhoneCallFilter(Set.of(), null, null, null, null, null, EVER, EVER, null, null, null, null);

    /** Whether it admits every call. */
    boolean isNone() {
        return equals(NONE);
    }
}
