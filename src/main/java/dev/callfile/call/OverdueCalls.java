package dev.callfile.call;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Calls that are not over here although nothing has been heard of them for a while. */
@ApplicationScoped
public class OverdueCalls {

    static final String PAGE = """
            select cast(row_to_json(overdue) as text) from (
                select leg.call_sid, leg.account_sid
                from call_leg leg
                join phone_call c on c.twilio_call_sid = leg.root_call_sid
                left join call_inquiry inquiry on inquiry.call_sid = leg.call_sid
                where (leg.status is null or leg.status in ('initiated', 'ringing', 'in_progress'))
                  and leg.call_sid > :after
                  and c.updated_at < :quietSince
                  and (inquiry.due_at is null or inquiry.due_at <= :now)
                order by leg.call_sid
                limit :limit
            ) overdue
            """;

    private static final String ASKED = """
            insert into call_inquiry as inquiry (call_sid, asked, due_at)
            values (:callSid, 1, cast(:now as timestamptz) + make_interval(secs => :first))
            on conflict (call_sid) do update set
                asked = inquiry.asked + 1,
                due_at = cast(:now as timestamptz) + make_interval(
                    secs => least(:most, :first * power(2, least(inquiry.asked, 20))))
            """;

    /** How long a call may ring or talk without anything being heard of it. */
    private static final Duration QUIET = Duration.ofMinutes(10);

    private static final Duration FIRST = Duration.ofMinutes(15);
    private static final Duration LONGEST_TALK = Duration.ofHours(1);
    private static final Duration LONGEST_UNKNOWN = Duration.ofDays(30);

    private final Session session;
    private final Clock clock;

    OverdueCalls(Session session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    /** One of them. */
    @JsonNaming(SnakeCaseStrategy.class)
    @RegisterForReflection(registerFullHierarchy = true) // read or written by Rows
    public record Overdue(String callSid, @Nullable String accountSid) {}

    /**
     * Some of them, in the order of their CallSids.
     *
     * @param after CallSid of the last that has been seen; empty for the beginning
     */
    public List<Overdue> page(String after, int limit) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return session.createNativeQuery(PAGE, String.class)
                .setParameter("after", after)
                .setParameter("quietSince", now.minus(QUIET))
                .setParameter("now", now)
                .setParameter("limit", limit)
                .getResultStream()
                .map(row -> Rows.read(row, Overdue.class))
                .toList();
    }

    /** Twilio says that the call goes on, or does not know it: it is asked again later, and ever later. */
    public void asked(String callSid, boolean known) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        QuarkusTransaction.requiringNew()
                .run(() -> session.createNativeMutationQuery(ASKED)
                        .setParameter("callSid", callSid)
                        .setParameter("now", now)
                        .setParameter("first", (double) FIRST.toSeconds())
                        .setParameter("most", (double) (known ? LONGEST_TALK : LONGEST_UNKNOWN).toSeconds())
                        .executeUpdate());
    }

    /** It is over, and nobody need ask any more. */
    public void settled(String callSid) {
        QuarkusTransaction.requiringNew()
                .run(() -> session.createNativeMutationQuery("delete from call_inquiry where call_sid = :callSid")
                        .setParameter("callSid", callSid)
                        .executeUpdate());
    }
}
