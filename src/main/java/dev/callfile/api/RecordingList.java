package dev.callfile.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.callfile.call.CallRecording;
import dev.callfile.call.RecordedCall;
import dev.callfile.call.RecordingStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All recordings of a call, the best first, as they go out. */
record RecordingList(List<Entry> data) {

    /**
     * One recording.
     *
     * @param recordingUrl our own endpoint; {@code null} where there is nothing to hear
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Entry(
            String id,
            @Nullable RecordingStatus status,
            @Nullable Integer durationSeconds,
            @Nullable Integer channels,
            @Nullable Instant startedAt,
            @Nullable String recordingUrl) {}

    /** @param callUrl where the call is found */
    static RecordingList of(RecordedCall call, String callUrl) {
        return new RecordingList(call.recordings().stream()
                .map(recording -> entry(recording, callUrl))
                .toList());
    }

    private static Entry entry(CallRecording recording, String callUrl) {
        return new Entry(
                recording.recordingSid(),
                recording.status(),
                recording.durationSeconds(),
                recording.channels(),
                recording.startedAt(),
                recording.canBeHeard() ? callUrl + "/recordings/" + recording.recordingSid() : null);
    }
}
