package dev.callfile.call;

import dev.callfile.call.PhoneCallQuery.Numbered;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Finds phone calls. Reading opens no transaction: one statement is one snapshot. */
@ApplicationScoped
public class PhoneCalls implements PanacheRepositoryBase<PhoneCall, String> {

    private static final String ONE =
            "select " + CallLists.COLUMNS + ", c.case_id, c.words from phone_call c where c.id = :id";

    private static final String CALL_SID = "select c.twilio_call_sid from phone_call c"
            + " where c.id = :id and c.case_id is not distinct from coalesce(cast(:caseId as text), c.case_id)";

    /**
     * What a page shows.
     *
     * @param number of calls
     * @param last where it ends, if it is full
     * @param total {@code null} where the statement did not count
     */
    private record Shown(
            ByteBuffer calls,
            int number,
            @Nullable Position last,
            boolean hasMore,
            @Nullable Long total) {}

    private final String publicUrl;
    private final Duration patience;
    /** Half of the connections: callbacks find one of the others, however many search. */
    private final Semaphore searches;

    PhoneCalls(
            @ConfigProperty(name = "callfile.public-url") String publicUrl,
            @ConfigProperty(name = "quarkus.datasource.jdbc.max-size") int connections,
            @ConfigProperty(name = "quarkus.datasource.jdbc.acquisition-timeout") Duration patience) {
        this.publicUrl = publicUrl;
        this.patience = patience;
        this.searches = new Semaphore(Math.max(1, connections / 2), true);
    }

    /**
     * One page of a list; empty where no call matches, or the page is past the last.
     *
     * @throws RejectedExecutionException when too many lists that take long were asked for before
     */
    public PhoneCallPage list(PhoneCallQuery query) {
        if (!query.isSearch()) {
            return read(query);
        }
        try {
            if (!searches.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new RejectedExecutionException("too many search at once");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RejectedExecutionException("the service ends", e);
        }
        try {
            return read(query);
        } finally {
            searches.release();
        }
    }

    private PhoneCallPage read(PhoneCallQuery query) {
        Shown shown = CallLists.page(query).read(getSession(), rows -> show(rows, query));
        return new PhoneCallPage(
                shown.calls(),
                shown.hasMore() ? shown.last() : null,
                query.start() instanceof Numbered numbered
                        ? total(query, numbered.offset(query.perPage()), shown)
                        : null);
    }

    private Shown show(ResultSet row, PhoneCallQuery query) throws SQLException {
        try {
            CaseId caseId = query.caseId();
            PhoneCallJson calls = new PhoneCallJson(caseId == null ? null : caseId.value(), publicUrl);
            int number = 0;
            Position last = null;
            Long total = null;
            boolean isNext = row.next();
            while (isNext && number < query.perPage()) {
                calls.add(row);
                number++;
                if (number == query.perPage()) {
                    last = position(row, query.sortBy());
                }
                if (number == 1 && query.start() instanceof Numbered) {
                    total = row.getObject("total", Long.class);
                }
                isNext = row.next();
            }
            return new Shown(calls.array(), number, last, isNext, total);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Position position(ResultSet row, SortBy sortBy) throws SQLException {
        return sortBy == SortBy.CREATED_AT
                ? new Position(row.getString("id"), Statement.instant(row, row.findColumn("created_at")), null, 0)
                : new Position(row.getString("id"), null, row.getInt("sort_value"), row.getLong("version"));
    }

    /**
     * One call with where its words come from.
     *
     * @param caseId {@code null} for whatever case it is in
     * @return empty where the case has no such call
     */
    public Optional<PhoneCallFile> file(@Nullable CaseId caseId, String id) {
        Map<String, Object> values = caseId == null ? Map.of("id", id) : Map.of("id", id, "caseId", caseId.value());
        return new Statement(ONE + (caseId == null ? "" : " and c.case_id = :caseId"), values)
                        .list(
                                getSession(),
                                row -> new PhoneCallFile(
                                        PhoneCallView.read(row, row.getString("case_id"), publicUrl),
                                        Rows.read(row.getString("words"), Words.class)
                                                .provenance()))
                        .stream()
                        .findFirst();
    }

    /** The record of a root leg; empty where there is none. */
    Optional<PhoneCallFile> fileOf(String callSid) {
        return find("twilioCallSid", callSid).singleResultOptional().flatMap(call -> file(null, call.id));
    }

    /** The CallSid of a record's root leg; empty where the case has no such call. */
    Optional<String> callSid(@Nullable CaseId caseId, String id) {
        return getSession()
                .createNativeQuery(CALL_SID, String.class)
                .setParameter("id", id)
                .setParameter("caseId", caseId == null ? null : caseId.value(), String.class)
                .uniqueResultOptional();
    }

    /** The last page tells the total by itself, and all calls of a case are counted as they come; others are here. */
    private @Nullable Long total(PhoneCallQuery query, long offset, Shown shown) {
        boolean told = !shown.hasMore() && (shown.number() > 0 || offset == 0);
        if (told) {
            return offset + shown.number();
        }
        return shown.total() != null
                ? shown.total()
                : CallLists.count(query)
                        .list(getSession(), row -> row.getLong(1))
                        .get(0);
    }
}
