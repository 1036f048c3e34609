package dev.callfile.api;

import dev.callfile.call.CallStatus;
import dev.callfile.call.Direction;
import dev.callfile.call.PhoneCallFilter;
import java.util.List;

/** What a list of calls can be narrowed by. */
final class FilterParameters {

    static final List<String> NAMES = List.of(
            "status",
            "direction",
            "institution_contact_id",
            "called_by",
            "phone_number",
            "twilio_call_sid",
            "created_from",
            "created_to",
            "started_from",
            "started_to",
            "has_recording",
            "has_transcript",
            "has_open_action_items",
            "q");

    private FilterParameters() {}

    /** The filters that are given; what is wrong with them is among the parameters' faults. */
    static PhoneCallFilter read(Parameters parameters) {
        return new PhoneCallFilter(
                parameters.choices("status", CallStatus.values(), CallStatus::word),
                parameters
                        .choice("direction", Direction.values(), Direction::word)
                        .orElse(null),
                parameters.text("institution_contact_id"),
                parameters.text("called_by"),
                parameters.phoneNumber("phone_number"),
                parameters.text("twilio_call_sid"),
                parameters.times("created_from", "created_to"),
                parameters.times("started_from", "started_to"),
                parameters.flag("has_recording"),
                parameters.flag("has_transcript"),
                parameters.flag("has_open_action_items"),
                parameters.text("q"));
    }
}
