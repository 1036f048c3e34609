package dev.callfile.call;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.Session;

/**
 * How far the service's own check is. Whoever takes a turn has it on a lease: until it ends or the next is due, nobody else
 * takes one.
 */
@ApplicationScoped
class CheckProgress {

    private static final String TAKE = """
            update record_check set due_at = now() + interval '2 minutes'
            where name = :name and due_at <= now()
            returning position
            """;

    private static final String GO_ON = """
            update record_check set
                position = :position,
                due_at = due_at - interval '2 minutes' + cast(:seconds as integer) * interval '1 second'
            where name = :name
            """;

    private final Session session;

    CheckProgress(Session session) {
        this.session = session;
    }

    /** Where to go on; empty where it is not due, or somebody else is at it. */
    Optional<String> take(String name) {
        return QuarkusTransaction.requiringNew()
                .call(() -> session.createNativeQuery(TAKE, String.class)
                        .setParameter("name", name)
                        .uniqueResultOptional());
    }

    /**
     * Ends the turn.
     *
     * @param every from the beginning of a turn to the next
     */
    void goOn(String name, String position, Duration every) {
        QuarkusTransaction.requiringNew()
                .run(() -> session.createNativeMutationQuery(GO_ON)
                        .setParameter("name", name)
                        .setParameter("position", position)
                        .setParameter("seconds", every.toSeconds())
                        .executeUpdate());
    }
}
