package dev.callfile.local;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes resources with every field that Twilio shows, as {@code fixtures/cb_51} and Twilio's OpenAPI documents have them. */
final class Resources {

    private static final String ACCOUNTS = "/2010-04-01/Accounts/";

    private Resources() {}

    /**
     * A call that was just asked for.
     *
     * @param fields that are to be otherwise
     * @param aside what Twilio would not show
     */
    static Map<String, @Nullable Object> call(
            String sid, String accountSid, Map<String, ? extends @Nullable Object> fields, Map<String, ?> aside) {
        String uri = ACCOUNTS + accountSid + "/Calls/" + sid;
        Map<String, @Nullable Object> call = new LinkedHashMap<>();
        call.put("account_sid", accountSid);
        nulls(call, "answered_by");
        call.put("api_version", "2010-04-01");
        nulls(call, "caller_name");
        dates(call, TwilioTimes.rfc2822(Instant.now()));
        call.put("direction", "outbound-api");
        nulls(call, "duration", "end_time", "forwarded_from", "from", "from_formatted");
        nulls(call, "group_sid", "parent_call_sid", "phone_number_sid", "price");
        call.put("price_unit", "USD");
        call.put("sid", sid);
        nulls(call, "start_time");
        call.put("status", "queued");
        call.put(
                "subresource_uris",
                links(
                        uri + "/",
                        ".json",
                        "Notifications",
                        "Recordings",
                        "Payments",
                        "Events",
                        "Siprec",
                        "Streams",
                        "Transcriptions",
                        "UserDefinedMessageSubscriptions",
                        "UserDefinedMessages"));
        nulls(call, "to", "to_formatted", "trunk_sid");
        call.put("uri", uri + ".json");
        call.put("queue_time", "0");
        call.putAll(fields);
        call.putIfAbsent("from_formatted", formatted(call.get("from")));
        call.putIfAbsent("to_formatted", formatted(call.get("to")));
        call.put(Shelf.ASIDE, aside);
        return call;
    }

    /** A completed recording of a minute. */
    static Map<String, @Nullable Object> recording(
            String sid, String accountSid, Map<String, ? extends @Nullable Object> fields) {
        String uri = ACCOUNTS + accountSid + "/Recordings/" + sid;
        String now = TwilioTimes.rfc2822(Instant.now());
        Map<String, @Nullable Object> recording = new LinkedHashMap<>();
        recording.put("account_sid", accountSid);
        recording.put("api_version", "2010-04-01");
        nulls(recording, "call_sid", "conference_sid");
        recording.put("channels", 1);
        dates(recording, now);
        recording.put("start_time", now);
        nulls(recording, "price");
        recording.put("price_unit", "USD");
        recording.put("duration", "60");
        recording.put("sid", sid);
        recording.put("source", "OutboundAPI");
        recording.put("status", "completed");
        nulls(recording, "error_code");
        recording.put("uri", uri + ".json");
        recording.put("subresource_uris", links(uri + "/", ".json", "AddOnResults", "Transcriptions"));
        nulls(recording, "encryption_details");
        recording.put("media_url", "https://api.twilio.com" + uri);
        recording.putAll(fields);
        return recording;
    }

    /** A completed transcript of a recording. */
    static Map<String, @Nullable Object> transcript(
            String sid, String accountSid, Map<String, ? extends @Nullable Object> fields) {
        String now = TwilioTimes.iso(Instant.now());
        String url = IntelligenceApi.BASE + "/v2/Transcripts/" + sid;
        Map<String, @Nullable Object> transcript = new LinkedHashMap<>();
        transcript.put("account_sid", accountSid);
        transcript.put("service_sid", "GA00000000000000000000000000000000");
        transcript.put("sid", sid);
        dates(transcript, now);
        transcript.put("status", "completed");
        nulls(transcript, "channel");
        transcript.put("data_logging", false);
        transcript.put("language_code", "en-US");
        transcript.put("media_start_time", now);
        transcript.put("duration", 60);
        nulls(transcript, "customer_key");
        transcript.put("url", url);
        transcript.put("redaction", false);
        nulls(transcript, "encryption_credential_sid");
        transcript.put("links", links(url + "/", "", "Sentences", "Media", "OperatorResults"));
        transcript.putAll(fields);
        return transcript;
    }

    private static void nulls(Map<String, @Nullable Object> resource, String... names) {
        Stream.of(names).forEach(name -> resource.put(name, null));
    }

    private static void dates(Map<String, @Nullable Object> resource, String now) {
        resource.put("date_created", now);
        resource.put("date_updated", now);
    }

    private static Map<String, String> links(String before, String after, String... names) {
        Map<String, String> links = new LinkedHashMap<>();
        Stream.of(names).forEach(name -> links.put(snakeCase(name), before + name + after));
        return links;
    }

    static String snakeCase(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    /** North American numbers as they are written there, others as they are. */
    private static @Nullable String formatted(@Nullable Object number) {
        return number instanceof String text
                ? text.replaceFirst("^\\+1([0-9]{3})([0-9]{3})([0-9]{4})$", "($1) $2-$3")
                : null;
    }
}
