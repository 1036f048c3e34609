package dev.callfile.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a list asks of its calls, as SQL: fixed fragments, and every value bound. */
final class Conditions {

    /** As its index says it, which PostgreSQL would not find otherwise. */
    static final String HAS_OPEN_ACTION_ITEMS = "c.action_items @> '[{\"completed\": false}]'";

    private final List<String> fragments = new ArrayList<>();
    private final Map<String, Object> values;

    private Conditions(Map<String, Object> values) {
        this.values = values;
    }

    /** The conditions for calls named {@code c}; puts what they bind to the values. */
    static String of(PhoneCallQuery query, Map<String, Object> values) {
        Conditions conditions = new Conditions(values);
        conditions.add(query.caseId());
        conditions.add(query.filter());
        return String.join(" and ", conditions.fragments);
    }

    private void add(@Nullable CaseId caseId) {
        if (caseId == null) {
            fragments.add("c.case_id is null");
        } else {
            compare("c.case_id = :caseId", "caseId", caseId.value());
        }
    }

    private void add(PhoneCallFilter filter) {
        add(filter.statuses());
        Direction direction = filter.direction();
        compare("c.direction = :direction", "direction", direction == null ? null : direction.word());
        compare(
                "c.institution_contact_id = :institutionContactId",
                "institutionContactId",
                filter.institutionContactId());
        compare("c.called_by = :calledBy", "calledBy", filter.calledBy());
        compare(":phoneNumber in (c.to_number, c.from_number)", "phoneNumber", filter.phoneNumber());
        compare("c.twilio_call_sid = :twilioCallSid", "twilioCallSid", filter.twilioCallSid());
        compare(
                "c.created_at >= :createdFrom",
                "createdFrom",
                filter.createdAt().from());
        compare("c.created_at <= :createdTo", "createdTo", filter.createdAt().to());
        compare(
                "c.started_at >= :startedFrom",
                "startedFrom",
                filter.startedAt().from());
        compare("c.started_at <= :startedTo", "startedTo", filter.startedAt().to());
        compare("c.search @@ websearch_to_tsquery('callfile', :words)", "words", filter.words());
        hold("c.recording_status = 'completed' and c.recording_deleted_at is null", filter.hasRecording());
        hold("c.transcript is not null", filter.hasTranscript());
        hold(HAS_OPEN_ACTION_ITEMS, filter.hasOpenActionItems());
    }

    /** One status is compared as such: only then are its calls in an index's order. */
    private void add(Set<CallStatus> statuses) {
        List<String> words = statuses.stream().map(CallStatus::word).toList();
        if (words.size() == 1) {
            compare("c.status = :status", "status", words.get(0));
        } else if (!words.isEmpty()) {
            compare("c.status = any(:statuses)", "statuses", words);
        }
    }

    private void compare(String fragment, String name, @Nullable Object value) {
        if (value != null) {
            fragments.add(fragment);
            values.put(name, value);
        }
    }

    private void hold(String fragment, @Nullable Boolean wanted) {
        if (wanted != null) {
            fragments.add(wanted ? fragment : "(" + fragment + ") is not true");
        }
    }
}
