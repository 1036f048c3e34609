package dev.callfile.api;

import dev.callfile.call.CaseId;
import dev.callfile.call.PlacementRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what call a client wants to be placed. */
final class PlacementBody {

    private static final List<String> NAMES =
            List.of("to_number", "from_number", "institution_contact_id", "called_by", "notes");
    private static final int LONGEST_NOTES = 50_000;
    private static final int LONGEST_TEXT = 255;

    private PlacementBody() {}

    /**
     * What is asked for.
     *
     * @param callerId the number that calls where the request names none
     * @throws dev.callfile.problem.ProblemException 400 or 422, with every fault
     */
    static PlacementRequest parse(byte[] json, CaseId caseId, Optional<String> callerId) {
        JsonBody body = JsonBody.parse(json, NAMES);
        String to = number(body, "to_number");
        if (!body.object().hasNonNull("to_number")) {
            body.fault("to_number", "is missing: say whom to call, for example +12125550123");
        }
        String given = number(body, "from_number");
        if (!body.object().hasNonNull("from_number") && callerId.isEmpty()) {
            body.fault("from_number", "is missing, and CALLFILE_TWILIO_FROM_NUMBER is not set");
        }
        PlacementRequest request = new PlacementRequest(
                caseId.value(),
                to == null ? "" : to,
                given == null ? callerId.orElse("") : given,
                body.text("institution_contact_id", LONGEST_TEXT, false),
                body.text("called_by", LONGEST_TEXT, false),
                body.text("notes", LONGEST_NOTES, true));
        body.refuseFaults();
        return request;
    }

    private static @Nullable String number(JsonBody body, String name) {
        String number = body.text(name, LONGEST_TEXT, false);
        Optional<String> fault = number == null ? Optional.empty() : PhoneNumbers.fault(number);
        fault.ifPresent(detail -> body.fault(name, detail));
        return number;
    }
}
