package dev.callfile.call;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;

/** Finds what calls have left to be done, newest call first; within a call the items keep their order. */
@ApplicationScoped
public class ActionItems {

    private final Session session;

    ActionItems(Session session) {
        this.session = session;
    }

    /** One page of the action items of a case's calls. */
    public ActionItemPage list(ActionItemQuery query) {
        List<Object[]> rows =
                typed(statement(query).prepare(session, Object[].class)).list();
        boolean hasMore = rows.size() > query.perPage();
        List<Object[]> shown = hasMore ? rows.subList(0, query.perPage()) : rows;
        return new ActionItemPage(
                shown.stream().map(ActionItems::view).toList(), hasMore ? position(shown.get(shown.size() - 1)) : null);
    }

    /**
     * One page and one item more. Each call that is read has an item to show but the one that the page goes on in, which
     * may be through: so one call more than items is enough, and the rest of the case is left alone.
     */
    static Statement statement(ActionItemQuery query) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("caseId", query.caseId().value());
        values.put("calls", query.perPage() + 2);
        values.put("limit", query.perPage() + 1);
        ActionItemPosition after = query.after();
        if (after != null) {
            values.put("createdAt", after.call().sortValue());
            values.put("id", after.call().id());
            values.put("place", after.place());
        }
        return new Statement(
                """
                select
                    item.value->>'id' as item_id,
                    item.value->>'description' as description,
                    cast(item.value->'completed' as boolean) as completed,
                    item.place, c.id, c.institution_contact_id, c.to_number, c.from_number, c.direction, c.status,
                    c.started_at, c.called_by, c.created_at
                from (
                    select c.*
                    from phone_call c
                    where c.case_id = :caseId
                      and %1$s%3$s
                    order by c.created_at desc, c.id desc
                    limit :calls
                ) c
                cross join lateral jsonb_array_elements(c.action_items) with ordinality item (value, place)
                where %2$s%4$s
                order by c.created_at desc, c.id desc, item.place
                limit :limit
                """.formatted(
                        ofCall(query),
                        ofItem(query),
                        after == null ? "" : " and (c.created_at, c.id) <= (:createdAt, :id)",
                        after == null ? "" : " and ((c.created_at, c.id) < (:createdAt, :id) or item.place > :place)"),
                values);
    }

    private static String ofCall(ActionItemQuery query) {
        if (query.completed() == null) {
            return "c.action_items <> '[]'";
        }
        return query.completed() ? "c.action_items @> '[{\"completed\": true}]'" : Conditions.HAS_OPEN_ACTION_ITEMS;
    }

    private static String ofItem(ActionItemQuery query) {
        if (query.completed() == null) {
            return "true";
        }
        return query.completed() ? "item.value @> '{\"completed\": true}'" : "item.value @> '{\"completed\": false}'";
    }

    private static NativeQuery<Object[]> typed(NativeQuery<Object[]> query) {
        return query.addScalar("item_id", String.class)
                .addScalar("description", String.class)
                .addScalar("completed", Boolean.class)
                .addScalar("place", Long.class)
                .addScalar("id", String.class)
                .addScalar("institution_contact_id", String.class)
                .addScalar("to_number", String.class)
                .addScalar("from_number", String.class)
                .addScalar("direction", String.class)
                .addScalar("status", String.class)
                .addScalar("started_at", Instant.class)
                .addScalar("called_by", String.class)
                .addScalar("created_at", Instant.class);
    }

    private static ActionItemView view(Object[] row) {
        return new ActionItemView(
                (String) row[0],
                (String) row[1],
                (Boolean) row[2],
                new ActionItemView.Call(
                        (String) row[4],
                        (String) row[5],
                        (String) row[6],
                        (String) row[7],
                        (String) row[8],
                        (String) row[9],
                        (Instant) row[10],
                        (String) row[11],
                        (Instant) row[12]));
    }

    private static ActionItemPosition position(Object[] row) {
        return new ActionItemPosition(new Position((String) row[4], (Instant) row[12], null, 0), (Long) row[3]);
    }
}
