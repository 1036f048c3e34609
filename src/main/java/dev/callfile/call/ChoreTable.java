package dev.callfile.call;

import dev.callfile.call.Chores.Troubles;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.Session;

/**
 * The statements that all tables of chores have in common.
 *
 * @param table with {@code state}, {@code attempts}, {@code due_at} and {@code last_error}
 * @param key its primary key
 * @param shown select list of what somebody who takes one is told, from {@code taken}
 */
record ChoreTable(String table, String key, String shown) {

    private static final Duration LEASE = Duration.ofMinutes(2);

    /** Takes what is due, until the lease ends. */
    String take() {
        return """
            with due as materialized (
                select %2$s from %1$s
                where state = 'waiting' and due_at <= :now
                order by due_at
                limit 1
                for update skip locked
            ), taken as (
                update %1$s set due_at = :until
                where %2$s = any (array(select %2$s from due))
                returning *
            )
            select cast(row_to_json(told) as text) from (select %3$s from taken) told
            """.formatted(table, key, shown);
    }

    /** Settles nothing that was asked for again in the meantime: that moved {@code due_at}. */
    String putBack() {
        return """
            update %1$s set
                state = :state, attempts = attempts + 1, due_at = :dueAt, last_error = cast(:error as text)
            where %2$s = :sid and state = 'waiting' and due_at = :until
            returning %2$s
            """.formatted(table, key);
    }

    <T> Optional<T> take(Session session, Instant now, Class<T> type) {
        return session.createNativeQuery(take(), String.class)
                .setParameter("now", now)
                .setParameter("until", now.plus(LEASE))
                .getResultStream()
                .findFirst()
                .map(row -> Rows.read(row, type));
    }

    /** In a transaction, for a session of its own: health checks run at the same time, and share theirs. */
    Troubles troubles(Session session) {
        Object[] counts = QuarkusTransaction.requiringNew()
                .call(() -> session.createNativeQuery("""
                                select count(*) filter (where state = 'waiting' and last_error is not null),
                                    count(*) filter (where state = 'failed')
                                from %s
                                where state = 'failed' or last_error is not null
                                """.formatted(table), Object[].class)
                        .getSingleResult());
        return new Troubles(((Number) counts[0]).longValue(), ((Number) counts[1]).longValue());
    }
}
