package dev.callfile.call;

import dev.callfile.call.Rows.Change;
import dev.callfile.call.Rows.Known;
import dev.callfile.call.Statement.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.Session;

/**
 * The ledger's three statements: lock the calls that a leg belongs to and read what is known of them, in one round trip;
 * write what changed, in another, whatever it touches. None costs more where more is stored: rows are asked for by an array
 * of keys, which the planner can only look up, where a join could make it read the whole table.
 */
@ApplicationScoped
class CallStore {

    /** The calls of a leg and of its parent, as far as their roots are known. */
    private static final String NAMED = """
            with named (sid) as (
                values (cast(:callSid as text) collate "C"), (cast(:parentCallSid as text) collate "C")
            ), roots (sid) as (
                select distinct coalesce(leg.root_call_sid, named.sid)
                from named left join call_leg leg on leg.call_sid = named.sid
            )""";

    static final String LOCK = NAMED + """
            select sid, cast(pg_advisory_xact_lock(hashtextextended(sid, 0)) as text)
            from (select sid from named union select sid from roots order by sid) as in_one_order_for_all
            """;

    static final String READ = NAMED + """
            , legs as (
                select * from call_leg where root_call_sid = any (array(select sid from roots))
            ), recordings as (
                select * from call_recording where call_sid = any (array(select call_sid from legs))
            ), transcriptions as (
                select * from call_transcription where call_sid = any (array(select call_sid from legs))
            ), insights as (
                select * from call_insight where call_sid = any (array(select call_sid from legs))
            ), calls as (
                select id, twilio_call_sid, account_sid, case_id, institution_contact_id, called_by,
                    to_number, from_number, status, direction, duration_seconds, started_at, ended_at,
                    recording_sid, recording_status, recording_duration_seconds, recording_deleted_at, transcript, summary,
                    action_items, notes, words, created_at, updated_at, kept
                from phone_call where twilio_call_sid = any (array(select sid from roots))
            )
            select cast(json_build_object(
                'said', (select id from twilio_callback where digest = decode(:digest, 'hex')),
                'erased', (select coalesce(json_agg(call_sid), '[]') from erased_call
                    where call_sid = any (array(select sid from named union select sid from roots))),
                'roots', (select json_agg(sid) from roots),
                'legs', (select coalesce(json_agg(legs), '[]') from legs),
                'recordings', (select coalesce(json_agg(recordings), '[]') from recordings),
                'transcriptions', (select coalesce(json_agg(transcriptions), '[]') from transcriptions),
                'insights', (select coalesce(json_agg(insights), '[]') from insights),
                'calls', (select coalesce(json_agg(calls), '[]') from calls)) as text)
            """;

