package dev.callfile.call;

import dev.callfile.call.PhoneCallQuery.After;
import dev.callfile.call.PhoneCallQuery.Numbered;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.hibernate.Session;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A list's SQL and its values, travelling together: fixed fragments, and every value bound. */
record Statement(String sql, Map<String, Object> values) {

    private static final Logger LOG = Logger.getLogger("dev.callfile.SQL");

    /** What a reader sees of a call, and no more: the index of its words is larger than the words. */
    static final String COLUMNS = """
            c.id, c.twilio_call_sid, c.case_id, c.institution_contact_id, c.to_number, c.from_number, c.status,
                c.direction, c.duration_seconds, c.started_at, c.ended_at, c.recording_status,
                c.recording_duration_seconds, c.recording_deleted_at, c.transcript, c.summary, c.action_items,
                c.called_by, c.notes, c.created_at, c.updated_at""";

    /** Where what follows them begins. */
    static final int AFTER_COLUMNS = 22;

    private static final Pattern NAMED = Pattern.compile("(?<!:):([a-zA-Z]+)");

    /** Makes something of a row. */
    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** All calls of a case are counted as they come and go. */
    private static final String COUNTED =
            "(select cast(coalesce(sum(n.calls), 0) as bigint) from case_calls n where n.case_id = :countedBy)";

    /** How many calls match, wherever the page starts. */
    static Statement count(PhoneCallQuery query) {
        if (query.filter().isNone()) {
            return new Statement("select " + COUNTED, Map.of("countedBy", query.caseOrNone()));
        }
        Map<String, Object> values = new LinkedHashMap<>();
        return new Statement("select count(*) from phone_call c where " + Conditions.of(query, values), values);
    }

    /**
     * One page and one call more, which tells whether there is a next page. Each row has the call, {@code sort_value}
     * and {@code version}, the case's version as this very statement sees it; a page by number has the {@code total} as
     * well, {@code null} where it would have to be counted.
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
        return new Statement(
                """
                select %1$s, %2$s as sort_value, %3$s as version, %6$s as total
                from phone_call c
                where %4$s
                order by %2$s %5$s, c.id %5$s
                limit :limit offset :offset
                """.formatted(
                                COLUMNS,
                                query.sortBy().expression(),
                                version(query),
                                conditions,
                                query.sortOrder().word(),
                                counted ? COUNTED : "cast(null as bigint)"),
                values);
    }

    private static Statement after(PhoneCallQuery query, String conditions, Map<String, Object> values) {
        return new Statement(
                """
                select %1$s, %2$s as sort_value, %3$s as version
                from phone_call c
                where %4$s
                  and (%2$s, c.id) %6$s (:sortValue, :id)
                order by %2$s %5$s, c.id %5$s
                limit :limit
                """.formatted(
                                COLUMNS,
                                query.sortBy().expression(),
                                version(query),
                                conditions,
                                query.sortOrder().word(),
                                query.sortOrder().onward()),
                values);
    }

    /**
     * A walk by duration keeps the order that it began in: a call whose duration came or changed since then stands where
     * it stood at the beginning, so that it is neither skipped nor told twice (docs/adr/0003).
     */
    private static Statement afterInFrozenOrder(PhoneCallQuery query, String conditions, Map<String, Object> values) {
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
                    from phone_call c
                    where %3$s
                      and (%2$s, c.id) %5$s (:sortValue, :id)
                      and not exists (select from changed where changed.phone_call_id = c.id)
                    order by %2$s %4$s, c.id %4$s
                    limit :limit)
                    union all
                    (select %1$s, changed.was_seconds as sort_value, :version as version
                    from changed
                    join phone_call c on c.id = changed.phone_call_id
                    where %3$s
                      and (changed.was_seconds, c.id) %5$s (:sortValue, :id))
                ) page
                order by sort_value %4$s, id %4$s
                limit :limit
                """.formatted(
                                COLUMNS,
                                query.sortBy().expression(),
                                conditions,
                                query.sortOrder().word(),
                                query.sortOrder().onward()),
                values);
    }

    private static String version(PhoneCallQuery query) {
        return query.sortBy() == SortBy.CREATED_AT
                ? "cast(0 as bigint)"
                : "coalesce((select v.version from case_version v where v.case_id = :versionedBy), 0)";
    }

    /**
     * Runs it, and reads every row. JDBC and not a query of Hibernate's, which keeps a plan for each that its rows are
     * described to, and never finds it again (docs/adr/0019).
     */
    <T> List<T> list(Session session, Reader<T> reader) {
        return session.doReturningWork(connection -> {
            try (PreparedStatement statement = bind(connection, "")) {
                List<T> rows = new ArrayList<>();
                ResultSet row = statement.executeQuery();
                while (row.next()) {
                    rows.add(reader.read(row));
                }
                return rows;
            }
        });
    }

    /** Ready to run, with every value bound. */
    PreparedStatement bind(Connection connection, String before) throws SQLException {
        List<Object> bound = new ArrayList<>();
        String positional = NAMED.matcher(sql).replaceAll(name -> {
            bound.add(Objects.requireNonNull(values.get(name.group(1)), name.group(1)));
            return "?";
        });
        LOG.debug(positional);
        PreparedStatement statement = connection.prepareStatement(before + positional);
        for (int i = 0; i < bound.size(); i++) {
            statement.setObject(i + 1, jdbc(bound.get(i), connection));
        }
        return statement;
    }

    private static Object jdbc(Object value, Connection connection) throws SQLException {
        if (value instanceof Instant time) {
            return time.atOffset(ZoneOffset.UTC);
        }
        return value instanceof List<?> words ? connection.createArrayOf("text", words.toArray()) : value;
    }

    /** A time of a row; {@code null} where there is none. */
    static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
