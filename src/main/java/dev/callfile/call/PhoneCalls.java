package dev.callfile.call;

import dev.callfile.call.PhoneCallQuery.Numbered;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Finds phone calls. Reading opens no transaction: one statement is one snapshot. */
@ApplicationScoped
public class PhoneCalls implements PanacheRepositoryBase<PhoneCall, String> {

    private static final String ONE = "select " + CallLists.COLUMNS + ", c.words from phone_call c where c.id = :id";

    private static final String CALL_SID = "select c.twilio_call_sid from phone_call c"
            + " where c.id = :id and c.case_id is not distinct from coalesce(cast(:caseId as text), c.case_id)";

    /** @param total {@code null} where the statement did not count */
    private record Row(
            PhoneCallView call, Position position, @Nullable Long total) {}

    private final String publicUrl;

    PhoneCalls(@ConfigProperty(name = "callfile.public-url") String publicUrl) {
        this.publicUrl = publicUrl;
    }

    /** One page of a list; empty where no call matches, or the page is past the last. */
    public PhoneCallPage list(PhoneCallQuery query) {
        boolean isNumbered = query.start() instanceof Numbered;
        List<Row> rows = CallLists.page(query).list(getSession(), row -> {
            PhoneCallView call = PhoneCallView.read(row, publicUrl);
            Long total = isNumbered ? row.getObject(CallLists.AFTER_COLUMNS + 2, Long.class) : null;
            return new Row(call, position(call, row, query.sortBy()), total);
        });
        boolean hasMore = rows.size() > query.perPage();
        List<Row> shown = hasMore ? rows.subList(0, query.perPage()) : rows;
        return new PhoneCallPage(
                shown.stream().map(Row::call).toList(),
                hasMore ? shown.get(shown.size() - 1).position() : null,
                query.start() instanceof Numbered numbered
                        ? total(query, numbered.offset(query.perPage()), shown, hasMore)
                        : null);
    }

    private static Position position(PhoneCallView call, ResultSet row, SortBy sortBy) throws SQLException {
        return sortBy == SortBy.CREATED_AT
                ? new Position(call.id(), call.createdAt(), null, 0)
                : new Position(
                        call.id(), null, row.getInt(CallLists.AFTER_COLUMNS), row.getLong(CallLists.AFTER_COLUMNS + 1));
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
                                        PhoneCallView.read(row, publicUrl),
                                        Rows.read(row.getString(CallLists.AFTER_COLUMNS), Words.class)
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
    private @Nullable Long total(PhoneCallQuery query, long offset, List<Row> shown, boolean hasMore) {
        boolean told = !hasMore && (!shown.isEmpty() || offset == 0);
        if (told) {
            return offset + shown.size();
        }
        Long counted = shown.isEmpty() ? null : shown.get(0).total();
        return counted != null
                ? counted
                : CallLists.count(query)
                        .list(getSession(), row -> row.getLong(1))
                        .get(0);
    }
}
