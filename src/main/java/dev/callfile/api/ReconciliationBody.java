package dev.callfile.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callfile.call.CaseId;
import dev.callfile.call.TimeRange;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what somebody wants to have compared with Twilio. */
final class ReconciliationBody {

    private static final List<String> NAMES = List.of("from", "to", "dry_run", "mapping");
    private static final int LONGEST_TEXT = 255;

    private ReconciliationBody() {}

    /**
     * What is asked for.
     *
     * @param caseOf case of a CallSid or number
     */
    record Request(Instant from, Instant to, boolean dryRun, Map<String, CaseId> caseOf) {}

    /**
     * Reads a JSON body.
     *
     * @param now the end of what is compared where the body names none
     * @throws dev.callfile.problem.ProblemException 400 or 422, with every fault
     */
    static Request parse(byte[] json, Instant now) {
        return read(JsonBody.parse(json, NAMES), now);
    }

    private static Request read(JsonBody body, Instant now) {
        @Nullable Instant from = time(body, "from", false);
        @Nullable Instant to = time(body, "to", true);
        if (!body.object().hasNonNull("from")) {
            body.fault("from", "is missing: say from which day on, for example 2026-01-31");
        }
        if (from != null && to != null && from.isAfter(to)) {
            body.fault("from", "must not be after to");
        }
        JsonNode dryRun = body.node("dry_run");
        if (!dryRun.isMissingNode() && !dryRun.isBoolean()) {
            body.fault("dry_run", "must be true or false");
        }
        Map<String, CaseId> mapping = mapping(body);
        body.refuseFaults();
        return new Request(from == null ? now : from, to == null ? now : to, dryRun.asBoolean(false), mapping);
    }

    /** A day of UTC stands for its beginning or its end. */
    private static @Nullable Instant time(JsonBody body, String name, boolean endOfDay) {
        String text = body.text(name, LONGEST_TEXT, false);
        if (text == null) {
            return null;
        }
        Optional<Instant> time =
                day(text, endOfDay).or(() -> DateTime.parse(text)).filter(TimeRange::isStorable);
        if (time.isEmpty()) {
            body.fault(name, "must be a day (2026-01-31) or a time with a zone (2026-01-31T08:00:00Z), 1970 to 9999");
        }
        return time.orElse(null);
    }

    private static Optional<Instant> day(String text, boolean end) {
        try {
            LocalDate day = LocalDate.parse(text);
            return Optional.of(
                    end
                            ? day.plusDays(1)
                                    .atStartOfDay(ZoneOffset.UTC)
                                    .toInstant()
                                    .minusMillis(1)
                            : day.atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** An object of keys and cases, a list of objects, or the text of a CSV file. */
    private static Map<String, CaseId> mapping(JsonBody body) {
        JsonNode mapping = body.node("mapping");
        CaseMapping cases = new CaseMapping(body::fault);
        if (mapping.isObject()) {
            mapping.properties()
                    .forEach(entry ->
                            cases.add("mapping." + clipped(entry.getKey()), entry.getKey(), text(entry.getValue())));
        } else if (mapping.isArray()) {
            for (int i = 0; i < mapping.size(); i++) {
                JsonNode entry = mapping.get(i);
                cases.add("mapping." + i, key(entry), text(entry.path("case_id")));
            }
        } else if (mapping.isTextual()) {
            cases.addCsv(mapping.textValue(), "mapping");
        } else if (!mapping.isMissingNode() && !mapping.isNull()) {
            body.fault("mapping", "must be an object of CallSids or numbers and their cases, a list, or CSV text");
        }
        return cases.all();
    }

    private static String clipped(String name) {
        return name.length() <= LONGEST_TEXT ? name : name.substring(0, LONGEST_TEXT);
    }

    private static @Nullable String key(JsonNode entry) {
        return Stream.of("call_sid", "number")
                .map(name -> text(entry.path(name)))
                .filter(key -> key != null)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : null;
    }

    /** Reads a query and a CSV body, as {@link #parse(byte[], Instant)} does a JSON one. */
    static Request parse(Map<String, List<String>> query, byte[] csv, Instant now) {
        Parameters parameters = new Parameters(query, List.of("from", "to", "dry_run"));
        Map<String, Object> members = new LinkedHashMap<>();
        Stream.of("from", "to").forEach(name -> {
            String text = parameters.single(name);
            if (text != null) {
                members.put(name, text);
            }
        });
        Boolean dryRun = parameters.flag("dry_run");
        if (parameters.faults().any()) {
            throw parameters.faults().refusal();
        }
        members.put("dry_run", dryRun != null && dryRun);
        members.put("mapping", JsonBody.utf8(csv));
        return read(JsonBody.of(members), now);
    }
}
