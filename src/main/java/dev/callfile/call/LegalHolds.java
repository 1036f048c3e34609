package dev.callfile.call;

import com.github.f4b6a3.ulid.UlidCreator;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.hibernate.Session;

/**
 * Keeps legal holds, and every one that was. Whoever erases shares a lock with others who do, and who sets a hold waits for
 * them: once it is set, nothing of the case is erased any more.
 */
@ApplicationScoped
public class LegalHolds {

    private static final String KEY = "hashtextextended('legal-hold', 0)";

    private static final String WAIT_FOR_ERASERS = "select cast(pg_advisory_xact_lock(" + KEY + ") as text)";

    private static final String SHARE = "select cast(pg_advisory_xact_lock_shared(" + KEY + ") as text)";

    private static final String FIND = """
            select cast(row_to_json(hold) as text)
            from (select case_id, reason, set_by, set_at from legal_hold
                where case_id = :caseId and lifted_at is null) hold
            """;

    private static final String LIFT = """
            update legal_hold set lifted_by = :by, lifted_at = :now
            where case_id = :caseId and lifted_at is null
            """;

    private static final String SET = """
            insert into legal_hold (id, case_id, reason, set_by, set_at) values (:id, :caseId, :reason, :by, :now)
            """;

    private final Session session;
    private final Clock clock;

    LegalHolds(Session session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    /** Sets a hold, or gives it another reason; who repeats what stands changes nothing. Committed on return. */
    public LegalHold set(CaseId caseId, String reason, String by) {
        return CallLedger.attempt(() -> {
            session.createNativeQuery(WAIT_FOR_ERASERS, String.class).getSingleResult();
            Optional<LegalHold> stands =
                    find(caseId).filter(hold -> hold.reason().equals(reason));
            return stands.orElseGet(() -> replace(caseId, reason, by));
        });
    }

    private LegalHold replace(CaseId caseId, String reason, String by) {
        LegalHold hold = new LegalHold(caseId.value(), reason, by, now());
        lift(caseId, by, hold.setAt());
        session.createNativeMutationQuery(SET)
                .setParameter("id", UlidCreator.getMonotonicUlid().toString())
                .setParameter("caseId", hold.caseId())
                .setParameter("reason", reason)
                .setParameter("by", by)
                .setParameter("now", hold.setAt())
                .executeUpdate();
        return hold;
    }

    public Optional<LegalHold> find(CaseId caseId) {
        return session.createNativeQuery(FIND, String.class)
                .setParameter("caseId", caseId.value())
                .uniqueResultOptional()
                .map(row -> Rows.read(row, LegalHold.class));
    }

    /** Lifts a hold, if there is one. */
    public void lift(CaseId caseId, String by) {
        CallLedger.attempt(() -> lift(caseId, by, now()));
    }

    private int lift(CaseId caseId, String by, Instant now) {
        return session.createNativeMutationQuery(LIFT)
                .setParameter("caseId", caseId.value())
                .setParameter("by", by)
                .setParameter("now", now)
                .executeUpdate();
    }

    /** No hold is set from here to the end of the transaction. Calls are locked before, never after. */
    void share() {
        session.createNativeQuery(SHARE, String.class).getSingleResult();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
