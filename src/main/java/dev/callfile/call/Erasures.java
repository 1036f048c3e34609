package dev.callfile.call;

import com.github.f4b6a3.ulid.UlidCreator;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Keeps erasures: that they were made, and not of whom. */
@ApplicationScoped
public class Erasures {

    private static final String BEGIN = """
            insert into erasure (id, asked_by, asked_at, phone_call_id, recordings_at_twilio, state)
            values (:id, :by, :now, :callId, :atTwilio, 'running')
            """;

    private static final String ADD = """
            update erasure set
                calls = erasure.calls + more.calls, legs = erasure.legs + more.legs,
                callbacks = erasure.callbacks + more.callbacks, recordings = erasure.recordings + more.recordings,
                transcripts = erasure.transcripts + more.transcripts, insights = erasure.insights + more.insights,
                events = erasure.events + more.events, placements = erasure.placements + more.placements
            from json_populate_record(cast(null as erasure), cast(:rows as json)) more
            where erasure.id = :id
            """;

    private static final String END =
            "update erasure set state = :state, finished_at = cast(:at as timestamptz) where id = :id";

    /** As many CallSids as an answer can hold; how to read them all stands in docs/operations.md. */
    static final String FIND = """
            select cast(json_build_object(
                'id', id, 'dry_run', false, 'call_id', phone_call_id, 'asked_by', asked_by, 'asked_at', asked_at,
                'state', state, 'finished_at', finished_at, 'calls', calls, 'legs', legs, 'callbacks', callbacks,
                'recordings', recordings, 'transcripts', transcripts, 'insights', insights, 'events', events,
                'placements', placements,
                'late_callbacks', (select coalesce(sum(late), 0) from erased_call where erasure_id = erasure.id),
                'recordings_at_twilio', case when recordings_at_twilio then (
                    select json_build_object(
                        'pending', count(*) filter (where deletion.state = 'waiting'),
                        'deleted', count(*) filter (where deletion.state = 'deleted'),
                        'failed', count(*) filter (where deletion.state = 'failed'))
                    from recording_deletion deletion where deletion.erasure_id = erasure.id) end,
                'call_sids', (select coalesce(json_agg(call_sid order by call_sid), '[]') from (
                    select call_sid from erased_call where erasure_id = erasure.id order by call_sid limit 1000) first)
                ) as text)
            from erasure
            where id = :id
            """;

    private final Session session;

    Erasures(Session session) {
        this.session = session;
    }

    /** An erasure as far as it is, and what has become of its recordings. */
    public Optional<Erasure> find(String id) {
        return session.createNativeQuery(FIND, String.class)
                .setParameter("id", id)
                .uniqueResultOptional()
                .map(row -> Rows.read(row, Erasure.class));
    }

    String begin(ErasureRequest request, String by, Instant now) {
        String id = UlidCreator.getMonotonicUlid().toString();
        CallLedger.attempt(() -> session.createNativeMutationQuery(BEGIN)
                .setParameter("id", id)
                .setParameter("by", by)
                .setParameter("now", now)
                .setParameter("callId", request.callId(), String.class)
                .setParameter("atTwilio", request.recordingsAtTwilio())
                .executeUpdate());
        return id;
    }

    /** Counts what has been erased, in the transaction that does. */
    void add(String id, ErasedRows rows) {
        session.createNativeMutationQuery(ADD)
                .setParameter("id", id)
                .setParameter("rows", Rows.write(rows))
                .executeUpdate();
    }

    void finish(String id, Instant now) {
        end(id, "finished", now.toString());
    }

    /** Something came in between; what was erased until then stays so. */
    void stop(String id) {
        end(id, "stopped", null);
    }

    private void end(String id, String state, @Nullable String at) {
        CallLedger.attempt(() -> session.createNativeMutationQuery(END)
                .setParameter("id", id)
                .setParameter("state", state)
                .setParameter("at", at, String.class)
                .executeUpdate());
    }
}
