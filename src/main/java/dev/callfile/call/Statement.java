package dev.callfile.call;

import dev.callfile.call.PhoneCallQuery.After;
import dev.callfile.call.PhoneCallQuery.Numbered;
import java.util.LinkedHashMap;
import java.util.Map;

/** A list's SQL and its values, travelling together: fixed fragments, and every value bound. */
record Statement(String sql, Map<String, Object> values) {

    /** How many calls match, wherever the page starts. */
    static Statement count(PhoneCallQuery query) {
        Map<String, Object> values = new LinkedHashMap<>();
        return new Statement("select count(*) from phone_call c where " + filter(query, values), values);
    }

    /**
     * One page and one call more, which tells whether there is a next page. Each row has the call, {@code sort_value}
     * and {@code version}, the case's version as this very statement sees it.
     */
    static Statement page(PhoneCallQuery query) {
        Map<String, Object> values = new LinkedHashMap<>();
        String filter = filter(query, values);
        values.put("limit", query.perPage() + 1);
        if (query.start() instanceof Numbered numbered) {
            values.put("offset", numbered.offset(query.perPage()));
            return numbered(query, filter, values);
        }
        After after = (After) query.start();
        values.put("sortValue", after.position().sortValue());
        values.put("id", after.position().id());
        if (query.sortBy() == SortBy.CREATED_AT) {
            return after(query, filter, values);
        }
        values.put("version", after.position().version());
        return afterInFrozenOrder(query, filter, values);
    }

    private static Statement numbered(PhoneCallQuery query, String filter, Map<String, Object> values) {
        return new Statement(
                """
                select c.*, %1$s as sort_value, %2$s as version
                from phone_call c
                where %3$s
                order by %1$s %4$s, c.id %4$s
                limit :limit offset :offset
                """.formatted(
                                query.sortBy().expression(),
                                version(query),
                                filter,
                                query.sortOrder().word()),
                values);
    }

    private static Statement after(PhoneCallQuery query, String filter, Map<String, Object> values) {
        return new Statement(
                """
                select c.*, %1$s as sort_value, %2$s as version
                from phone_call c
                where %3$s
                  and (%1$s, c.id) %5$s (:sortValue, :id)
                order by %1$s %4$s, c.id %4$s
                limit :limit
                """.formatted(
                                query.sortBy().expression(),
                                version(query),
                                filter,
                                query.sortOrder().word(),
                                query.sortOrder().onward()),
                values);
    }

    /**
     * A walk by duration keeps the order that it began in: a call whose duration came or changed since then stands where
     * it stood at the beginning, so that it is neither skipped nor told twice (docs/adr/0003).
     */
    private static Statement afterInFrozenOrder(PhoneCallQuery query, String filter, Map<String, Object> values) {
        return new Statement(
                """
                with changed as (
                    select distinct on (d.phone_call_id) d.phone_call_id, d.was_seconds
                    from duration_change d
                    where d.case_id = :caseId and d.version > :version
                    order by d.phone_call_id, d.version
                )
                select * from (
                    (select c.*, %1$s as sort_value, :version as version
                    from phone_call c
                    where %2$s
                      and (%1$s, c.id) %4$s (:sortValue, :id)
                      and not exists (select from changed where changed.phone_call_id = c.id)
                    order by %1$s %3$s, c.id %3$s
                    limit :limit)
                    union all
                    (select c.*, changed.was_seconds as sort_value, :version as version
                    from changed
                    join phone_call c on c.id = changed.phone_call_id
                    where %2$s
                      and (changed.was_seconds, c.id) %4$s (:sortValue, :id))
                ) page
                order by sort_value %3$s, id %3$s
                limit :limit
                """.formatted(
                                query.sortBy().expression(),
                                filter,
                                query.sortOrder().word(),
                                query.sortOrder().onward()),
                values);
    }

    private static String filter(PhoneCallQuery query, Map<String, Object> values) {
        StringBuilder filter = new StringBuilder("c.case_id = :caseId");
        values.put("caseId", query.caseId().value());
        if (query.status() != null) {
            filter.append(" and c.status = :status");
            values.put("status", query.status().word());
        }
        if (query.institutionContactId() != null) {
            filter.append(" and c.institution_contact_id = :institutionContactId");
            values.put("institutionContactId", query.institutionContactId());
        }
        return filter.toString();
    }

    private static String version(PhoneCallQuery query) {
        return query.sortBy() == SortBy.CREATED_AT
                ? "cast(0 as bigint)"
                : "coalesce((select v.version from case_version v where v.case_id = :caseId), 0)";
    }
}
