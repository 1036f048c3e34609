package dev.callfile.twilio.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callfile.call.CallRepairs;
import dev.callfile.call.Callback;
import dev.callfile.call.Reconciliation;
import dev.callfile.twilio.callback.ReconciliationFacts;
import dev.callfile.twilio.callback.TwilioTime;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns Twilio's resources into facts: those of the reconciliation's time, the oldest first, each with its mapped case. */
@ApplicationScoped
class ListedFacts {

    private static final String ACCOUNTS = "/2010-04-01/Accounts/";

    private final CallRepairs repairs;

    ListedFacts(CallRepairs repairs) {
        this.repairs = repairs;
    }

    /** Calls that were made or dialled in the reconciliation's time. */
    List<Callback> ofCalls(Reconciliation job, List<JsonNode> calls) {
        Set<String> keys = new LinkedHashSet<>();
        calls.forEach(call -> keys(call).forEach(keys::add));
        Map<String, String> cases = repairs.casesOf(job, keys);
        return oldestFirst(calls, "date_created")
                .flatMap(call -> ReconciliationFacts.ofCall(
                        target(call, "/Calls/"),
                        TwilioJson.text(call),
                        keys(call)
                                .map(cases::get)
                                .filter(Objects::nonNull)
                                .findFirst()
                                .orElse(null))
                        .stream())
                .toList();
    }

    /** Recordings, of whatever time. */
    List<Callback> ofRecordings(List<JsonNode> recordings) {
        return oldestFirst(recordings, "date_created")
                .flatMap(recording ->
                        ReconciliationFacts.ofRecording(target(recording, "/Recordings/"), TwilioJson.text(recording))
                                .stream())
                .toList();
    }

    /** Whether a call was made or dialled in the reconciliation's time; one whose times are not told may have been. */
    static boolean isOf(Reconciliation job, JsonNode call) {
        List<Instant> times = Stream.of("date_created", "start_time")
                .flatMap(name -> time(call, name).stream())
                .toList();
        return times.isEmpty()
                || times.stream().anyMatch(time -> !time.isBefore(job.from()) && !time.isAfter(job.to()));
    }

    /**
     * Whether everything that follows in a list is older than a time. Twilio lists the newest first; where a page does not
     * look so, nothing is concluded from it.
     */
    static boolean endsBefore(Instant from, List<JsonNode> items) {
        List<Instant> times = new ArrayList<>();
        items.forEach(item -> time(item, "date_created").ifPresent(times::add));
        boolean newestFirst = times.size() == items.size()
                && Stream.iterate(1, i -> i < times.size(), i -> i + 1)
                        .noneMatch(i -> times.get(i).isAfter(times.get(i - 1)));
        // A call may be dialled a while after it was asked for.
        return newestFirst
                && !times.isEmpty()
                && times.get(times.size() - 1).isBefore(from)
                && items.stream()
                        .skip(items.size() - 1)
                        .noneMatch(last -> time(last, "start_time")
                                .filter(time -> !time.isBefore(from))
                                .isPresent());
    }

    /** Time of the last of a page. */
    static @Nullable Instant reached(List<JsonNode> items) {
        return items.isEmpty()
                ? null
                : time(items.get(items.size() - 1), "date_created").orElse(null);
    }

    static Optional<Instant> time(JsonNode resource, String name) {
        return TwilioTime.parse(resource.path(name).asText(""));
    }

    /** Under which a call may be mapped: its sid, the number at its other end, the other number. */
    private static Stream<String> keys(JsonNode call) {
        boolean inbound = call.path("direction").asText().equals("inbound");
        return Stream.of("sid", inbound ? "from" : "to", inbound ? "to" : "from")
                .map(name -> call.path(name).asText(""))
                .filter(key -> !key.isEmpty() && key.length() <= 255 && key.indexOf('\0') < 0);
    }

    private static Stream<JsonNode> oldestFirst(List<JsonNode> items, String name) {
        return items.stream()
                .sorted(Comparator.comparing(item -> time(item, name).orElse(Instant.EPOCH)));
    }

    /** Where the resource stands at Twilio. */
    private static String target(JsonNode resource, String kind) {
        String account = resource.path("account_sid").asText("");
        return ACCOUNTS + account.replace('\0', '\uFFFD') + kind
                + resource.path("sid").asText("").replace('\0', '\uFFFD') + ".json";
    }
}
