package dev.callfile.call;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Legs and recordings with few words. Times are seconds after noon. */
final class Legs {

    static final Instant NOON = Instant.parse("2026-02-12T12:00:00Z");

    private Legs() {}

    static Instant at(int second) {
        return NOON.plusSeconds(second);
    }

    /** What a status callback says of a leg from the firm's number to an institution's. */
    static CallLeg leg(String sid, @Nullable CallStatus status, int second) {
        return leg(sid, null, "+15005550001", "+15005550006", "outbound-api", status, second);
    }

    static CallLeg leg(
            String sid,
            @Nullable String parent,
            @Nullable String from,
            @Nullable String to,
            @Nullable String direction,
            @Nullable CallStatus status,
            int second) {
        boolean over = status != null && status.isTerminal();
        boolean answered = status == CallStatus.IN_PROGRESS;
        return new CallLeg(
                sid,
                parent,
                null,
                from,
                to,
                direction,
                status,
                over || answered ? null : at(second),
                answered ? at(second) : null,
                over ? at(second) : null,
                null,
                null,
                null,
                null,
                null);
    }

    /** The calls of some legs and recordings in which nothing was said. */
    static Map<String, CallTree> trees(Collection<CallLeg> legs, Collection<CallRecording> recordings) {
        return CallTree.grow(legs, recordings, List.of(), List.of());
    }

    static CallLeg lasting(CallLeg leg, int seconds) {
        return leg.merge(words(leg.callSid(), seconds, null, null, null));
    }

    static CallLeg claiming(CallLeg leg, @Nullable String caseId, @Nullable String contact, @Nullable String calledBy) {
        return leg.merge(words(leg.callSid(), null, caseId, contact, calledBy));
    }

    /** What can be said of a leg besides how far it is. */
    private static CallLeg words(
            String sid,
            @Nullable Integer seconds,
            @Nullable String caseId,
            @Nullable String contact,
            @Nullable String calledBy) {
        return new CallLeg(
                sid, null, null, null, null, null, null, null, null, null, seconds, caseId, contact, calledBy, null);
    }

    static CallRecording recording(
            String sid, String callSid, @Nullable RecordingStatus status, @Nullable Integer second) {
        return new CallRecording(
                sid,
                callSid,
                null,
                status,
                second == null ? null : at(second),
                status == RecordingStatus.COMPLETED ? 53 : null,
                null,
                null);
    }
}
