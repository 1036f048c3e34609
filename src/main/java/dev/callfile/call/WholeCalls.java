package dev.callfile.call;

import dev.callfile.call.CallLedger.RegroupedException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.Session;

/** Finds calls whole, and locks them against their callbacks, for whoever takes something away from them. */
@ApplicationScoped
class WholeCalls {

    /** A call that an assignment moved away from a held case is held still, as long as a callback says that it is of it. */
    static final String LOOK = """
            select cast(coalesce(json_agg(whole), '[]') as text)
            from (
                select root.sid as root,
                    array(
                        select leg.call_sid from call_leg leg where leg.root_call_sid = root.sid
                        union
                        select leg.parent_call_sid from call_leg leg
                        where leg.root_call_sid = root.sid and leg.parent_call_sid is not null
                        union
                        select root.sid) as sids,
                    not exists (select from phone_call c where c.twilio_call_sid = root.sid
                        and c.status in ('initiated', 'ringing', 'in_progress')) as over,
                    (select json_build_object('case_id', hold.case_id, 'reason', hold.reason) from legal_hold hold
                        where hold.lifted_at is null and hold.case_id = any (array(
                            select c.case_id from phone_call c where c.twilio_call_sid = root.sid
                            union
                            select leg.case_id from call_leg leg where leg.root_call_sid = root.sid
                            union
                            select leg.mapped_case_id from call_leg leg where leg.root_call_sid = root.sid))
                        order by hold.case_id
                        limit 1) as hold
                from (select json_array_elements_text(cast(:roots as json)) as sid) root
                where exists (select from call_leg leg where leg.root_call_sid = root.sid)
                    or exists (select from phone_call c where c.twilio_call_sid = root.sid)
            ) whole
            """;

    private static final String LOCK = """
            select cast(pg_advisory_xact_lock(hashtextextended(sid, 0)) as text)
            from (select sid collate "C" as sid from json_array_elements_text(cast(:sids as json)) as given (sid)
                order by sid collate "C") as in_one_order_for_all
            """;

    private final Session session;
    private final LegalHolds holds;

    WholeCalls(Session session, LegalHolds holds) {
        this.session = session;
        this.holds = holds;
    }

    /** As they are at the moment; one that does not exist is left out. */
    List<WholeCall> look(Collection<String> roots) {
        String found = session.createNativeQuery(LOOK, String.class)
                .setParameter("roots", Rows.write(roots))
                .getSingleResult();
        return Arrays.asList(Rows.read(found, WholeCall[].class));
    }

    /** As they are until the transaction ends: neither a callback nor a legal hold comes in between. */
    List<WholeCall> lock(Collection<String> roots) {
        Set<String> sids = sids(look(roots));
        session.createNativeQuery(LOCK, String.class)
                .setParameter("sids", Rows.write(sids))
                .list();
        List<WholeCall> locked = lookUnderHold(roots);
        if (!sids.containsAll(sids(locked))) {
            throw new RegroupedException();
        }
        return locked;
    }

    /** The same for calls that are locked already. */
    List<WholeCall> lookUnderHold(Collection<String> roots) {
        holds.share();
        return look(roots);
    }

    static void requireNoHold(Collection<WholeCall> calls) {
        calls.stream()
                .flatMap(call -> Stream.ofNullable(call.hold()))
                .findFirst()
                .ifPresent(hold -> {
                    throw new BlockedException(new Eraser.Held(hold, null));
                });
    }

    static Set<String> sids(Collection<WholeCall> calls) {
        return calls.stream().flatMap(call -> call.sids().stream()).collect(Collectors.toCollection(TreeSet::new));
    }
}
