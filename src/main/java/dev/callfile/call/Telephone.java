package dev.callfile.call;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What places calls. */
public interface Telephone {

    /** The caller id of a call whose request names none, E.164. */
    Optional<String> callerId();

    /** Asks once for a call. It never asks a second time by itself, whatever becomes of the first. */
    Answer place(Placement placement);

    /**
     * The calls, newest first, that may be the one that a placement asked for: same numbers, made at that time.
     *
     * @return empty where Twilio does not say
     */
    Optional<List<Taken>> candidates(Placement placement);

    /** What became of asking. */
    sealed interface Answer {}

    /**
     * The call will be made.
     *
     * @param said the answer's fields, for the ledger
     */
    record Taken(CallLeg leg, Map<String, List<String>> said) implements Answer {}

    /**
     * There is and will be no call.
     *
     * @param code Twilio's error code
     * @param reason for the client to read
     * @param lasting whether asking the same again is pointless
     */
    record Refused(
            @Nullable Integer code,
            String reason,
            boolean lasting,
            @Nullable Duration retryAfter) implements Answer {}

    /** Twilio was never asked: it cannot be reached, or it is not known as whom to ask. */
    record NotReached(String reason) implements Answer {}

    /**
     * There may be a call or not.
     *
     * @param answered whether Twilio said at least that it failed
     */
    record Unknown(boolean answered, String reason) implements Answer {}
}
