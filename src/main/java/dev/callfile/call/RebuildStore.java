package dev.callfile.call;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.hibernate.Session;

/**
 * The statements of a rebuild: lock some legs, read all that there is of them at one moment, and take away what the ledger
 * does not tell. {@link CallStore} writes the rest.
 */
@ApplicationScoped
class RebuildStore {

    private static final String SIDS = """
            with sids (sid) as (
                select json_array_elements_text(cast(:sids as json)) collate "C"
            )""";

    /** In the order in which {@link CallStore#LOCK} does. */
    static final String LOCK = SIDS + """
            select sid, cast(pg_advisory_xact_lock(hashtextextended(sid, 0)) as text)
            from (select distinct sid from sids order by sid) as in_one_order_for_all
            """;

    static final String READ = SIDS + """
            , legs as (
                select * from call_leg where call_sid = any (array(select sid from sids))
                union
                select * from call_leg where root_call_sid = any (array(select sid from sids))
            ), recordings as (
                select * from call_recording where call_sid = any (array(select sid from sids))
            ), transcriptions as (
                select * from call_transcription where call_sid = any (array(select sid from sids))
            ), insights as (
                select * from call_insight where call_sid = any (array(select sid from sids))
            ), calls as (
                select id, twilio_call_sid, account_sid, case_id, institution_contact_id, called_by,
                    to_number, from_number, status, direction, duration_seconds, started_at, ended_at,
                    recording_sid, recording_status, recording_duration_seconds, recording_deleted_at, transcript, summary,
                    action_items, notes, words, created_at, updated_at, kept
                from phone_call where twilio_call_sid = any (array(select sid from sids))
            ), lines as (
                select id, kind, call_sid, parent_call_sid, request_target, received_at, pruned_at is not null as pruned,
                    case when pruned_at is null then parameters else '{}' end as parameters
                from twilio_callback where call_sid = any (array(select sid from sids))
            )
            select cast(json_build_object(
                'legs', (select coalesce(json_agg(legs), '[]') from legs),
                'recordings', (select coalesce(json_agg(recordings), '[]') from recordings),
                'transcriptions', (select coalesce(json_agg(transcriptions), '[]') from transcriptions),
                'insights', (select coalesce(json_agg(insights), '[]') from insights),
                'calls', (select coalesce(json_agg(calls), '[]') from calls),
                'lines', (select coalesce(json_agg(lines), '[]') from lines),
                'children', (
                    select coalesce(json_agg(distinct call_sid), '[]')
                    from twilio_callback where parent_call_sid = any (array(select sid from sids)))) as text)
            """;

    static final String WRITTEN = SIDS + """
            select cast(json_build_object('kind', kind, 'actor', actor, 'details', details, 'at', at) as text)
            from call_event
            where call_sid = any (array(select sid from sids)) and kind in ('edit', 'move', 'fold')
            order by at, id
            """;

    static final String TAKE_AWAY = """
            with rows as materialized (
                select cast(:rows as json) as rows
            ), recordings as (
                delete from call_recording as held using (
                    select recording_sid, call_sid
                    from rows, json_populate_recordset(cast(null as call_recording), rows->'recordings')
                ) as untold
                where (held.recording_sid, held.call_sid) = (untold.recording_sid, untold.call_sid)
            ), transcriptions as (
                delete from call_transcription as held using (
                    select transcription_sid, call_sid
                    from rows, json_populate_recordset(cast(null as call_transcription), rows->'transcriptions')
                ) as untold
                where (held.transcription_sid, held.call_sid) = (untold.transcription_sid, untold.call_sid)
            ), insights as (
                delete from call_insight as held using (
                    select insight_id, call_sid
                    from rows, json_populate_recordset(cast(null as call_insight), rows->'insights')
                ) as untold
                where (held.insight_id, held.call_sid) = (untold.insight_id, untold.call_sid)
            )
            select count(*) from rows
            """;

    private final Session session;

    RebuildStore(Session session) {
        this.session = session;
    }

    /** Locks legs until the transaction ends, as their callbacks do. */
    void lock(Collection<String> sids) {
        session.createNativeQuery(LOCK, Object[].class)
                .setParameter("sids", Rows.write(sids))
                .list();
    }

    /** What there is of some legs, at one moment. */
    Stored read(Collection<String> sids) {
        String rows = session.createNativeQuery(READ, String.class)
                .setParameter("sids", Rows.write(sids))
                .getSingleResult();
        return Rows.read(rows, Stored.class);
    }

    /** What people did to the records of some legs, oldest first. */
    List<Written> written(Collection<String> sids) {
        return session.createNativeQuery(WRITTEN, String.class)
                .setParameter("sids", Rows.write(sids))
                .getResultStream()
                .map(event -> Rows.read(event, Written.class))
                .toList();
    }

    void takeAway(Untold untold) {
        if (!untold.isEmpty()) {
            session.createNativeQuery(TAKE_AWAY, Long.class)
                    .setParameter("rows", Rows.write(untold))
                    .getSingleResult();
        }
    }

    /** Rows that nothing in the ledger tells of. */
    @RegisterForReflection(registerFullHierarchy = true) // read or written by Rows
    record Untold(List<CallRecording> recordings, List<CallTranscription> transcriptions, List<CallInsight> insights) {

        private boolean isEmpty() {
            return Stream.of(recordings, transcriptions, insights).allMatch(List::isEmpty);
        }
    }
}
