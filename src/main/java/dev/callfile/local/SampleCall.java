package dev.callfile.local;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A call of dev mode's sample case, always the same.
 *
 * @param ending Twilio's last CallStatus
 * @param durationSeconds 0 where nobody answered
 */
record SampleCall(
        String callSid, String to, String institutionContactId, String ending, Instant firedAt, int durationSeconds) {

    static final List<SampleCall> ALL = List.of(
            new SampleCall(
                    "CA0d0e5a3c7f1b4e2a9c8d7e6f50123401",
                    "+15005550006",
                    "chase-estate-services",
                    "completed",
                    Instant.parse("2026-02-12T15:04:05Z"),
                    342),
            new SampleCall(
                    "CA0d0e5a3c7f1b4e2a9c8d7e6f50123402",
                    "+15005550007",
                    "first-savings-bank",
                    "busy",
                    Instant.parse("2026-02-12T16:20:00Z"),
                    0),
            new SampleCall(
                    "CA0d0e5a3c7f1b4e2a9c8d7e6f50123403",
                    "+15005550008",
                    "county-pension-office",
                    "no-answer",
                    Instant.parse("2026-02-13T09:41:30Z"),
                    0));

    private static final DateTimeFormatter RFC_2822 = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss +0000", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final int RINGS_AFTER_SECONDS = 2;
    private static final int ANSWERED_AFTER_SECONDS = 9;

    /** What Twilio sends, in order: the fields of each status callback, and of the recording's where there is one. */
    List<Map<String, String>> callbacks(String accountSid) {
        List<Map<String, String>> callbacks = new ArrayList<>();
        callbacks.add(status(accountSid, "initiated", 0));
        callbacks.add(status(accountSid, "ringing", RINGS_AFTER_SECONDS));
        if (durationSeconds > 0) {
            callbacks.add(status(accountSid, "in-progress", ANSWERED_AFTER_SECONDS));
            callbacks.add(recording(accountSid));
        }
        Map<String, String> last = status(accountSid, ending, ANSWERED_AFTER_SECONDS + durationSeconds);
        last.put("CallDuration", Integer.toString(durationSeconds));
        callbacks.add(last);
        return callbacks;
    }

    private Map<String, String> status(String accountSid, String status, int afterSeconds) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("AccountSid", accountSid);
        fields.put("CallSid", callSid);
        fields.put("CallStatus", status);
        fields.put("Direction", "outbound-api");
        fields.put("From", "+15005550001");
        fields.put("To", to);
        fields.put("Timestamp", RFC_2822.format(firedAt.plusSeconds(afterSeconds)));
        return fields;
    }

    private Map<String, String> recording(String accountSid) {
        String recordingSid = callSid.replace("CA", "RE");
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("AccountSid", accountSid);
        fields.put("CallSid", callSid);
        fields.put("RecordingSid", recordingSid);
        fields.put("RecordingStatus", "completed");
        fields.put("RecordingDuration", Integer.toString(durationSeconds));
        fields.put("RecordingChannels", "2");
        fields.put("RecordingStartTime", RFC_2822.format(firedAt.plusSeconds(ANSWERED_AFTER_SECONDS)));
        fields.put(
                "RecordingUrl",
                "https://api.twilio.com/2010-04-01/Accounts/" + accountSid + "/Recordings/" + recordingSid);
        return fields;
    }
}