    static final String WRITE = """
            with change as materialized (
                select cast(:change as json) as rows
            ), said as (
                insert into twilio_callback (
                    id, kind, account_sid, call_sid, parent_call_sid, recording_sid, transcript_sid, request_target,
                    parameters, digest, outcome, received_at, pruned_at)
                select
                    id, kind, account_sid, call_sid, parent_call_sid, recording_sid, transcript_sid, request_target,
                    cast(case when pruned_at is null then :parameters else '{}' end as json), digest,
                    outcome, received_at, pruned_at
                from change, json_populate_record(cast(null as twilio_callback), rows->'callback')
                where json_typeof(rows->'callback') = 'object'
                on conflict do nothing
                returning id
            ), legs as (
                insert into call_leg as leg
                select row.* from change, json_populate_recordset(cast(null as call_leg), rows->'legs') row
                on conflict (call_sid) do update set (
                    root_call_sid, parent_call_sid, account_sid, from_number, to_number, direction, status, tried_at,
                    answered_at, ended_at, duration_seconds, case_id, institution_contact_id, called_by, placement_id,
                    mapped_case_id, created_at, transcripts_pruned_at
                ) = (
                    excluded.root_call_sid, excluded.parent_call_sid, excluded.account_sid, excluded.from_number,
                    excluded.to_number, excluded.direction, excluded.status, excluded.tried_at, excluded.answered_at,
                    excluded.ended_at, excluded.duration_seconds, excluded.case_id, excluded.institution_contact_id,
                    excluded.called_by, excluded.placement_id, excluded.mapped_case_id, excluded.created_at,
                    excluded.transcripts_pruned_at
                ) where leg is distinct from excluded
            ), recordings as (
                insert into call_recording
                select row.* from change, json_populate_recordset(cast(null as call_recording), rows->'recordings') row
                on conflict (recording_sid, call_sid) do update set (
                    account_sid, status, started_at, duration_seconds, channels, source_url, deleted_at
                ) = (
                    excluded.account_sid, excluded.status, excluded.started_at, excluded.duration_seconds,
                    excluded.channels, excluded.source_url, excluded.deleted_at
                )
            ), transcriptions as (
                insert into call_transcription
                select row.*
                from change, json_populate_recordset(cast(null as call_transcription), rows->'transcriptions') row
                on conflict (transcription_sid, call_sid) do update set (
                    account_sid, source, recording_sid, made_at, speakers, utterances
                ) = (
                    excluded.account_sid, excluded.source, excluded.recording_sid, excluded.made_at,
                    excluded.speakers, excluded.utterances
                )
            ), insights as (
                insert into call_insight
                select row.* from change, json_populate_recordset(cast(null as call_insight), rows->'insights') row
                on conflict (insight_id, call_sid) do update set (
                    kind, made_at, summary, action_items
                ) = (
                    excluded.kind, excluded.made_at, excluded.summary, excluded.action_items
                )
            ), fetches as (
                insert into transcript_fetch as queued (
                    transcript_sid, account_sid, call_sid, request_target, state, attempts, due_at, created_at)
                select transcript_sid, account_sid, call_sid, request_target, 'waiting', 0, now(), now()
                from change, json_populate_recordset(cast(null as transcript_fetch), rows->'fetches')
                on conflict (transcript_sid) do update set
                    call_sid = greatest(queued.call_sid, excluded.call_sid),
                    request_target = greatest(queued.request_target, excluded.request_target),
                    state = 'waiting', attempts = 0, due_at = excluded.due_at, last_error = null
            ), events as (
                insert into call_event
                select row.* from change, json_populate_recordset(cast(null as call_event), rows->'events') row
            ), folded as (
                delete from phone_call
                where id = any (array(select json_array_elements_text(rows->'folded') from change))
            ), calls as (
                insert into phone_call (
                    id, twilio_call_sid, account_sid, case_id, institution_contact_id, called_by, to_number,
                    from_number, status, direction, duration_seconds, started_at, ended_at, recording_sid,
                    recording_status, recording_duration_seconds, recording_deleted_at, transcript, summary,
                    action_items, notes, words, created_at, updated_at, kept)
                select
                    id, twilio_call_sid, account_sid, case_id, institution_contact_id, called_by, to_number,
                    from_number, status, direction, duration_seconds, started_at, ended_at, recording_sid,
                    recording_status, recording_duration_seconds, recording_deleted_at, transcript, summary,
                    action_items, notes, words, created_at, updated_at, kept
                from change, json_populate_recordset(cast(null as phone_call), rows->'calls')
                on conflict (id) do update set (
                    twilio_call_sid, account_sid, case_id, institution_contact_id, called_by, to_number,
                    from_number, status, direction, duration_seconds, started_at, ended_at, recording_sid,
                    recording_status, recording_duration_seconds, recording_deleted_at, transcript, summary,
                    action_items, notes, words, created_at, updated_at, kept
                ) = (
                    excluded.twilio_call_sid, excluded.account_sid, excluded.case_id, excluded.institution_contact_id,
                    excluded.called_by, excluded.to_number, excluded.from_number, excluded.status, excluded.direction,
                    excluded.duration_seconds, excluded.started_at, excluded.ended_at, excluded.recording_sid,
                    excluded.recording_status, excluded.recording_duration_seconds, excluded.recording_deleted_at,
                    excluded.transcript,
                    excluded.summary, excluded.action_items, excluded.notes, excluded.words, excluded.created_at,
                    excluded.updated_at, excluded.kept
                )
            ), moved as (
                select row.* from change, json_to_recordset(rows->'duration_changes')
                    as row (case_id text, phone_call_id text, was_seconds integer)
            ), versions as (
                insert into case_version as v (case_id, version)
                select distinct case_id, 1 from moved order by case_id
                on conflict (case_id) do update set version = v.version + 1
                returning v.case_id, v.version
            ), durations as (
                insert into duration_change (case_id, version, phone_call_id, was_seconds)
                select versions.case_id, versions.version, moved.phone_call_id, moved.was_seconds
                from moved join versions on versions.case_id = moved.case_id
            )
            select count(*) from said
            """;

    /** The second statement is a snapshot of its own, of what is there once the locks are held. */
    private static final Sql LOCK_AND_READ = Sql.of(LOCK + ";\n" + READ);

    /** The commit goes along, where it would take a round trip of its own; it is left out if what is before it fails. */
    private static final Sql WRITE_AND_COMMIT = Sql.of(WRITE + ";\ncommit");

    /**
     * Calls that are locked until the transaction ends, and what is known of them.
     *
     * @param callSids those that were locked
     */
    record Locked(Set<String> callSids, Known known) {}

    private final Session session;

    CallStore(Session session) {
        this.session = session;
    }

    /**
     * Locks every call that a leg may belong to, and then asks what is known of them, and whether a callback with this
     * digest is in the ledger already.
     */
    Locked lockAndRead(CallLeg leg, byte[] digest) {
        Statement both = new Statement(
                LOCK_AND_READ,
                Map.of(
                        "callSid", leg.callSid(),
                        "parentCallSid", leg.parentOrSelf(),
                        "digest", HexFormat.of().formatHex(digest)));
        return session.doReturningWork(connection -> {
            try (PreparedStatement statement = both.bind(connection, "")) {
                statement.execute();
                List<String> locked = Statement.rows(statement.getResultSet(), row -> row.getString(1));
                statement.getMoreResults();
                List<String> known = Statement.rows(statement.getResultSet(), row -> row.getString(1));
                return new Locked(Set.copyOf(locked), Rows.read(known.get(0), Known.class));
            }
        });
    }

    /**
     * Writes everything that a callback, a person or a rebuild changed, and commits it with what the transaction did before.
     * Whoever began the transaction finds nothing left to commit.
     *
     * @return false when the ledger had the callback already
     */
    boolean writeAndCommit(Map<String, List<String>> parameters, Change change) {
        Statement both = new Statement(
                WRITE_AND_COMMIT, Map.of("change", Rows.write(change), "parameters", Rows.write(parameters)));
        return session.doReturningWork(connection -> {
            try (PreparedStatement statement = both.bind(connection, "")) {
                statement.execute();
                return Statement.rows(statement.getResultSet(), row -> row.getLong(1))
                                .get(0)
                        == 1;
            }
        });
    }
}
