package dev.callfile.call;

import com.github.f4b6a3.ulid.UlidCreator;
import dev.callfile.call.Reconciliation.Position;
import dev.callfile.call.Reconciliation.Status;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;

/**
 * Hands reconciliations out, one at a time among all replicas: whoever has one has it on a lease, and goes on with it from
 * where the last step was saved, whoever took that step.
 */
@ApplicationScoped
public class ReconciliationQueue {

    /** Replicas that look at the same time look one after the other. */
    private static final String IN_TURN =
            "select cast(pg_advisory_xact_lock(hashtextextended('reconciliation', 0)) as text)";

    private static final String TAKE = """
            with due as materialized (
                select id from reconciliation
                where status = 'running' and due_at <= :now
                  and not exists (select from reconciliation where status = 'running' and leased_until > :now)
                order by subject is null, created_at
                limit 1
            ), taken as (
                update reconciliation set leased_by = :me, leased_until = :until
                where id = any (array(select id from due))
                returning *
            )
            select %s from taken
            """.formatted(Reconciliations.COLUMNS);

    private static final String SAVE = """
            with saved as (
                update reconciliation set
                    position = cast(:position as json), checked = greatest(checked + :checked, 0),
                    requests = requests + :requests, status = :status, attempts = :attempts,
                    last_error = cast(:error as text), due_at = :dueAt, updated_at = :now, leased_until = :until,
                    finished_at = case when :status = 'running' then finished_at else cast(:now as timestamptz) end
                where id = :id and leased_by = :me and status = 'running'
                returning *
            )
            select %s from saved
            """.formatted(Reconciliations.COLUMNS);

    private static final String SCHEDULE = """
            insert into reconciliation (
                id, slot, from_at, to_at, dry_run, status, position, due_at, created_at, updated_at)
            select :id, :slot,
                coalesce((select max(to_at) from reconciliation where slot is not null and status = 'completed')
                    - make_interval(secs => :overlap), :yesterday),
                :now, false, 'running', cast(:position as json), :now, :now, :now
            where not exists (select from reconciliation where slot is not null and status = 'running')
            on conflict do nothing
            """;

    /** The last of the schedule's tells how far it got. */
    private static final String FORGET = """
            delete from reconciliation where id = any (array(
                select id from reconciliation r
                where r.finished_at < :before and r.slot is not null
                  and exists (select from reconciliation later
                      where later.slot > r.slot and later.status = 'completed')
                limit 1000))
            """;

    /** What a step takes at the most, and a little: who has not saved by then has crashed. */
    private static final Duration LEASE = Duration.ofSeconds(30);

    /** Calls that Twilio listed late, and those that were under way. */
    private static final Duration OVERLAP = Duration.ofHours(1);

    private static final Duration KEPT = Duration.ofDays(30);

    private final Session session;
    private final Clock clock;
    private final String me = UlidCreator.getUlid().toString();

    ReconciliationQueue(Session session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    /**
     * What a step came to.
     *
     * @param next where to go on; {@code null} where all is done
     * @param checked how many calls were compared
     * @param requests how many requests Twilio was sent
     */
    public record Step(@Nullable Position next, int checked, int requests) {}

    /** The one that is due; those that somebody asked for come first. */
    public Optional<Reconciliation> take() {
        return QuarkusTransaction.requiringNew().call(() -> {
            session.createNativeQuery(IN_TURN, String.class).getSingleResult();
            Instant now = now();
            return one(session.createNativeQuery(TAKE, String.class)
                    .setParameter("now", now)
                    .setParameter("me", me)
                    .setParameter("until", now.plus(LEASE)));
        });
    }

    /** Saves a step, the last of which completes it; empty where it has been cancelled, or is no longer ours. */
    public Optional<Reconciliation> save(Reconciliation job, Step step) {
        Position next = step.next() == null ? job.position() : step.next();
        return one(save(job, step.next() == null ? Status.COMPLETED : Status.RUNNING)
                .setParameter("position", Rows.write(next))
                .setParameter("checked", step.checked())
                .setParameter("requests", step.requests())
                .setParameter("attempts", 0)
                .setParameter("error", null, String.class));
    }

    /** Keeps it for another while; false where it is no longer ours. */
    public boolean renew(Reconciliation job) {
        return save(job, new Step(job.position(), 0, 0)).isPresent();
    }

    /** Gives it back, for whoever comes next. */
    public void release(Reconciliation job) {
        postpone(job, Duration.ZERO, job.attempts(), job.lastError(), job.position(), 0);
    }

    /** Puts it back after a step that failed. */
    public void postpone(
            Reconciliation job, Duration delay, int attempts, @Nullable String error, Position position, long checked) {
        one(save(job, Status.RUNNING)
                .setParameter("position", Rows.write(position))
                .setParameter("checked", checked)
                .setParameter("requests", error == null ? 0 : 1)
                .setParameter("attempts", attempts)
                .setParameter("error", error, String.class)
                .setParameter("dueAt", now().plus(delay))
                .setParameter("until", now()));
    }

    /** Gives it up until somebody resumes it. */
    public void fail(Reconciliation job, String error) {
        one(save(job, Status.FAILED)
                .setParameter("position", Rows.write(job.position()))
                .setParameter("checked", 0)
                .setParameter("requests", 1)
                .setParameter("attempts", job.attempts())
                .setParameter("error", error, String.class));
    }

    /**
     * Makes the schedule's next, from a while before the last one's end until now; nothing where one is under way, or
     * where another replica has made it. What is older than a month is forgotten.
     *
     * @param every how often
     */
    public void schedule(Duration every) {
        Instant now = now();
        QuarkusTransaction.requiringNew().run(() -> {
            session.createNativeMutationQuery(SCHEDULE)
                    .setParameter("id", UlidCreator.getMonotonicUlid().toString())
                    .setParameter("slot", now.toEpochMilli() / Math.max(1, every.toMillis()))
                    .setParameter("overlap", (double) OVERLAP.toSeconds())
                    .setParameter("yesterday", now.minus(Duration.ofDays(1)))
                    .setParameter("now", now)
                    .setParameter("position", Rows.write(Position.START))
                    .executeUpdate();
            session.createNativeMutationQuery(FORGET)
                    .setParameter("before", now.minus(KEPT))
                    .executeUpdate();
        });
    }

    private NativeQuery<String> save(Reconciliation job, Status status) {
        Instant now = now();
        return session.createNativeQuery(SAVE, String.class)
                .setParameter("id", job.id())
                .setParameter("me", me)
                .setParameter("status", status.word())
                .setParameter("now", now)
                .setParameter("dueAt", now)
                .setParameter("until", status == Status.RUNNING ? now.plus(LEASE) : now);
    }

    private static Optional<Reconciliation> one(NativeQuery<String> query) {
        return query.getResultStream().findFirst().map(Reconciliations::read);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
