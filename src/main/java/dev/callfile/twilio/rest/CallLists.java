package dev.callfile.twilio.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callfile.http.UrlEncoded;
import dev.callfile.twilio.rest.TwilioJson.Page;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Twilio's lists of an account's calls and recordings, page by page, the newest first. Times narrow them by whole days in
 * UTC.
 *
 * @see <a href="https://www.twilio.com/docs/voice/api/call-resource#read-multiple-call-resources">Twilio: list calls</a>
 */
@ApplicationScoped
class CallLists {

    private static final String ACCOUNTS = "https://api.twilio.com/2010-04-01/Accounts/";
    private static final String MOST = "1000";
    /** How much later than its call a recording may be made. */
    private static final Duration LONGEST_CALL = Duration.ofDays(1);

    private final TwilioApi api;
    private final Clock clock;

    CallLists(TwilioApi api, Clock clock) {
        this.api = api;
        this.clock = clock;
    }

    /** Calls that were dialled between two times, or rather on those days. */
    Page calls(String accountSid, Instant from, Instant to, @Nullable String page) {
        return page(accountSid, "Calls", page, between("StartTime", from, to), "calls");
    }

    /** Calls of any time that were cancelled. */
    Page cancelledCalls(String accountSid, @Nullable String page) {
        return page(accountSid, "Calls", page, Map.of("Status", "canceled", "PageSize", MOST), "calls");
    }

    /** Recordings of calls between two times. */
    Page recordings(String accountSid, Instant from, Instant to, @Nullable String page) {
        return page(accountSid, "Recordings", page, between("DateCreated", from, to.plus(LONGEST_CALL)), "recordings");
    }

    /** A call; empty where the account does not have it. */
    Optional<JsonNode> call(String accountSid, String callSid) {
        return json(accountSid).find(ACCOUNTS + accountSid + "/Calls/" + encode(callSid) + ".json", "call");
    }

    /** The recordings of a call. */
    List<JsonNode> recordingsOf(String accountSid, String callSid) {
        return page(accountSid, "Recordings", null, Map.of("CallSid", callSid, "PageSize", MOST), "recordings")
                .items();
    }

    /**
     * Up to the midnight of a day may be that day's beginning or its end, so it is the next day's; up to today is no bound
     * at all.
     */
    private Map<String, String> between(String name, Instant from, Instant to) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put(name + ">", day(from));
        Instant until = to.plus(Duration.ofDays(1));
        if (until.isBefore(clock.instant())) {
            query.put(name + "<", day(until));
        }
        query.put("PageSize", MOST);
        return query;
    }

    private Page page(String accountSid, String list, @Nullable String page, Map<String, String> query, String key) {
        Map<String, List<String>> first = new LinkedHashMap<>();
        query.forEach((name, value) -> first.put(name, List.of(value)));
        return json(accountSid)
                .page(
                        ACCOUNTS + accountSid + "/" + list + ".json",
                        page == null ? new UrlEncoded(first) : UrlEncoded.parse(page),
                        key);
    }

    private TwilioJson json(String accountSid) {
        return api.client(accountSid)
                .map(TwilioJson::new)
                .orElseThrow(() -> FetchException.passing("CALLFILE_TWILIO_ACCOUNT_SID is not set"));
    }

    private static String day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC).toString();
    }

    private static String encode(String sid) {
        return URLEncoder.encode(sid, StandardCharsets.UTF_8);
    }
}
