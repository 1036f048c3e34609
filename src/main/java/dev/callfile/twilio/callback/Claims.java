package dev.callfile.twilio.callback;

import dev.callfile.call.CallLeg;
import dev.callfile.call.CaseId;
import dev.callfile.http.UrlEncoded;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Our own parameters, which stand in a callback's URL.
 *
 * @param query what Twilio signed
 */
record Claims(UrlEncoded query) {

    private static final int LONGEST_TEXT = 255;

    static Claims of(String requestTarget) {
        return new Claims(UrlEncoded.queryOf(requestTarget));
    }

    /** A leg of which a callback tells nothing but that it is there. */
    CallLeg leg(String callSid, @Nullable String accountSid) {
        return new CallLeg(
                callSid,
                null,
                accountSid,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                caseId(),
                text("institution_contact_id"),
                text("called_by"),
                placementId());
    }

    @Nullable String caseId() {
        return only("case_id").flatMap(CaseId::parse).map(CaseId::value).orElse(null);
    }

    /** The call that somebody asked about, where Twilio itself would not tell. */
    @Nullable String callSid() {
        return only("call_sid")
                .flatMap(sid -> Optional.ofNullable(TwilioText.callSid(sid)))
                .orElse(null);
    }

    @Nullable String placementId() {
        return only("placement")
                .flatMap(id -> Optional.ofNullable(TwilioText.sid(id)))
                .orElse(null);
    }

    @Nullable String text(String name) {
        return only(name)
                .filter(value -> !value.isBlank() && value.length() <= LONGEST_TEXT && value.indexOf('\0') < 0)
                .orElse(null);
    }

    /** What the callback's URL says, unless it contradicts itself. */
    private Optional<String> only(String name) {
        List<String> values =
                query.values().getOrDefault(name, List.of()).stream().distinct().toList();
        return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }
}
