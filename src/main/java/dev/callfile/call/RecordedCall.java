package dev.callfile.call;

import java.util.List;
import java.util.Optional;

/**
 * A call and its recordings.
 *
 * @param callSid CallSid of the root leg
 * @param recordings of all legs, the best first
 */
public record RecordedCall(String callSid, List<CallRecording> recordings) {

    /** The recording that the call's record shows. */
    public Optional<CallRecording> best() {
        return recordings.stream().findFirst();
    }

    public Optional<CallRecording> named(String recordingSid) {
        return recordings.stream()
                .filter(recording -> recording.recordingSid().equals(recordingSid))
                .findFirst();
    }
}
