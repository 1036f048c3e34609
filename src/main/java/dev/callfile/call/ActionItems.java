package dev.callfile.call;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hibernate.Session;

/** Finds what calls have left to be done, newest call first; within a call the items keep their order. */
@ApplicationScoped
public class ActionItems {

    private final Session session;

    ActionItems(Session session) {
        this.session = session;
    }

    /** One page of the action items of a case's calls. */
    public ActionItemPage list(ActionItemQuery query) {
        List<Row> rows = statement(query).list(session, ActionItems::row);
        boolean hasMore = rows.size() > query.perPage();
        List<Row> shown = hasMore ? rows.subList(0, query.perPage()) : rows;
        return new ActionItemPage(
                shown.stream().map(Row::item).toList(),
                hasMore ? shown.get(shown.size() - 1).position() : null);
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

    private static Row row(ResultSet row) throws SQLException {
        Instant createdAt = Objects.requireNonNull(Statement.instant(row, 13));
        String callId = row.getString(5);
        return new Row(
                new ActionItemView(
                        row.getString(1),
                        row.getString(2),
                        row.getBoolean(3),
                        new ActionItemView.Call(
                                callId,
                                row.getString(6),
                                row.getString(7),
                                row.getString(8),
                                row.getString(9),
                                row.getString(10),
                                Statement.instant(row, 11),
                                row.getString(12),
                                createdAt)),
                new ActionItemPosition(new Position(callId, createdAt, null, 0), row.getLong(4)));
    }

    private record Row(ActionItemView item, ActionItemPosition position) {}
}
