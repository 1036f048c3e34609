package dev.callfile.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callfile.call.CaseId;
import dev.callfile.call.ErasureRequest;
import java.util.List;
import java.util.Locale;

/** Reads whose data is to be erased. */
final class ErasureBody {

    private static final List<String> NAMES = List.of("phone_number", "call_id", "dry_run", "recordings_at_twilio");
    private static final int LONGEST_TEXT = 255;
    private static final int ULID_LENGTH = 26;

    private ErasureBody() {}

    /** @throws dev.callfile.problem.ProblemException 400 or 422, with every fault */
    static ErasureRequest parse(byte[] json) {
        JsonBody body = JsonBody.parse(json, NAMES);
        String number = body.text("phone_number", LONGEST_TEXT, false);
        String callId = body.text("call_id", ULID_LENGTH, false);
        if (body.object().hasNonNull("phone_number") == body.object().hasNonNull("call_id")) {
            body.fault("phone_number", "must be there, or call_id, and not both");
        }
        if (callId != null && CaseId.parse(callId).isEmpty()) {
            body.fault("call_id", "must be a ULID: 26 characters of 0-9 and A-Z without I, L, O and U");
        }
        ErasureRequest request = new ErasureRequest(
                number,
                callId == null ? null : callId.toUpperCase(Locale.ROOT),
                flag(body, "dry_run"),
                flag(body, "recordings_at_twilio"));
        body.refuseFaults();
        return request;
    }

    private static boolean flag(JsonBody body, String name) {
        JsonNode value = body.node(name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            body.fault(name, "must be true or false");
        }
        return value.asBoolean(false);
    }
}
