package dev.callfile.call;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.hibernate.Session;

/** Adds to how many callbacks were accepted and rejected in each hour, at all replicas. */
@ApplicationScoped
class CallbackCounts {

    static final String ACCEPTED = "accepted";
    static final String REJECTED = "rejected";

    /** In one order for all replicas, so that none waits for another that waits for it. */
    static final String ADD = """
            insert into callback_tally (hour, verdict, what, outcome, account_sid, count, last_at)
            select hour, verdict, what, outcome, account_sid, count, last_at
            from json_populate_recordset(cast(null as callback_tally), cast(:rows as json))
            order by hour, verdict, what, outcome, account_sid
            on conflict on constraint callback_tally_pk do update
            set count = callback_tally.count + excluded.count,
                last_at = greatest(callback_tally.last_at, excluded.last_at)
            """;

    /** The last valid callback is told for as long as there is none after it. */
    static final String FORGET = """
            delete from callback_tally
            where hour < :oldest
              and not (verdict = 'accepted'
                and last_at = (select max(last_at) from callback_tally where verdict = 'accepted'))
            """;

    private final Session session;

    CallbackCounts(Session session) {
        this.session = session;
    }

    @JsonNaming(SnakeCaseStrategy.class)
    @RegisterForReflection(registerFullHierarchy = true) // read or written by Rows
    record Row(
            @JsonUnwrapped CallbackTally.Key key,
            @JsonUnwrapped CallbackTally.Count count) {}

    /** Adds to what is there, and forgets hours before the oldest that is kept; nothing to add is no statement at all. */
    void add(List<Row> rows, Instant oldest) {
        if (rows.isEmpty()) {
            return;
        }
        QuarkusTransaction.requiringNew().run(() -> {
            session.createNativeMutationQuery(ADD)
                    .setParameter("rows", Rows.write(rows))
                    .executeUpdate();
            session.createNativeMutationQuery(FORGET)
                    .setParameter("oldest", oldest)
                    .executeUpdate();
        });
    }
}
