package dev.callfile.call;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.Session;

/** What a reconciliation reads of many calls at once, and what it writes down of them. */
@ApplicationScoped
class ReconciliationStore {

    static final String KNOWN = """
            with asked as materialized (
                select value as sid from json_array_elements_text(cast(:sids as json))
            ), legs as (
                select * from call_leg where call_sid = any (array(select sid from asked))
            ), calls as (
                select twilio_call_sid, case_id from phone_call
                where twilio_call_sid = any (array(select root_call_sid from legs))
            ), recordings as (
                select * from call_recording where call_sid = any (array(select sid from asked))
            )
            select cast(json_build_object(
                'calls', (select coalesce(json_agg(json_build_object(
                    'leg', row_to_json(legs),
                    'case_id', (select case_id from calls where twilio_call_sid = legs.root_call_sid),
                    'recordings', (select coalesce(json_agg(recordings), '[]')
                        from recordings where recordings.call_sid = legs.call_sid))), '[]') from legs),
                'erased', (select coalesce(json_agg(call_sid), '[]') from erased_call
                    where call_sid = any (array(select sid from asked)))) as text)
            """;

    static final String MAPPED = """
            select cast(coalesce(json_agg(m), '[]') as text) from (
                select key, case_id from reconciliation_mapping
                where reconciliation_id = :id
                  and key = any (array(select json_array_elements_text(cast(:keys as json))))
            ) m
            """;

    /** A call may be found twice: itself, and for its recording. What has become of it is not forgotten then. */
    private static final String NOTE = """
            insert into reconciliation_finding (reconciliation_id, call_sid, finding, outcome, unassigned)
            select :id, call_sid, finding, outcome, unassigned
            from json_populate_recordset(cast(null as reconciliation_finding), cast(:findings as json))
            on conflict (reconciliation_id, call_sid) do update set
                outcome = excluded.outcome, unassigned = excluded.unassigned
            where excluded.outcome <> 'found'
            """;

    /** A step that was cut off after the repair and before the note. */
    private static final String CATCH_UP = """
            update reconciliation_finding set outcome = 'repaired'
            where reconciliation_id = :id and outcome = 'found'
              and call_sid = any (array(select json_array_elements_text(cast(:sids as json))))
            """;

    private static final String SETTLE = """
            with page as materialized (
                select call_sid from reconciliation_finding
                where reconciliation_id = :id and call_sid > :after and unassigned
                order by call_sid limit :limit
            ), settled as (
                update reconciliation_finding f set unassigned = false
                where f.reconciliation_id = :id and f.call_sid = any (array(select call_sid from page))
                  and exists (select from call_leg leg
                      join phone_call c on c.twilio_call_sid = leg.root_call_sid
                      where leg.call_sid = f.call_sid and c.case_id is not null)
            )
            select call_sid from page order by call_sid
            """;

    private final Session session;

    ReconciliationStore(Session session) {
        this.session = session;
    }

    /** The case of a CallSid or a number. */
    @JsonNaming(SnakeCaseStrategy.class)
    @RegisterForReflection(registerFullHierarchy = true) // read or written by Rows
    record Mapped(String key, String caseId) {}

    /**
     * What is known of some calls.
     *
     * @param erased CallSids among them of which nothing may be known any more
     */
    @RegisterForReflection(registerFullHierarchy = true) // read or written by Rows
    record Known(List<KnownCall> calls, Set<String> erased) {

        Map<String, KnownCall> bySid() {
            return calls.stream().collect(Collectors.toMap(known -> known.leg().callSid(), Function.identity()));
        }
    }

    Known known(Collection<String> callSids) {
        return Rows.read(
                session.createNativeQuery(KNOWN, String.class)
                        .setParameter("sids", Rows.write(callSids))
                        .getSingleResult(),
                Known.class);
    }

    /** What somebody said of calls and numbers, as far as it was said. */
    Map<String, String> mapped(String id, Collection<String> keys) {
        String rows = session.createNativeQuery(MAPPED, String.class)
                .setParameter("id", id)
                .setParameter("keys", Rows.write(keys))
                .getSingleResult();
        return Rows.readList(rows, Mapped.class).stream().collect(Collectors.toMap(Mapped::key, Mapped::caseId));
    }

    /** Notes that calls which were found to differ do so no more. */
    void catchUp(String id, Collection<String> callSids) {
        QuarkusTransaction.requiringNew()
                .run(() -> session.createNativeMutationQuery(CATCH_UP)
                        .setParameter("id", id)
                        .setParameter("sids", Rows.write(callSids))
                        .executeUpdate());
    }

    void note(String id, Collection<ReconciliationFinding> findings) {
        if (!findings.isEmpty()) {
            QuarkusTransaction.requiringNew()
                    .run(() -> session.createNativeMutationQuery(NOTE)
                            .setParameter("id", id)
                            .setParameter("findings", Rows.write(findings))
                            .executeUpdate());
        }
    }

    /**
     * Looks again at calls that had no case when they were repaired: another of their legs may have brought it since.
     *
     * @param after the last CallSid that was looked at
     * @return the CallSids that were looked at, in order
     */
    List<String> settle(String id, String after, int limit) {
        return QuarkusTransaction.requiringNew()
                .call(() -> session.createNativeQuery(SETTLE, String.class)
                        .setParameter("id", id)
                        .setParameter("after", after)
                        .setParameter("limit", limit)
                        .list());
    }
}
