package dev.callfile.call;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;

/** What the store knows of placements whose answer was lost, and of the calls that they may have come to. */
@ApplicationScoped
class LostPlacements {

    /** Twice as far as a placement's call may lie from it. */
    private static final Duration ABOUT = Duration.ofMinutes(3);

    /** Whose call is neither listed nor has called back by then, has none; a client that comes again looks once more. */
    private static final Duration SOUGHT_FOR = Duration.ofMinutes(10);

    private final Session session;

    LostPlacements(Session session) {
        this.session = session;
    }

    /** Placements that Twilio was asked for before a time, and of which it is not known what became of them. */
    List<Placement> unsettled(Instant before, int limit) {
        return session.createNativeQuery(Placements.COLUMNS + """
                        where state in ('sent', 'unknown') and call_sid is null and sent_at < :before and claimed_at > :notBefore
                        order by claimed_at
                        limit :limit
                        """, String.class)
                .setParameter("before", before)
                .setParameter("notBefore", before.minus(SOUGHT_FOR))
                .setParameter("limit", limit)
                .getResultStream()
                .map(row -> Rows.read(row, Placement.class))
                .toList();
    }

    /** How many other placements for the same numbers, of about the same time, wait for their calls to be found. */
    long rivals(Placement placement) {
        return session.createNativeQuery("""
                        select count(*) from placement
                        where state in ('sent', 'unknown') and call_sid is null and id <> :id
                          and sent_at between :from and :to
                          and request->>'to_number' = :toNumber and request->>'from_number' = :fromNumber
                        """, Long.class)
                .setParameter("id", placement.id())
                .setParameter("from", placement.claimedAt().minus(ABOUT))
                .setParameter("to", placement.claimedAt().plus(ABOUT))
                .setParameter("toNumber", placement.request().toNumber())
                .setParameter("fromNumber", placement.request().fromNumber())
                .getSingleResult();
    }

    /** The CallSid of the call's root leg, where a callback has named the placement. */
    Optional<String> toldOf(Placement placement) {
        return session.createNativeQuery(
                        "select root_call_sid from call_leg where placement_id = :id limit 1", String.class)
                .setParameter("id", placement.id())
                .uniqueResultOptional();
    }

    /**
     * Whether a leg is known already, as another placement's or as nobody's. What only a reconciliation has found may be
     * anybody's: it looks at the same list.
     */
    boolean isAnothers(String callSid, Placement placement) {
        return session.createNativeQuery("""
                        select exists (select from twilio_callback where call_sid = :callSid and kind <> 'reconciliation')
                            or exists (select from erased_call where call_sid = :callSid)
                            or exists (select from placement where call_sid = :callSid and id <> :id)
                        """, Boolean.class)
                .setParameter("callSid", callSid)
                .setParameter("id", placement.id())
                .getSingleResult();
    }
}
