package dev.callfile.call;

import static dev.callfile.call.Join.greatest;
import static dev.callfile.call.Join.least;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one recording: one callback's share of it, or all callbacks' together. {@code null} is "not told".
 *
 * @param callSid the leg that Twilio files the recording under, always the parent of a two-leg call
 * @param durationSeconds length of the finished recording
 * @param sourceUrl where Twilio, or the storage it was told to use, keeps the audio; never shown to a client
 */
@JsonNaming(SnakeCaseStrategy.class)
public record CallRecording(
        String recordingSid,
        String callSid,
        @Nullable String accountSid,
        @Nullable RecordingStatus status,
        @Nullable Instant startedAt,
        @Nullable Integer durationSeconds,
        @Nullable Integer channels,
        @Nullable String sourceUrl) {

    /** The one to show sorts last: completed beats the others, then the latest start, then the greater sid. */
    static final Comparator<CallRecording> BEST_LAST = Comparator.<CallRecording>comparingInt(
                    r -> r.status == RecordingStatus.COMPLETED ? 2 : r.status == null ? 0 : 1)
            .thenComparing(CallRecording::startedAt, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(CallRecording::recordingSid);

    /** Whose row it is. */
    String key() {
        return recordingSid + '/' + callSid;
    }

    /** Everything that either of two accounts of the same recording tells, whatever their order; see {@link CallLeg}. */
    CallRecording merge(CallRecording other) {
        return new CallRecording(
                recordingSid,
                callSid.compareTo(other.callSid) >= 0 ? callSid : other.callSid,
                greatest(accountSid, other.accountSid),
                greatest(status, other.status),
                least(startedAt, other.startedAt),
                greatest(durationSeconds, other.durationSeconds),
                greatest(channels, other.channels),
                greatest(sourceUrl, other.sourceUrl));
    }
}
