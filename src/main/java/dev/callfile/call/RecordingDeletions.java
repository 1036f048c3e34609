package dev.callfile.call;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** The queue of recordings that Twilio is to delete. */
@ApplicationScoped
public class RecordingDeletions implements Chores<RecordingDeletions.Taken> {

    /** A legal hold counts up to the moment at which Twilio is asked. */
    private static final ChoreTable TABLE = new ChoreTable("recording_deletion", "recording_sid", """
            recording_sid, account_sid, call_sid, attempts, due_at, last_error,
                exists (select from legal_hold hold where hold.lifted_at is null and hold.case_id = any (array(
                    select taken.case_id
                    union
                    select leg.case_id from call_leg leg where leg.call_sid = taken.call_sid
                    union
                    select leg.mapped_case_id from call_leg leg where leg.call_sid = taken.call_sid
                    union
                    select c.case_id from call_leg leg join phone_call c on c.twilio_call_sid = leg.root_call_sid
                    where leg.call_sid = taken.call_sid))) as held""");

    private final Session session;
    private final CallLedger ledger;
    private final Clock clock;

    RecordingDeletions(Session session, CallLedger ledger, Clock clock) {
        this.session = session;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * A deletion that somebody has taken.
     *
     * @param accountSid whose recording it is, as far as that was told
     * @param callSid the leg that it is filed under
     * @param attempts those before this one
     * @param dueAt when the lease ends
     * @param lastError {@code null} where nothing has gone wrong yet
     * @param held whether a case of the call is under legal hold
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @RegisterForReflection(registerFullHierarchy = true) // read or written by Rows
    public record Taken(
            String recordingSid,
            @Nullable String accountSid,
            String callSid,
            int attempts,
            Instant dueAt,
            @Nullable String lastError,
            boolean held)
            implements Chores.Taken {

        @Override
        public String sid() {
            return recordingSid;
        }
    }

    @Override
    public Optional<Taken> take() {
        return TABLE.take(session, now(), Taken.class);
    }

    /** Twilio does not have the recording any more. The call is told first: who dies in between is asked to delete again. */
    public void settle(Taken taken) {
        ledger.change(taken.callSid(), (merge, known) -> merge.deleted(known, taken.recordingSid()));
        putBack(taken, "deleted", now(), null);
    }

    @Override
    public void postpone(Taken taken, Duration delay) {
        putBack(taken, "waiting", now().plus(delay), taken.lastError());
    }

    @Override
    public void retry(Taken taken, Duration delay, String error) {
        putBack(taken, "waiting", now().plus(delay), error);
    }

    @Override
    public void fail(Taken taken, String error) {
        putBack(taken, "failed", now(), error);
    }

    @Override
    public Troubles troubles() {
        return TABLE.troubles(session);
    }

    private void putBack(Taken taken, String state, Instant dueAt, @Nullable String error) {
        session.createNativeQuery(TABLE.putBack(), String.class)
                .setParameter("sid", taken.recordingSid())
                .setParameter("until", taken.dueAt())
                .setParameter("state", state)
                .setParameter("dueAt", dueAt)
                .setParameter("error", error, String.class)
                .uniqueResultOptional();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
