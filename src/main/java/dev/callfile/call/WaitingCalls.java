package dev.callfile.call;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.hibernate.Session;

/** How many calls wait for something, up to as many as tell enough: whoever counts them must not read a whole table. */
@ApplicationScoped
class WaitingCalls {

    static final int MOST = 10_000;

    static final String OVERDUE = """
            select count(*) from (
                select from phone_call
                where status in ('initiated', 'ringing', 'in_progress') and created_at < :before
                order by created_at
                limit :most
            ) overdue
            """;

    static final String UNASSIGNED = """
            select count(*) from (
                select from phone_call where case_id is null order by created_at, id limit :most
            ) unassigned
            """;

    private final Session session;

    WaitingCalls(Session session) {
        this.session = session;
    }

    /** Those that are not over although they began before then. */
    long overdue(Instant before) {
        return session.createNativeQuery(OVERDUE, Long.class)
                .setParameter("before", before)
                .setParameter("most", MOST)
                .getSingleResult();
    }

    /** Those without a case. */
    long unassigned() {
        return session.createNativeQuery(UNASSIGNED, Long.class)
                .setParameter("most", MOST)
                .getSingleResult();
    }
}
