package dev.callfile.twilio.callback;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callfile.call.CallLeg;
import dev.callfile.call.CallRecording;
import dev.callfile.call.CallStatus;
import dev.callfile.call.Callback;
import dev.callfile.call.CaseId;
import dev.callfile.call.RecordingStatus;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the facts out of a call or a recording as Twilio's REST API has it and as the ledger keeps it.
 *
 * @see <a href="https://www.twilio.com/docs/voice/api/call-resource#call-properties">Twilio: Call resource</a>
 * @see <a href="https://www.twilio.com/docs/voice/api/recording#recording-properties">Twilio: Recording resource</a>
 */
public final class ReconciliationFacts {

    /** The parameter that holds a call. */
    public static final String CALL = "call";

    /** The parameter that holds a recording. */
    public static final String RECORDING = "recording";

    /** The parameter that holds the case which somebody said the call is of. */
    public static final String CASE_ID = "case_id";

    private ReconciliationFacts() {}

    /**
     * A call, for the ledger.
     *
     * @param json the resource
     * @param caseId of whoever asked for the reconciliation
     * @return empty where it has no usable sid
     */
    public static Optional<Callback> ofCall(String requestTarget, String json, @Nullable String caseId) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        parameters.put(CALL, List.of(json));
        if (caseId != null) {
            parameters.put(CASE_ID, List.of(caseId));
        }
        return Optional.of(of(requestTarget, parameters)).filter(callback -> callback.leg() != null);
    }

    /** A recording, likewise; empty where it has no usable sid, or no call's. */
    public static Optional<Callback> ofRecording(String requestTarget, String json) {
        return Optional.of(of(requestTarget, Map.of(RECORDING, List.of(json))))
                .filter(callback -> callback.leg() != null && callback.recording() != null);
    }

    /** What a line of the ledger tells. */
    public static Callback of(String requestTarget, Map<String, List<String>> parameters) {
        JsonNode call = Json.parse(first(parameters, CALL));
        JsonNode recording = Json.parse(first(parameters, RECORDING));
        boolean recorded = recording.isObject();
        String callSid = Json.sid(recorded ? recording.path("call_sid") : call.path("sid"));
        String accountSid = Json.sid((recorded ? recording : call).path("account_sid"));
        return new Callback(
                Callback.Kind.RECONCILIATION,
                requestTarget,
                parameters,
                accountSid,
                callSid == null
                        ? null
                        : recorded
                                ? CallLeg.named(callSid, accountSid)
                                : leg(call, callSid, accountSid, first(parameters, CASE_ID)),
                callSid == null || !recorded ? null : recording(recording, callSid, accountSid));
    }

    /** {@code start_time} is when the call was dialled; when it was answered, its end and duration tell. */
    private static CallLeg leg(JsonNode call, String callSid, @Nullable String accountSid, String caseId) {
        CallStatus status = Optional.ofNullable(Json.text(call.path("status")))
                .flatMap(TwilioStatus::ofCall)
                .orElse(null);
        boolean over = status != null && status.isTerminal();
        Instant dialled = Json.time(call.path("start_time"));
        String parent = Json.sid(call.path("parent_call_sid"));
        return new CallLeg(
                callSid,
                callSid.equals(parent) ? null : parent,
                accountSid,
                TwilioText.text(Json.text(call.path("from"))),
                TwilioText.text(Json.text(call.path("to"))),
                TwilioText.text(Json.text(call.path("direction"))),
                status,
                dialled,
                null,
                over ? Json.time(call.path("end_time")) : null,
                over ? TwilioText.number(Json.text(call.path("duration"))) : null,
                null,
                null,
                null,
                null,
                CaseId.parse(caseId).map(CaseId::value).orElse(null),
                Json.time(call.path("date_created")));
    }

    private static @Nullable CallRecording recording(JsonNode recording, String callSid, @Nullable String accountSid) {
        String sid = Json.sid(recording.path("sid"));
        if (sid == null) {
            return null;
        }
        RecordingStatus status = Optional.ofNullable(Json.text(recording.path("status")))
                .flatMap(TwilioStatus::ofRecording)
                .orElse(null);
        return new CallRecording(
                sid,
                callSid,
                accountSid,
                status,
                Json.time(recording.path("start_time")),
                status == RecordingStatus.COMPLETED ? TwilioText.number(Json.text(recording.path("duration"))) : null,
                TwilioText.number(Json.text(recording.path("channels"))),
                TwilioText.text(Json.text(recording.path("media_url"))));
    }

    private static String first(Map<String, List<String>> parameters, String name) {
        return parameters.getOrDefault(name, List.of()).stream().findFirst().orElse("");
    }
}
