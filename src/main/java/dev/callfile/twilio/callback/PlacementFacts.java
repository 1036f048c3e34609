package dev.callfile.twilio.callback;

import dev.callfile.call.CallLeg;
import dev.callfile.call.CallStatus;
import dev.callfile.call.Callback;
import dev.callfile.call.Placement;
import dev.callfile.call.PlacementRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of a call as soon as Twilio has taken it: what was asked for, and the names that Twilio gave it. */
public final class PlacementFacts {

    private static final String CASE_ID = "case_id";

    private PlacementFacts() {}

    /** The first fact of a placed call, for the ledger. */
    public static Map<String, List<String>> said(
            Placement placement, String callSid, @Nullable String accountSid, String direction) {
        PlacementRequest request = placement.request();
        Map<String, List<String>> said = new LinkedHashMap<>();
        say(said, "CallSid", callSid);
        say(said, "AccountSid", accountSid);
        say(said, "From", request.fromNumber());
        say(said, "To", request.toNumber());
        say(said, "Direction", direction);
        say(said, "CallStatus", "initiated");
        say(said, CASE_ID, request.caseId());
        say(said, "institution_contact_id", request.institutionContactId());
        say(said, "called_by", request.calledBy());
        say(said, "placement", placement.id());
        return said;
    }

    /** The same as a leg. */
    public static CallLeg leg(Map<String, List<String>> said) {
        return new CallLeg(
                first(said, "CallSid").orElseThrow(),
                null,
                first(said, "AccountSid").orElse(null),
                first(said, "From").orElse(null),
                first(said, "To").orElse(null),
                first(said, "Direction").orElse(null),
                CallStatus.INITIATED,
                null,
                null,
                null,
                null,
                first(said, CASE_ID).orElse(null),
                first(said, "institution_contact_id").orElse(null),
                first(said, "called_by").orElse(null),
                first(said, "placement").orElse(null));
    }

    /** Lines of versions that kept less do not name the case. */
    static Optional<Callback> read(String requestTarget, Map<String, List<String>> said) {
        return first(said, CASE_ID)
                .map(caseId -> leg(said))
                .map(leg -> new Callback(Callback.Kind.PLACEMENT, requestTarget, said, leg.accountSid(), leg, null));
    }

    private static Optional<String> first(Map<String, List<String>> said, String name) {
        return said.getOrDefault(name, List.of()).stream().findFirst();
    }

    private static void say(Map<String, List<String>> said, String name, @Nullable String value) {
        if (value != null) {
            said.put(name, List.of(value));
        }
    }
}
