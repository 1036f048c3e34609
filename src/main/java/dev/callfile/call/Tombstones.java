package dev.callfile.call;

import dev.callfile.call.Rows.Known;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** What becomes of a callback that speaks of an erased call: it is counted on the tombstone, and nothing of it stays. */
@ApplicationScoped
class Tombstones {

    /** Counts a callback; a leg that was dialled by an erased one gets a tombstone of its own. */
    static final String COUNT = """
            with covering as materialized (
                select grave.erasure_id, erasure.recordings_at_twilio
                from erased_call grave join erasure on erasure.id = grave.erasure_id
                where grave.call_sid = any (array(select json_array_elements_text(cast(:erased as json))))
                order by grave.call_sid <> :callSid, grave.call_sid
                limit 1
            ), counted as (
                insert into erased_call as grave (call_sid, erasure_id, erased_at, late, last_late_at)
                select :callSid, erasure_id, :now, 1, :now from covering
                on conflict (call_sid) do update set late = grave.late + 1, last_late_at = excluded.last_late_at
            ), queued as (
                insert into recording_deletion (
                    recording_sid, account_sid, call_sid, erasure_id, state, attempts, due_at, created_at)
                select cast(:recordingSid as text), cast(:accountSid as text), :callSid, erasure_id, 'waiting', 0, :now, :now
                from covering
                where recordings_at_twilio and cast(:recordingSid as text) is not null
                on conflict (recording_sid) do update set
                    state = 'waiting', attempts = 0, due_at = excluded.due_at, last_error = null
            ), fetches as (
                delete from transcript_fetch where transcript_sid = cast(:transcriptSid as text)
            ), announced as (
                delete from twilio_callback where transcript_sid = cast(:transcriptSid as text) and call_sid is null
            )
            select erasure_id, recordings_at_twilio from covering
            """;

    private final Session session;
    private final WholeCalls calls;
    private final ErasedCalls erased;
    private final Erasures erasures;
    private final Clock clock;

    Tombstones(Session session, WholeCalls calls, ErasedCalls erased, Erasures erasures, Clock clock) {
        this.session = session;
        this.calls = calls;
        this.erased = erased;
        this.erasures = erasures;
        this.clock = clock;
    }

    /**
     * Covers a callback whose leg, or the one that dialled it, was erased. Legs of its own that came before are erased with
     * it, unless a case of theirs is under legal hold: then they stay what they were, and so does the callback.
     *
     * @return false where the callback is to be taken like any other
     */
    boolean cover(Callback callback, CallLeg leg, Known known) {
        boolean itself = known.erased().contains(leg.callSid());
        List<WholeCall> live = itself || known.legs().isEmpty() ? List.of() : calls.lookUnderHold(known.roots());
        if (live.stream().anyMatch(call -> call.hold() != null)) {
            return false;
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Object[] covering = count(callback, leg, known, now);
        if (!live.isEmpty()) {
            String erasureId = (String) covering[0];
            erasures.add(erasureId, erased.erase(WholeCalls.sids(live), erasureId, (Boolean) covering[1], now));
        }
        return true;
    }

    private Object[] count(Callback callback, CallLeg leg, Known known, Instant now) {
        CallRecording recording = callback.recording();
        return session.createNativeQuery(COUNT, Object[].class)
                .setParameter("erased", Rows.write(known.erased()))
                .setParameter("callSid", leg.callSid())
                .setParameter("recordingSid", recording == null ? null : recording.recordingSid(), String.class)
                .setParameter("accountSid", accountSid(callback, leg), String.class)
                .setParameter("transcriptSid", callback.transcriptSid(), String.class)
                .setParameter("now", now)
                .getSingleResult();
    }

    private static @Nullable String accountSid(Callback callback, CallLeg leg) {
        return callback.accountSid() == null ? leg.accountSid() : callback.accountSid();
    }
}
