package dev.callfile.twilio.callback;

import dev.callfile.call.CallStatus;
import dev.callfile.call.RecordingStatus;
import java.util.Optional;

/** Twilio's words for how far a call or a recording is. A word that we do not know tells nothing. */
final class TwilioStatus {

    private TwilioStatus() {}

    /** Of a call: what {@code CallStatus} says. */
    static Optional<CallStatus> ofCall(String word) {
        return switch (word) {
            case "queued", "initiated" -> Optional.of(CallStatus.INITIATED);
            case "ringing" -> Optional.of(CallStatus.RINGING);
            case "in-progress" -> Optional.of(CallStatus.IN_PROGRESS);
            case "completed" -> Optional.of(CallStatus.COMPLETED);
            case "failed" -> Optional.of(CallStatus.FAILED);
            case "no-answer" -> Optional.of(CallStatus.NO_ANSWER);
            case "busy" -> Optional.of(CallStatus.BUSY);
            case "canceled" -> Optional.of(CallStatus.CANCELLED);
            default -> Optional.empty();
        };
    }

    /** Of a recording: what {@code RecordingStatus} says, or the REST API of one that is not ready yet. */
    static Optional<RecordingStatus> ofRecording(String word) {
        return switch (word) {
            case "in-progress", "paused", "stopped", "processing" -> Optional.of(RecordingStatus.IN_PROGRESS);
            case "completed" -> Optional.of(RecordingStatus.COMPLETED);
            case "absent" -> Optional.of(RecordingStatus.ABSENT);
            case "failed" -> Optional.of(RecordingStatus.FAILED);
            default -> Optional.empty();
        };
    }
}
