package dev.callfile.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** What happened to a call: its callbacks, and what people did, from the ledger, oldest first. */
@ApplicationScoped
public class CallHistory {

    /**
     * Each branch reads one index from where the page starts. What was fetched is too large to be shown here, and stands
     * in the transcript. What people wrote may be large too, so a page ends early where it would be.
     */
    static final String PAGE = """
            with legs as materialized (
                select call_sid from call_leg
                where root_call_sid = any (array(select twilio_call_sid from phone_call where id = :id))
            )
            select id, at, kind, outcome, actor, call_sid, recording_sid, details, found
            from (
                select page.*, count(*) over () as found,
                    sum(octet_length(details)) over (order by id rows between unbounded preceding and 1 preceding) as before
                from (
                    (select id, received_at as at, cast(kind as text) as kind, outcome, cast(null as text) as actor,
                        call_sid, recording_sid,
                        cast(case when kind in ('transcript', 'intelligence') then '{}' else parameters end as text)
                            as details
                    from twilio_callback
                    where call_sid = any (array(select call_sid from legs)) and id > :after
                    order by id
                    limit :limit)
                    union all
                    (select id, at, cast('event/' || kind as text), null, actor, call_sid, null, cast(details as text)
                    from call_event
                    where call_sid = any (array(select call_sid from legs)) and id > :after
                    order by id
                    limit :limit)
                    order by id
                    limit :limit
                ) as page
            ) as measured
            where before is null or before < :most_bytes
            order by id
            """;

    /** What of a callback's parameters tells what it said. */
    private static final Map<String, String> SHOWN = Map.of(
            "CallStatus", "call_status",
            "CallDuration", "call_duration",
            "Timestamp", "timestamp",
            "SequenceNumber", "sequence_number",
            "RecordingStatus", "recording_status",
            "RecordingDuration", "recording_duration",
            "TranscriptionEvent", "transcription_event",
            "TranscriptionStatus", "transcription_status",
            "TranscriptionSid", "transcription_sid",
            "SequenceId", "sequence_id");

    private static final int MOST_BYTES = 1024 * 1024;
    private static final String EVENT = "event/";
    private static final String BEFORE_EVERYTHING = "";

    private final Session session;
    private final PhoneCalls calls;

    CallHistory(Session session, PhoneCalls calls) {
        this.session = session;
        this.calls = calls;
    }

    /** Events, and whether there are more of them. */
    public record Page(List<CallEvent> events, boolean hasMore) {}

    /**
     * What happened to a call. A page has fewer events than it may where they are large, but always one if there is any.
     *
     * @param after id of the last event that has been seen; {@code null} for the beginning
     * @param limit how many at most
     * @return empty where the case has no such call
     */
    public Optional<Page> page(CaseId caseId, String id, @Nullable String after, int limit) {
        return calls.callSid(caseId, id).map(callSid -> {
            List<Object[]> rows = session.createNativeQuery(PAGE, Object[].class)
                    .addScalar("id", String.class)
                    .addScalar("at", Instant.class)
                    .addScalar("kind", String.class)
                    .addScalar("outcome", String.class)
                    .addScalar("actor", String.class)
                    .addScalar("call_sid", String.class)
                    .addScalar("recording_sid", String.class)
                    .addScalar("details", String.class)
                    .addScalar("found", Integer.class)
                    .setParameter("id", id)
                    .setParameter("after", after == null ? BEFORE_EVERYTHING : after)
                    .setParameter("limit", limit + 1)
                    .setParameter("most_bytes", MOST_BYTES)
                    .getResultList();
            boolean hasMore = !rows.isEmpty() && (Integer) rows.get(0)[8] > Math.min(rows.size(), limit);
            return new Page(rows.stream().limit(limit).map(CallHistory::event).toList(), hasMore);
        });
    }

    private static CallEvent event(Object[] row) {
        String kind = (String) row[2];
        JsonNode details = Rows.read((String) row[7], JsonNode.class);
        return kind.startsWith(EVENT)
                ? ofPerson(row, kind.substring(EVENT.length()), details)
                : ofCallback(row, details);
    }

    private static CallEvent ofPerson(Object[] row, String kind, JsonNode details) {
        boolean again = kind.equals("duplicate");
        return new CallEvent(
                (String) row[0],
                (Instant) row[1],
                again ? "callback" : kind,
                again ? kind : null,
                (String) row[4],
                details);
    }

    private static CallEvent ofCallback(Object[] row, JsonNode parameters) {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        String kind = (String) row[2];
        boolean placement = kind.equals("placement");
        if (!placement) {
            details.put("callback", kind);
        }
        details.put("call_sid", (String) row[5]);
        if (row[6] != null) {
            details.put("recording_sid", (String) row[6]);
        }
        parameters.properties().forEach(field -> {
            if (SHOWN.containsKey(field.getKey())) {
                details.set(SHOWN.get(field.getKey()), field.getValue().path(0));
            }
        });
        JsonNode by = parameters.path("placed_by").path(0);
        return new CallEvent(
                (String) row[0],
                (Instant) row[1],
                placement ? kind : "callback",
                (String) row[3],
                placement ? by.textValue() : null,
                details);
    }
}
