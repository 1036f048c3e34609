package dev.callfile.api;

import dev.callfile.call.ActionItemQuery;
import dev.callfile.call.CaseId;
import dev.callfile.call.PhoneCallFilter;
import dev.callfile.call.PhoneCallQuery;
import dev.callfile.call.TimeRange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Tells one list from another: a digest of case, filters and sort, each by its name and with its length, so that no
 * text of the caller's can be taken for another part. What is not asked for plays no part: a list outlives filters yet to come.
 */
final class ListDigest {

    private static final int BYTES = 12;

    private final StringBuilder parts = new StringBuilder();

    private ListDigest() {}

    static String of(PhoneCallQuery query) {
        CaseId caseId = query.caseId();
        return new ListDigest()
                .with("phone_calls_of", caseId == null ? "" : caseId.value())
                .with("sort_by", query.sortBy().word())
                .with("sort_order", query.sortOrder().word())
                .with(query.filter())
                .text();
    }

    static String of(ActionItemQuery query) {
        return new ListDigest()
                .with("action_items_of", query.caseId().value())
                .with("completed", query.completed())
                .text();
    }

    static String of(CallAddress call) {
        return new ListDigest()
                .with("events_of", call.caseId().value() + "/" + call.id())
                .text();
    }

    /** @param of what belongs to something, the id of that; else empty */
    static String of(String list, String of) {
        return new ListDigest().with(list, of).text();
    }

    private ListDigest with(PhoneCallFilter filter) {
        return with(
                        "status",
                        filter.statuses().isEmpty()
                                ? null
                                : filter.statuses().stream().sorted().toList())
                .with("direction", filter.direction())
                .with("institution_contact_id", filter.institutionContactId())
                .with("called_by", filter.calledBy())
                .with("phone_number", filter.phoneNumber())
                .with("twilio_call_sid", filter.twilioCallSid())
                .with("created", filter.createdAt())
                .with("started", filter.startedAt())
                .with("has_recording", filter.hasRecording())
                .with("has_transcript", filter.hasTranscript())
                .with("has_open_action_items", filter.hasOpenActionItems())
                .with("q", filter.words());
    }

    private ListDigest with(String name, TimeRange range) {
        return with(name + "_from", range.from()).with(name + "_to", range.to());
    }

    private ListDigest with(String name, @Nullable Object value) {
        if (value != null) {
            String text = value.toString();
            parts.append(name).append(' ').append(text.length()).append(' ').append(text);
        }
        return this;
    }

    private String text() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(parts.toString().getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
