package dev.callfile.call;

import dev.callfile.call.PhoneCallQuery.Numbered;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;

/** Finds phone calls. Reading opens no transaction: one statement is one snapshot. */
@ApplicationScoped
public class PhoneCalls implements PanacheRepositoryBase<PhoneCall, String> {

    /** One page of a case's calls; empty where the case has none, or the page is past the last. */
    public PhoneCallPage list(PhoneCallQuery query) {
        List<Object[]> rows = bind(
                        Statement.page(query),
                        sql -> getSession()
                                .createNativeQuery(sql, Object[].class)
                                .addEntity("c", PhoneCall.class)
                                .addScalar(
                                        "sort_value",
                                        query.sortBy() == SortBy.CREATED_AT ? Instant.class : Integer.class)
                                .addScalar("version", Long.class))
                .list();
        boolean hasMore = rows.size() > query.perPage();
        List<Object[]> shown = hasMore ? rows.subList(0, query.perPage()) : rows;
        return new PhoneCallPage(
                shown.stream().map(row -> PhoneCallView.of((PhoneCall) row[0])).toList(),
                hasMore ? position(shown.get(shown.size() - 1)) : null,
                query.start() instanceof Numbered numbered
                        ? total(query, numbered.offset(query.perPage()), shown.size(), hasMore)
                        : null);
    }

    private static Position position(Object[] row) {
        PhoneCall last = (PhoneCall) row[0];
        return row[1] instanceof Instant createdAt
                ? new Position(last.id, createdAt, null, 0)
                : new Position(last.id, null, (Integer) row[1], (Long) row[2]);
    }

    /** The last page tells the total by itself; only elsewhere is it counted. */
    private @Nullable Long total(PhoneCallQuery query, long offset, int shown, boolean hasMore) {
        boolean told = !hasMore && (shown > 0 || offset == 0);
        if (told) {
            return offset + shown;
        }
        return bind(Statement.count(query), sql -> getSession().createNativeQuery(sql, Long.class))
                .getSingleResult();
    }

    private static <T> NativeQuery<T> bind(Statement statement, Function<String, NativeQuery<T>> prepare) {
        NativeQuery<T> query = prepare.apply(statement.sql());
        statement.values().forEach(query::setParameter);
        return query;
    }
}
