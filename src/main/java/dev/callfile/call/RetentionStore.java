package dev.callfile.call;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Finds what has been kept long enough, and lets go of it. */
@ApplicationScoped
class RetentionStore {

    private static final String OURS = "select pg_try_advisory_xact_lock(hashtextextended('retention', 0))";

    /** Reads the index from where the batch before ended. */
    static final String DUE = """
            with due as materialized (
                select twilio_call_sid, coalesce(ended_at, created_at) as over_at, id from phone_call
                where kept = :kept and coalesce(ended_at, created_at) < :before
                    and (coalesce(ended_at, created_at), id) > (:overAt, :id)
                order by coalesce(ended_at, created_at), id
                limit :limit
            )
            select cast(json_build_object(
                'keys', (select coalesce(json_agg(twilio_call_sid), '[]') from due),
                'last', (select json_build_object('over_at', over_at, 'id', id) from due
                    order by over_at desc, id desc limit 1)) as text)
            """;

    /** An id tells when its callback was received. */
    static final String UNLINKED = """
            with page as materialized (
                select id, kind, upper(substring(request_target from '[?&]case_id=([0-9A-Za-z]{26})')) as case_id
                from twilio_callback
                where call_sid is null and pruned_at is null and id > :after and id < :before
                order by id
                limit :limit
            )
            select cast(json_build_object(
                'keys', (select coalesce(json_agg(id), '[]') from page
                    where (:all or kind in ('transcription', 'transcript', 'intelligence'))
                        and not exists (select from legal_hold hold
                            where hold.case_id = page.case_id and hold.lifted_at is null)),
                'last', (select json_build_object('over_at', '1970-01-01T00:00:00Z', 'id', max(id)) from page
                    having max(id) is not null)) as text)
            """;

    private static final String PRUNE_CALLBACK = """
            update twilio_callback set
                parameters = '{}', request_target = split_part(request_target, '?', 1), pruned_at = :now
            where pruned_at is null and
            """;

    static final String PRUNE_CALLBACKS =
            PRUNE_CALLBACK + " id = any (array(select json_array_elements_text(cast(:ids as json))))";

    private static final String SIDS = """
            with sids as materialized (
                select json_array_elements_text(cast(:sids as json)) as sid
            )""";

    private static final String DONE = """
            update phone_call set kept = kept & ~cast(:bit as integer)
            where twilio_call_sid = any (array(select sid from sids))
            """;

    static final String PRUNE_LEDGER = SIDS + ", callbacks as (" + PRUNE_CALLBACK + """
                call_sid = any (array(select sid from sids))
            )
            """ + DONE;

    /** What a person wrote is let go like what Twilio told, and so is what edits tell of it. */
    static final String PRUNE_TRANSCRIPTS = SIDS + ", callbacks as (" + PRUNE_CALLBACK + """
                call_sid = any (array(select sid from sids)) and kind in ('transcription', 'transcript', 'intelligence')
            ), legs as (
                update call_leg set transcripts_pruned_at = :now
                where call_sid = any (array(select sid from sids)) and transcripts_pruned_at is null
            ), transcriptions as (
                update call_transcription set utterances = '[]', speakers = '{}'
                where call_sid = any (array(select sid from sids))
            ), events as (
                update call_event set details = cast(
                    cast(details as jsonb) #- '{changes,transcript}' #- '{words,transcript}' #- '{into_words,transcript}'
                    as json)
                where call_sid = any (array(select sid from sids)) and kind in ('edit', 'fold')
            ), placements as (
                update placement set answer = cast(jsonb_set(cast(answer as jsonb), '{data,transcript}', 'null') as text)
                where call_sid = any (array(select sid from sids)) and answer_status = 201
                    and cast(answer as jsonb) #>> '{data,transcript}' is not null
            )
            update phone_call set
                transcript = null, words = words - 'transcript', kept = kept & ~cast(:bit as integer),
                updated_at = case when transcript is null then updated_at else greatest(updated_at, :now) end
            where twilio_call_sid = any (array(select sid from sids))
            """;

    /** What Twilio has made, or may still have begun, of calls that are over; the record shows it until it is deleted. */
    static final String PRUNE_RECORDINGS = SIDS + """
            , queued as (
                insert into recording_deletion (
                    recording_sid, account_sid, call_sid, case_id, state, attempts, due_at, created_at)
                select recording_sid, max(account_sid), max(call_sid),
                    max((select c.case_id from call_leg leg join phone_call c on c.twilio_call_sid = leg.root_call_sid
                        where leg.call_sid = recording.call_sid)),
                    'waiting', 0, :now, :now
                from call_recording recording
                where call_sid = any (array(select sid from sids)) and deleted_at is null
                    and coalesce(status, '') not in ('absent', 'failed')
                group by recording_sid
                on conflict do nothing
            )
            """ + DONE;

    private final Session session;

    RetentionStore(Session session) {
        this.session = session;
    }

    /** A place in the order of what is due. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Due(Instant overAt, String id) {

        static final Due FIRST = new Due(Instant.EPOCH, "");
    }

    /**
     * Some of what is due.
     *
     * @param keys CallSids of records, or ids
     * @param last where the next page starts; {@code null} where there is nothing more
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @RegisterForReflection(registerFullHierarchy = true) // read or written by Rows
    record Page(List<String> keys, @Nullable Due last) {}

    /** Whether no other replica is at it until the transaction ends. */
    boolean isOurs() {
        return session.createNativeQuery(OURS, Boolean.class).getSingleResult();
    }

    Page due(int kept, Instant before, Due after, int limit) {
        return Rows.read(
                session.createNativeQuery(DUE, String.class)
                        .setParameter("kept", kept)
                        .setParameter("before", before)
                        .setParameter("overAt", after.overAt())
                        .setParameter("id", after.id())
                        .setParameter("limit", limit)
                        .getSingleResult(),
                Page.class);
    }

    Page unlinked(Retained what, String before, Due after, int limit) {
        return Rows.read(
                session.createNativeQuery(UNLINKED, String.class)
                        .setParameter("all", what == Retained.LEDGER_PARAMETERS)
                        .setParameter("before", before)
                        .setParameter("after", after.id())
                        .setParameter("limit", limit)
                        .getSingleResult(),
                Page.class);
    }

    void pruneCallbacks(List<String> ids, Instant now) {
        session.createNativeMutationQuery(PRUNE_CALLBACKS)
                .setParameter("ids", Rows.write(ids))
                .setParameter("now", now)
                .executeUpdate();
    }

    void prune(Retained what, List<WholeCall> calls, Instant now) {
        Set<String> sids = WholeCalls.sids(calls);
        session.createNativeMutationQuery(
                        switch (what) {
                            case LEDGER_PARAMETERS -> PRUNE_LEDGER;
                            case TRANSCRIPTS -> PRUNE_TRANSCRIPTS;
                            case RECORDINGS -> PRUNE_RECORDINGS;
                        })
                .setParameter("sids", Rows.write(sids))
                .setParameter("bit", what.bit())
                .setParameter("now", now)
                .executeUpdate();
    }
}
