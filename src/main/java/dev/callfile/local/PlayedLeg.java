package dev.callfile.local;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One leg of a call that plays: it goes on from status to status, and tells those that were subscribed.
 *
 * @param url where it tells; {@code null} for nowhere
 * @param events subscribed, by Twilio's words for them
 * @param told how many it has told
 */
record PlayedLeg(
        String sid,
        Shelf calls,
        Callbacks callbacks,
        @Nullable String url,
        List<String> events,
        AtomicInteger told) {

    private static final List<String> PARTIES = List.of("From", "Caller", "To", "Called");
    private static final List<String> PLACES = List.of("City", "State", "Zip", "Country");

    PlayedLeg(String sid, Shelf calls, Callbacks callbacks, @Nullable String url, List<String> events) {
        this(sid, calls, callbacks, url, events, new AtomicInteger());
    }

    void initiated() {
        becomes("initiated", "initiated", Map.of("status", "ringing"), Map.of());
    }

    void ringing() {
        becomes("ringing", "ringing", Map.of("status", "ringing"), Map.of());
    }

    void answered() {
        becomes(
                "answered",
                "in-progress",
                Map.of("status", "in-progress", "start_time", TwilioTimes.rfc2822(Instant.now())),
                Map.of());
    }

    /** Nobody answered. */
    void failed(String status, String sipResponseCode) {
        becomes(
                "completed",
                status,
                Map.of("status", status, "end_time", TwilioTimes.rfc2822(Instant.now())),
                Map.of("CallDuration", "0", "Duration", "0", "SipResponseCode", sipResponseCode));
    }

    /** @param more what this callback tells besides */
    void completed(int seconds, Map<String, String> more) {
        Map<String, String> fields = new LinkedHashMap<>(more);
        fields.put("CallDuration", Integer.toString(seconds));
        fields.put("Duration", Integer.toString((seconds + 59) / 60));
        fields.put("SipResponseCode", "200");
        becomes(
                "completed",
                "completed",
                Map.of(
                        "status",
                        "completed",
                        "duration",
                        Integer.toString(seconds),
                        "end_time",
                        TwilioTimes.rfc2822(Instant.now())),
                fields);
    }

    private void becomes(
            String event, String status, Map<String, @Nullable Object> resource, Map<String, String> more) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(resource);
        changed.put("date_updated", TwilioTimes.rfc2822(Instant.now()));
        calls.change(sid, changed);
        if (url != null && events.contains(event)) {
            calls.find(sid).ifPresent(call -> callbacks.form(url, fields(call, status, more)));
        }
    }

    private Map<String, String> fields(Map<String, @Nullable Object> call, String status, Map<String, String> more) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("AccountSid", String.valueOf(call.get("account_sid")));
        fields.put("ApiVersion", "2010-04-01");
        fields.put("CallSid", sid);
        fields.put("CallStatus", status);
        fields.put("CallbackSource", "call-progress-events");
        fields.put("Direction", String.valueOf(call.get("direction")));
        fields.put("SequenceNumber", Integer.toString(told.getAndIncrement()));
        fields.put("Timestamp", TwilioTimes.rfc2822(Instant.now()));
        for (String party : PARTIES) {
            fields.put(party, String.valueOf(call.get(party.matches("From|Caller") ? "from" : "to")));
        }
        if (call.get("parent_call_sid") instanceof String parent) {
            fields.put("ParentCallSid", parent);
        } else {
            PARTIES.forEach(party -> PLACES.forEach(place -> fields.put(party + place, "")));
        }
        fields.putAll(more);
        return fields;
    }
}
