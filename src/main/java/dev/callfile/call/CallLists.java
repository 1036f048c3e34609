package dev.callfile.call;

import dev.callfile.call.PhoneCallQuery.After;
import dev.callfile.call.PhoneCallQuery.Numbered;
import java.util.LinkedHashMap;
import java.util.Map;

/** The statements of lists of calls: fixed fragments, and every value bound. */
final class CallLists {

    /**
     * What a reader sees of a call, in that order, and no more: the index of its words is larger than the words, and the case
     * is known.
     */
    static final String COLUMNS = """
            c.id, c.institution_contact_id, c.to_number, c.from_number, c.status, c.direction, c.duration_seconds,
                c.started_at, c.ended_at, c.recording_duration_seconds, c.recording_status, c.recording_deleted_at,
                c.transcript, c.summary, c.action_items, c.called_by, c.twilio_call_sid, c.notes, c.created_at,
                c.updated_at""";

    /** All calls of a case are counted as they come and go. */
    private static final String COUNTED =
            "(select cast(coalesce(sum(n.calls), 0) as bigint) from case_calls n where n.case_id = :countedBy)";

    private static final String VERSION =
            "coalesce((select v.version from case_version v where v.case_id = :versionedBy), 0)";

    private CallLists() {}

    /** How many calls match, wherever the page starts. */
    static Statement count(PhoneCallQuery query) {
        Map<String, Object> values = new LinkedHashMap<>();
        return new Statement("select " + counted(query, values), values);
    }

    /**
     * Calls without something are all calls less those with it, which have an index; in one statement, so that both are
     * of one moment. Calls that have some words are read anyway, once.
     */
    private static String counted(PhoneCallQuery query, Map<String, Object> values) {
        PhoneCallFilter filter = query.filter();
        if (filter.isNone()) {
            values.put("countedBy", query.caseOrNone());
            return COUNTED;
        }
        boolean isRead = filter.words() != null;
        if (!isRead && Boolean.FALSE.equals(filter.hasTranscript())) {
            return "(" + counted(query.with(filter.asking(null, filter.hasOpenActionItems())), values) + " - "
                    + counted(query.with(filter.asking(true, filter.hasOpenActionItems())), values) + ")";
        }
        if (!isRead && Boolean.FALSE.equals(filter.hasOpenActionItems())) {
            return "(" + counted(query.with(filter.asking(filter.hasTranscript(), null)), values) + " - "
                    + counted(query.with(filter.asking(filter.hasTranscript(), true)), values) + ")";
        }
        return "(select count(*) from phone_call c where " + Conditions.of(query, values) + ")";
    }

    /**
     * One page and one call more, which tells whether there is a next page. Each row has the call; by duration also
     * {@code sort_value} and {@code version}, the case's version as this very statement sees it; on a page by number also the
     * {@code total}, {@code null} where it would have to be counted.
     */
    static Statement page(PhoneCallQuery query) {
        Map<String, Object> values = new LinkedHashMap<>();
        String conditions = Conditions.of(query, values);
        values.put("limit", query.perPage() + 1);
        if (query.sortBy() == SortBy.DURATION_SECONDS) {
            values.put("versionedBy", query.caseOrNone());
        }
        if (query.start() instanceof Numbered numbered) {
            values.put("offset", numbered.offset(query.perPage()));
            return numbered(query, conditions, values);
        }
        After after = (After) query.start();
        values.put("sortValue", after.position().sortValue());
        values.put("id", after.position().id());
        if (query.sortBy() == SortBy.CREATED_AT) {
            return after(query, conditions, values);
        }
        values.put("version", after.position().version());
        return afterInFrozenOrder(query, conditions, values);
    }

    private static Statement numbered(PhoneCallQuery query, String conditions, Map<String, Object> values) {
        boolean counted = query.filter().isNone();
        if (counted) {
            values.put("countedBy", query.caseOrNone());
        }
        String total = ", " + (counted ? COUNTED : "cast(null as bigint)") + " as total";
        return new Statement(select(query, total, conditions, " offset :offset"), values);
    }

    private static Statement after(PhoneCallQuery query, String conditions, Map<String, Object> values) {
        return new Statement(select(query, "", conditions + "\n  and " + onward(query), ""), values);
    }

    private static String onward(PhoneCallQuery query) {
        return "(" + query.sortBy().expression() + ", c.id) "
                + query.sortOrder().onward() + " (:sortValue, :id)";
    }

    private static String select(PhoneCallQuery query, String more, String conditions, String offset) {
        String position = query.sortBy() == SortBy.CREATED_AT
                ? ""
                : ", " + query.sortBy().expression() + " as sort_value, " + VERSION + " as version";
        return "select " + COLUMNS + position + more + "\nfrom " + found(query, conditions, offset);
    }

    /**
     * The page's calls in order. Where an index tells which calls match, but not an index of just those calls, they are
     * found in that index alone and only the page's calls are read: others can be many, and are as large as what was said.
     */
    private static String found(PhoneCallQuery query, String conditions, String offset) {
        String order = "\norder by " + query.sortBy().expression() + " "
                + query.sortOrder().word() + ", c.id " + query.sortOrder().word();
        String matching = "phone_call c\nwhere " + conditions + order + "\nlimit :limit" + offset;
        return query.filter().isCovered()
                ? "(select c.id from " + matching + ") found\njoin phone_call c on c.id = found.id" + order
                : matching;
    }

    /**
     * A walk by duration keeps the order that it began in: a call whose duration came or changed since then stands where
     * it stood at the beginning, so that it is neither skipped nor told twice (docs/adr/0003).
     */
    private static Statement afterInFrozenOrder(PhoneCallQuery query, String conditions, Map<String, Object> values) {
        String unchanged = conditions + "\n  and " + onward(query)
                + "\n  and not exists (select from changed where changed.phone_call_id = c.id)";
        return new Statement(
                """
                with changed as (
                    select distinct on (d.phone_call_id) d.phone_call_id, d.was_seconds
                    from duration_change d
                    where d.case_id = :versionedBy and d.version > :version
                    order by d.phone_call_id, d.version
                )
                select * from (
                    (select %1$s, %2$s as sort_value, :version as version
                    from %3$s)
                    union all
                    (select %1$s, changed.was_seconds as sort_value, :version as version
                    from changed
                    join phone_call c on c.id = changed.phone_call_id
                    where %4$s
                      and (changed.was_seconds, c.id) %6$s (:sortValue, :id))
                ) page
                order by sort_value %5$s, id %5$s
                limit :limit
                """.formatted(
                                COLUMNS,
                                query.sortBy().expression(),
                                found(query, unchanged, ""),
                                conditions,
                                query.sortOrder().word(),
                                query.sortOrder().onward()),
                values);
    }
}
