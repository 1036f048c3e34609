package dev.callfile.call;

import dev.callfile.call.PhoneCallQuery.Numbered;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Finds phone calls. Reading opens no transaction: one statement is one snapshot. */
@ApplicationScoped
public class PhoneCalls implements PanacheRepositoryBase<PhoneCall, String> {

    private static final String IS_THE_ONE =
            "c.id = :id and c.case_id is not distinct from coalesce(cast(:caseId as text), c.case_id)";
    private static final String ONE = "select c.*, cast(c.words as text) as told from phone_call c where " + IS_THE_ONE;

    private final String publicUrl;

    PhoneCalls(@ConfigProperty(name = "callfile.public-url") String publicUrl) {
        this.publicUrl = publicUrl;
    }

    /** One page of a list; empty where no call matches, or the page is past the last. */
    public PhoneCallPage list(PhoneCallQuery query) {
        List<Object[]> rows = Statement.page(query)
                .prepare(getSession(), Object[].class)
                .addEntity("c", PhoneCall.class)
                .addScalar("sort_value", query.sortBy() == SortBy.CREATED_AT ? Instant.class : Integer.class)
                .addScalar("version", Long.class)
                .list();
        boolean hasMore = rows.size() > query.perPage();
        List<Object[]> shown = hasMore ? rows.subList(0, query.perPage()) : rows;
        return new PhoneCallPage(
                shown.stream()
                        .map(row -> PhoneCallView.of((PhoneCall) row[0], publicUrl))
                        .toList(),
                hasMore ? position(shown.get(shown.size() - 1)) : null,
                query.start() instanceof Numbered numbered
                        ? total(query, numbered.offset(query.perPage()), shown.size(), hasMore)
                        : null);
    }

    /**
     * One call with where its words come from.
     *
     * @param caseId {@code null} for whatever case it is in
     * @return empty where the case has no such call
     */
    public Optional<PhoneCallFile> file(@Nullable CaseId caseId, String id) {
        return getSession()
                .createNativeQuery(ONE, Object[].class)
                .addEntity("c", PhoneCall.class)
                .addScalar("told", String.class)
                .setParameter("id", id)
                .setParameter("caseId", caseId == null ? null : caseId.value(), String.class)
                .uniqueResultOptional()
                .map(row -> new PhoneCallFile(
                        PhoneCallView.of((PhoneCall) row[0], publicUrl),
                        Rows.read((String) row[1], Words.class).provenance()));
    }

    /** The record of a root leg; empty where there is none. */
    Optional<PhoneCallFile> fileOf(String callSid) {
        return find("twilioCallSid", callSid).singleResultOptional().flatMap(call -> file(null, call.id));
    }

    /** The CallSid of a record's root leg; empty where the case has no such call. */
    Optional<String> callSid(@Nullable CaseId caseId, String id) {
        return getSession()
                .createNativeQuery("select c.twilio_call_sid from phone_call c where " + IS_THE_ONE, String.class)
                .setParameter("id", id)
                .setParameter("caseId", caseId == null ? null : caseId.value(), String.class)
                .uniqueResultOptional();
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
        return Statement.count(query).prepare(getSession(), Long.class).getSingleResult();
    }
}
