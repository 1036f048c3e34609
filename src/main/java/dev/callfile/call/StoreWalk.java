package dev.callfile.call;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Walks over the whole store page by page, each found by a key however far the walk is. */
@ApplicationScoped
class StoreWalk {

    private static final String BEFORE_EVERYTHING = "";

    /** A record's legs are named with it, so that most need not be asked for again. */
    static final String RECORDS = """
            select id, twilio_call_sid, (
                select string_agg(call_sid, ' ') from call_leg where root_call_sid = twilio_call_sid)
            from phone_call
            where id > :after
            order by id
            limit :limit
            """;

    /** Legs that the ledger names, and whether each is stored and has a record. */
    static final String LEGS = """
            select said.call_sid, record.id is not null
            from (
                select distinct call_sid from twilio_callback where call_sid > :after order by call_sid limit :limit
            ) said
            left join lateral (
                select root_call_sid from call_leg where call_sid = said.call_sid limit 1
            ) leg on true
            left join lateral (
                select id from phone_call where twilio_call_sid = leg.root_call_sid limit 1
            ) record on true
            order by said.call_sid
            """;

    /** The newest of what was said or done since. */
    static final String NEWS = """
            select id, call_sid from (
                (select id, call_sid from twilio_callback where id > :after order by id desc limit :limit)
                union all
                (select id, call_sid from call_event where id > :after order by id desc limit :limit)
            ) as news
            order by id desc
            limit :limit
            """;

    private final Session session;

    StoreWalk(Session session) {
        this.session = session;
    }

    /**
     * A page of a walk.
     *
     * @param ids of the records on it
     * @param callSids of the calls on it
     * @param last where the next page goes on; {@code null} where this one is the last
     */
    record Page(
            Set<String> ids, Set<String> callSids, @Nullable String last) {}

    /** The next records. */
    Page records(@Nullable String after, int limit) {
        List<Object[]> rows = page(RECORDS, after, limit);
        Page page = new Page(new TreeSet<>(), new TreeSet<>(), last(rows, limit));
        rows.forEach(row -> {
            page.ids.add((String) row[0]);
            page.callSids.add((String) row[1]);
            page.callSids.addAll(row[2] == null ? List.of() : List.of(((String) row[2]).split(" ")));
        });
        return page;
    }

    /** Of the next legs that the ledger names, those that are not stored or have no record. */
    Page legs(@Nullable String after, int limit) {
        List<Object[]> rows = page(LEGS, after, limit);
        Page page = new Page(Set.of(), new TreeSet<>(), last(rows, limit));
        rows.stream().filter(row -> !(Boolean) row[1]).forEach(row -> page.callSids.add((String) row[0]));
        return page;
    }

    /** The calls that were spoken of last; {@code last} is what to go on after, and never {@code null} where there are any. */
    Page news(String after, int limit) {
        List<Object[]> rows = page(NEWS, after, limit);
        Page page = new Page(Set.of(), new TreeSet<>(), rows.isEmpty() ? null : (String) rows.get(0)[0]);
        rows.stream().filter(row -> row[1] != null).forEach(row -> page.callSids.add((String) row[1]));
        return page;
    }

    private List<Object[]> page(String sql, @Nullable String after, int limit) {
        return session.createNativeQuery(sql, Object[].class)
                .setParameter("after", after == null ? BEFORE_EVERYTHING : after)
                .setParameter("limit", limit)
                .list();
    }

    private static @Nullable String last(List<Object[]> rows, int limit) {
        return rows.size() < limit ? null : (String) rows.get(rows.size() - 1)[0];
    }
}
