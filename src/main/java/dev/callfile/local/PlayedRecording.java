package dev.callfile.local;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The recording of a call that plays, from its beginning to its transcript.
 *
 * @param channels 2 where each side has its own
 */
record PlayedRecording(PlayedCall call, String sid, Instant startedAt, int channels) {

    private static final String INTELLIGENCE = "/webhooks/twilio/intelligence";

    PlayedRecording(PlayedCall call, Instant startedAt) {
        this(call, Shelf.newSid("RE"), startedAt, "dual".equals(call.first("RecordingChannels")) ? 2 : 1);
    }

    void begins() {
        call.library()
                .recordings()
                .put(
                        sid,
                        Resources.recording(
                                sid,
                                call.accountSid(),
                                Map.of(
                                        "call_sid",
                                        call.sid(),
                                        "channels",
                                        channels,
                                        "status",
                                        "in-progress",
                                        "duration",
                                        "-1")));
        tell("in-progress");
    }

    void ends(int seconds) {
        call.library().recordings().change(sid, Map.of("status", "processing", "duration", Integer.toString(seconds)));
    }

    void isReady() {
        call.library().recordings().change(sid, Map.of("status", "completed"));
        tell("completed");
    }

    /** What the call's own last callback tells of it. */
    Map<String, String> toldOfCall() {
        return Map.of("RecordingSid", sid, "RecordingUrl", url(), "RecordingDuration", duration());
    }

    private void tell(String status) {
        String callback = call.first("RecordingStatusCallback");
        if (callback == null || !call.events("RecordingStatusCallbackEvent").contains(status)) {
            return;
        }
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("AccountSid", call.accountSid());
        fields.put("CallSid", call.sid());
        fields.put("RecordingSid", sid);
        fields.put("RecordingUrl", url());
        fields.put("RecordingStatus", status);
        fields.put("RecordingDuration", status.equals("completed") ? duration() : "0");
        fields.put("RecordingChannels", Integer.toString(channels));
        fields.put("RecordingStartTime", TwilioTimes.rfc2822(startedAt));
        fields.put("RecordingSource", "OutboundAPI");
        fields.put("RecordingTrack", "both");
        fields.put("ErrorCode", "0");
        call.callbacks().form(callback, fields);
    }

    private String url() {
        return "https://api.twilio.com/2010-04-01/Accounts/" + call.accountSid() + "/Recordings/" + sid;
    }

    private String duration() {
        return call.library()
                .recordings()
                .find(sid)
                .map(recording -> String.valueOf(recording.get("duration")))
                .orElse("0");
    }

    void isTranscribed() {
        String transcriptSid = Shelf.newSid("GT");
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put(
                "channel",
                Map.of(
                        "type",
                        "voice",
                        "media_properties",
                        Map.of("source_sid", sid),
                        "participants",
                        List.of(
                                Map.of("channel_participant", 1, "role", "Agent"),
                                Map.of("channel_participant", 2, "role", "Customer"))));
        fields.put("duration", Integer.parseInt(duration()));
        fields.put("media_start_time", TwilioTimes.iso(startedAt));
        fields.put(Shelf.ASIDE, SampleTranscript.of(channels));
        Map<String, @Nullable Object> transcript = Resources.transcript(transcriptSid, call.accountSid(), fields);
        call.library().transcripts().put(transcriptSid, transcript);

        Map<String, @Nullable Object> webhook = new LinkedHashMap<>();
        webhook.put("account_sid", call.accountSid());
        webhook.put("service_sid", transcript.get("service_sid"));
        webhook.put("transcript_sid", transcriptSid);
        webhook.put("customer_key", null);
        webhook.put("event_type", "voice_intelligence_transcript_available");
        call.callbacks().json(INTELLIGENCE, webhook);
    }
}
