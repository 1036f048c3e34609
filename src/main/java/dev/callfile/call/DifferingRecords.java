package dev.callfile.call;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.hibernate.Session;

/** The records that are known to differ from what the ledger says of them, until they no longer do. */
@ApplicationScoped
class DifferingRecords {

    /** Where all of a large store differs, the first tell enough. */
    private static final int MOST = 10_000;

    /** Writes first what is new, so that a record that still differs keeps the time at which it was found. */
    static final String SETTLE = """
            with change as materialized (
                select cast(:change as json) as rows
            ), found as (
                select row.id, row.call_sid, row.fields
                from change, json_to_recordset(rows->'found') as row (id text, call_sid text, fields json)
            ), settled as (
                delete from record_difference
                where call_sid = any (array(select json_array_elements_text(rows->'call_sids') from change))
                    and id <> all (array(select id from found))
            )
            insert into record_difference as known (id, call_sid, differences, found_at)
            select id, call_sid, fields, now() from found
            where (select count(*) from record_difference) < :most
            on conflict (id) do update set call_sid = excluded.call_sid, differences = excluded.differences
            returning case when xmax = 0 then id end
            """;

    private final Session session;

    DifferingRecords(Session session) {
        this.session = session;
    }

    @JsonNaming(SnakeCaseStrategy.class)
    @RegisterForReflection(registerFullHierarchy = true) // read or written by Rows
    private record Settled(Collection<String> callSids, Collection<Found> found) {}

    @JsonNaming(SnakeCaseStrategy.class)
    private record Found(String id, String callSid, SortedSet<String> fields) {}

    /** Notes what was found of some calls, and forgets what was known of them before; returns what is new. */
    List<Difference> settle(CallRebuilds.Outcome outcome) {
        List<Found> found = outcome.remaining().stream()
                .map(one -> new Found(one.id(), one.callSid(), one.fields()))
                .toList();
        Set<String> fresh = QuarkusTransaction.requiringNew()
                .call(() -> session.createNativeQuery(SETTLE, String.class)
                        .setParameter("change", Rows.write(new Settled(outcome.callSids(), found)))
                        .setParameter("most", MOST)
                        .getResultStream()
                        .filter(id -> id != null)
                        .collect(Collectors.toSet()));
        return outcome.remaining().stream()
                .filter(one -> fresh.contains(one.id()))
                .toList();
    }

    /** CallSids of those that were found first. */
    List<String> callSids(int limit) {
        return session.createNativeQuery(
                        "select call_sid from record_difference order by found_at, id limit :limit", String.class)
                .setParameter("limit", limit)
                .list();
    }

    long count() {
        return session.createNativeQuery("select count(*) from record_difference", Long.class)
                .getSingleResult();
    }
}
