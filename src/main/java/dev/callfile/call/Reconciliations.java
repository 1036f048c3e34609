package dev.callfile.call;

import com.github.f4b6a3.ulid.UlidCreator;
import dev.callfile.call.Reconciliation.Position;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Keeps reconciliations for those who ask for them and look at them. */
@ApplicationScoped
public class Reconciliations {

    static final String COLUMNS = """
            cast(json_build_object(
                'id', id, 'subject', subject, 'from', from_at, 'to', to_at, 'dry_run', dry_run, 'status', status,
                'position', position, 'checked', checked, 'requests', requests, 'attempts', attempts,
                'last_error', last_error, 'created_at', created_at, 'updated_at', updated_at,
                'finished_at', finished_at) as text)
            """;

    private static final String CREATE = """
            with made as (
                insert into reconciliation (
                    id, subject, from_at, to_at, dry_run, status, position, due_at, created_at, updated_at)
                values (:id, :subject, :from, :to, :dryRun, 'running', cast(:position as json), :now, :now, :now)
                returning *
            ), mapped as (
                insert into reconciliation_mapping (reconciliation_id, key, case_id)
                select :id, key, value from json_each_text(cast(:mapping as json))
            )
            select %s from made
            """.formatted(COLUMNS);

    /** Whoever is at it sees at its next step that it is no longer its own. */
    private static final String SET = """
            with changed as (
                update reconciliation set
                    status = :to, attempts = 0, due_at = :now, updated_at = :now, leased_by = null, leased_until = null,
                    finished_at = case when :to = 'running' then null else cast(:now as timestamptz) end
                where id = :id and status = any (string_to_array(:from, ','))
                returning *
            )
            select %s from changed
            """.formatted(COLUMNS);

    private static final String COUNT = """
            select cast(json_build_object(
                'missing', count(*) filter (where finding = 'missing'),
                'stale', count(*) filter (where finding = 'stale'),
                'repaired', count(*) filter (where outcome = 'repaired'),
                'unassigned', count(*) filter (where unassigned),
                'failed', count(*) filter (where outcome = 'failed')) as text)
            from reconciliation_finding where reconciliation_id = :id
            """;

    private static final String FINDINGS = """
            select cast(row_to_json(f) as text) from (
                select call_sid, finding, outcome, unassigned from reconciliation_finding
                where reconciliation_id = :id and call_sid > :after order by call_sid limit :limit
            ) f
            """;

    private final Session session;
    private final Clock clock;

    Reconciliations(Session session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    /**
     * Asks for a reconciliation, which a replica begins soon.
     *
     * @param caseOf CallSid, or number at the other end of a call, and the case it is of
     */
    public Reconciliation create(String subject, Instant from, Instant to, boolean dryRun, Map<String, CaseId> caseOf) {
        Map<String, String> mapping = new TreeMap<>();
        caseOf.forEach((key, caseId) -> mapping.put(key, caseId.value()));
        return QuarkusTransaction.requiringNew()
                .call(() -> read(session.createNativeQuery(CREATE, String.class)
                        .setParameter("id", UlidCreator.getMonotonicUlid().toString())
                        .setParameter("subject", subject)
                        .setParameter("from", from)
                        .setParameter("to", to)
                        .setParameter("dryRun", dryRun)
                        .setParameter("position", Rows.write(Position.START))
                        .setParameter("mapping", Rows.write(mapping))
                        .setParameter("now", now())
                        .getSingleResult()));
    }

    /** Empty where there is none of this id. */
    public Optional<Reconciliation> find(String id) {
        return session.createNativeQuery("select " + COLUMNS + " from reconciliation where id = :id", String.class)
                .setParameter("id", id)
                .uniqueResultOptional()
                .map(Reconciliations::read);
    }

    /**
     * The newest first.
     *
     * @param before id of the last that has been seen; {@code null} for the beginning
     */
    public List<Reconciliation> page(@Nullable String before, int limit) {
        return session.createNativeQuery("select " + COLUMNS + """
                         from reconciliation where id < :before order by id desc limit :limit
                        """, String.class)
                .setParameter("before", before == null ? "Z" : before)
                .setParameter("limit", limit)
                .getResultStream()
                .map(Reconciliations::read)
                .toList();
    }

    /** What it has found so far. */
    public ReconciliationCounts counts(String id) {
        return Rows.read(
                session.createNativeQuery(COUNT, String.class)
                        .setParameter("id", id)
                        .getSingleResult(),
                ReconciliationCounts.class);
    }

    /**
     * The calls that differed.
     *
     * @param after CallSid of the last that has been seen; {@code null} for the beginning
     */
    public List<ReconciliationFinding> findings(String id, @Nullable String after, int limit) {
        return session.createNativeQuery(FINDINGS, String.class)
                .setParameter("id", id)
                .setParameter("after", after == null ? "" : after)
                .setParameter("limit", limit)
                .getResultStream()
                .map(row -> Rows.read(row, ReconciliationFinding.class))
                .toList();
    }

    /** Stops it; empty where it is not running. What it has repaired stays repaired. */
    public Optional<Reconciliation> cancel(String id) {
        return set(id, "running", "cancelled");
    }

    /** Goes on where it failed or was cancelled; empty where it did not and was not. */
    public Optional<Reconciliation> resume(String id) {
        return set(id, "failed,cancelled", "running");
    }

    private Optional<Reconciliation> set(String id, String from, String to) {
        return QuarkusTransaction.requiringNew()
                .call(() -> session.createNativeQuery(SET, String.class)
                        .setParameter("id", id)
                        .setParameter("from", from)
                        .setParameter("to", to)
                        .setParameter("now", now())
                        .uniqueResultOptional()
                        .map(Reconciliations::read));
    }

    static Reconciliation read(String row) {
        return Rows.read(row, Reconciliation.class);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
