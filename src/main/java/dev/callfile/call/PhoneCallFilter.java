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
    static final PhoneCallFilter NONE =
            new PhoneCallFilter(Set.of(), null, null, null, null, null, EVER, EVER, null, null, null, null);

    /** Whether it admits every call. */
    boolean isNone() {
        return equals(NONE);
    }

    /**
     * Whether an index of the case's calls tells what it admits, without being an index of just those calls, and in the
     * order of a list (migration V10).
     */
    boolean isCovered() {
        boolean toldByCallsAlone = words != null || hasOpenActionItems != null || Boolean.FALSE.equals(hasTranscript);
        return !toldByCallsAlone
                && (statuses.size() > 1
                        || direction != null
                        || calledBy != null
                        || phoneNumber != null
                        || !startedAt.equals(EVER)
                        || hasRecording != null
                        || hasTranscript != null);
    }

    /** The same, asking otherwise for transcript and open action items. */
    PhoneCallFilter asking(@Nullable Boolean transcript, @Nullable Boolean openActionItems) {
        return new PhoneCallFilter(
                statuses,
                direction,
                institutionContactId,
                calledBy,
                phoneNumber,
                twilioCallSid,
                createdAt,
                startedAt,
                hasRecording,
                transcript,
                openActionItems,
                words);
    }
}
