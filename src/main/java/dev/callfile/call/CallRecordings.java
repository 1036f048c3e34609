package dev.callfile.call;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Finds the recordings of a call. */
@ApplicationScoped
public class CallRecordings {

    /** One row at least where the case has the call; it holds no recording where the call has none. */
    private static final String FIND = """
            select c.twilio_call_sid, r.recording_sid, r.call_sid, r.account_sid, r.status, r.started_at,
                r.duration_seconds, r.channels, r.source_url, r.deleted_at
            from phone_call c
            left join call_leg l on l.root_call_sid = c.twilio_call_sid
            left join call_recording r on r.call_sid = l.call_sid
            where c.id = :id and c.case_id = :caseId
            """;

    private final Session session;

    CallRecordings(Session session) {
        this.session = session;
    }

    /**
     * A call of a case with its recordings.
     *
     * @param caseId as the caller wrote it
     * @param callId likewise
     * @return empty where the case has no such call
     */
    public Optional<RecordedCall> find(String caseId, String callId) {
        // A call's id is a ULID as a case's is, and no other text need be asked for.
        Optional<String> id = CaseId.parse(callId).map(CaseId::value);
        return CaseId.parse(caseId).flatMap(theCase -> id.flatMap(call -> find(theCase, call)));
    }

    private Optional<RecordedCall> find(CaseId caseId, String callId) {
        List<Object[]> rows = session.createNativeQuery(FIND, Object[].class)
                .addScalar("twilio_call_sid", String.class)
                .addScalar("recording_sid", String.class)
                .addScalar("call_sid", String.class)
                .addScalar("account_sid", String.class)
                .addScalar("status", String.class)
                .addScalar("started_at", Instant.class)
                .addScalar("duration_seconds", Integer.class)
                .addScalar("channels", Integer.class)
                .addScalar("source_url", String.class)
                .addScalar("deleted_at", Instant.class)
                .setParameter("id", callId)
                .setParameter("caseId", caseId.value())
                .list();
        return rows.isEmpty() ? Optional.empty() : Optional.of(new RecordedCall((String) rows.get(0)[0], best(rows)));
    }

    /** A recording that two legs told of is one. */
    private static List<CallRecording> best(List<Object[]> rows) {
        Map<String, CallRecording> recordings = new TreeMap<>();
        rows.stream()
                .filter(row -> row[1] != null)
                .map(CallRecordings::recording)
                .forEach(recording -> recordings.merge(recording.recordingSid(), recording, CallRecording::merge));
        return recordings.values().stream()
                .sorted(CallRecording.BEST_LAST.reversed())
                .toList();
    }

    private static CallRecording recording(Object[] row) {
        return new CallRecording(
                (String) row[1],
                (String) row[2],
                (String) row[3],
                status((String) row[4]),
                (Instant) row[5],
                (Integer) row[6],
                (Integer) row[7],
                (String) row[8],
                (Instant) row[9]);
    }

    private static @Nullable RecordingStatus status(@Nullable String word) {
        return Arrays.stream(RecordingStatus.values())
                .filter(status -> status.word().equals(word))
                .findFirst()
                .orElse(null);
    }
}
