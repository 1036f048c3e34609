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
 * @param deletedAt when Twilio had deleted it at our request: there is nothing to hear any more
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
        @Nullable String sourceUrl,
        @Nullable Instant deletedAt) {

    /**
     * The one to show sorts last: one that can be heard beats the others, then completed does, then the latest start, then
     * the greater sid.
     */
    static final Comparator<CallRecording> BEST_LAST = Comparator.comparing(CallRecording::canBeHeard)
            .thenComparingInt(r -> r.status == RecordingStatus.COMPLETED ? 2 : r.status == null ? 0 : 1)
            .thenComparing(CallRecording::startedAt, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(CallRecording::recordingSid);

    /** A recording as Twilio tells of it. */
    public CallRecording(
            String recordingSid,
            String callSid,
            @Nullable String accountSid,
            @Nullable RecordingStatus status,
            @Nullable Instant startedAt,
            @Nullable Integer durationSeconds,
            @Nullable Integer channels,
            @Nullable String sourceUrl) {
        this(recordingSid, callSid, accountSid, status, startedAt, durationSeconds, channels, sourceUrl, null);
    }

    /** Whether it is completed and has not been deleted since. */
    public boolean canBeHeard() {
        return status == RecordingStatus.COMPLETED && deletedAt == null;
    }

    /** A recording of which no more is known than that it was deleted. */
    static CallRecording deleted(String recordingSid, String callSid, Instant at) {
        return new CallRecording(recordingSid, callSid, null, null, null, null, null, null, at);
    }

    /** The same, deleted. */
    CallRecording deleted(Instant at) {
        return merge(deleted(recordingSid, callSid, at));
    }

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
                greatest(sourceUrl, other.sourceUrl),
                least(deletedAt, other.deletedAt));
    }
}
