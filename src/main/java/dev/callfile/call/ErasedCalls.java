package dev.callfile.call;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Set;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;

/**
 * Erases calls, whole, whose callbacks are locked out. It takes two statements: what the first deletes is what playbacks and
 * fetches hang on, which take no lock of a call's. They come before it, and the second sees them, or they find nothing.
 */
@ApplicationScoped
class ErasedCalls {

    private static final String SIDS = """
            with sids as materialized (
                select json_array_elements_text(cast(:sids as json)) as sid
            )""";

    private static final String OF_SIDS = "call_sid = any (array(select sid from sids))";

    private static final String TRANSCRIPTS = """
            , transcripts as materialized (
                select transcript_sid from twilio_callback
                where %1$s and transcript_sid is not null
                union
                select transcript_sid from transcript_fetch where %1$s
            )""".formatted(OF_SIDS);

    private static final String PLACED = """
            erased_at is null and (%1$s
                or id = any (array(select placement_id from call_leg where %1$s and placement_id is not null)))
            """.formatted(OF_SIDS);

    static final String COUNT = SIDS + TRANSCRIPTS + """
            select cast(json_build_object(
                'calls', (select count(*) from phone_call where twilio_%1$s),
                'legs', (select count(*) from call_leg where %1$s),
                'callbacks', (select count(*) from twilio_callback where %1$s)
                    + (select count(*) from twilio_callback
                        where transcript_sid = any (array(select transcript_sid from transcripts)) and call_sid is null
                            and coalesce(
                                concat(cast(parameters as text), ' ', request_target) !~ cast(:mention as text), true)),
                'recordings', (select count(distinct recording_sid) from call_recording where %1$s),
                'transcripts', (select count(*) from call_transcription where %1$s),
                'insights', (select count(*) from call_insight where %1$s),
                'events', (select count(*) from call_event where %1$s),
                'placements', (select count(*) from placement where %2$s
                    and coalesce(cast(:number as text) not in (request->>'to_number', request->>'from_number'), true))) as text)
            """.formatted(OF_SIDS, PLACED);

    static final String ERASE_RECORDS = SIDS + TRANSCRIPTS + """
            , queued as (
                insert into recording_deletion as queued (
                    recording_sid, account_sid, call_sid, case_id, erasure_id, state, attempts, due_at, created_at)
                select recording_sid, max(account_sid), max(call_sid),
                    max((select coalesce(c.case_id, leg.case_id)
                        from call_leg leg left join phone_call c on c.twilio_call_sid = leg.root_call_sid
                        where leg.call_sid = recording.call_sid)),
                    :erasureId, 'waiting', 0, :now, :now
                from call_recording recording
                where %1$s and deleted_at is null and :atTwilio
                group by recording_sid
                on conflict (recording_sid) do update set
                    erasure_id = excluded.erasure_id, state = 'waiting', attempts = 0, due_at = excluded.due_at,
                    last_error = null
            ), fetches as (
                delete from transcript_fetch
                where transcript_sid = any (array(select transcript_sid from transcripts))
            ), calls as (
                delete from phone_call where twilio_%1$s returning id
            )
            select cast(json_build_object(
                'transcripts', (select coalesce(json_agg(transcript_sid), '[]') from transcripts),
                'ids', (select coalesce(json_agg(id), '[]') from calls)) as text)
            """.formatted(OF_SIDS);

    /** What is left of a placement, whatever state it was in, so that its key never places a second call. */
    static final String ERASE_PLACEMENTS = """
            update placement set
                request = json_build_object('case_id', case_id), request_digest = '', state = 'answered',
                answer_status = 409, answer = '{"reason": "The data of this call has been erased."}', erased_at = :now
            """;

    static final String ERASE_REST = SIDS + """
            , of_records as materialized (
                select cast(:records as json) as rows
            ), announced as (
                delete from twilio_callback
                where call_sid is null
                    and transcript_sid = any (array(select json_array_elements_text(rows->'transcripts') from of_records))
                returning 1
            ), callbacks as (
                delete from twilio_callback where %1$s returning 1
            ), legs as (
                delete from call_leg where %1$s returning 1
            ), recordings as (
                delete from call_recording where %1$s returning recording_sid
            ), transcriptions as (
                delete from call_transcription where %1$s returning 1
            ), insights as (
                delete from call_insight where %1$s returning 1
            ), events as (
                delete from call_event where %1$s returning 1
            ), placements as (
                %2$s where %3$s returning 1
            ), durations as (
                delete from duration_change
                where phone_call_id = any (array(select json_array_elements_text(rows->'ids') from of_records))
            ), differences as (
                delete from record_difference
                where id = any (array(
                    select json_array_elements_text(rows->'ids') from of_records union all select sid from sids))
            ), findings as (
                delete from reconciliation_finding where %1$s
            ), mappings as (
                delete from reconciliation_mapping where key = any (array(select sid from sids))
            ), inquiries as (
                delete from call_inquiry where %1$s
            ), tombstones as (
                insert into erased_call (call_sid, erasure_id, erased_at)
                select sid, :erasureId, :now from sids
                on conflict do nothing
            )
            select cast(json_build_object(
                'calls', (select json_array_length(rows->'ids') from of_records),
                'legs', (select count(*) from legs),
                'callbacks', (select count(*) from callbacks) + (select count(*) from announced),
                'recordings', (select count(distinct recording_sid) from recordings),
                'transcripts', (select count(*) from transcriptions),
                'insights', (select count(*) from insights),
                'events', (select count(*) from events),
                'placements', (select count(*) from placements)) as text)
            """.formatted(OF_SIDS, ERASE_PLACEMENTS, PLACED);

    private final Session session;

    ErasedCalls(Session session) {
        this.session = session;
    }

    /**
     * What would be erased with these legs.
     *
     * @param number whose placements, and callbacks that name no call, are counted already
     */
    ErasedRows count(Set<String> sids, @Nullable String number) {
        return read(session.createNativeQuery(COUNT, String.class)
                .setParameter("sids", Rows.write(sids))
                .setParameter("number", number, String.class)
                .setParameter("mention", number == null ? null : NumberTraces.mention(number), String.class));
    }

    /** Erases legs and all that is known of them, and keeps that they were erased. */
    ErasedRows erase(Set<String> sids, String erasureId, boolean atTwilio, Instant now) {
        String records = session.createNativeQuery(ERASE_RECORDS, String.class)
                .setParameter("sids", Rows.write(sids))
                .setParameter("erasureId", erasureId)
                .setParameter("atTwilio", atTwilio)
                .setParameter("now", now)
                .getSingleResult();
        return read(session.createNativeQuery(ERASE_REST, String.class)
                .setParameter("sids", Rows.write(sids))
                .setParameter("records", Rows.write(Rows.read(records, JsonNode.class)))
                .setParameter("erasureId", erasureId)
                .setParameter("now", now));
    }

    private static ErasedRows read(NativeQuery<String> counts) {
        return Rows.read(counts.getSingleResult(), ErasedRows.class);
    }
}
