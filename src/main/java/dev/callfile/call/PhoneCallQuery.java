package dev.callfile.call;

import org.jspecify.annotations.Nullable;

/**
 * Which calls to list, and in what order.
 *
 * @param caseId the calls' case; {@code null} for the calls that have none yet
 * @param start where the page starts
 * @param perPage size of a page, 1 to 100
 */
public record PhoneCallQuery(
        @Nullable CaseId caseId, PhoneCallFilter filter, SortBy sortBy, SortOrder sortOrder, Start start, int perPage) {

    /** The same list from another start. */
    public PhoneCallQuery startingAt(Start start) {
        return new PhoneCallQuery(caseId, filter, sortBy, sortOrder, start, perPage);
    }

    /** The same list under another filter. */
    PhoneCallQuery with(PhoneCallFilter filter) {
        return new PhoneCallQuery(caseId, filter, sortBy, sortOrder, start, perPage);
    }

    /** Whether the database may have to look through a whole case: for what is asked for, or to pass by what stands before. */
    boolean isSearch() {
        return !filter.isNone() || (start instanceof Numbered numbered && numbered.page() > 1);
    }

    /** Under which changes of duration are numbered, and calls are counted: the case, or the empty text for none. */
    String caseOrNone() {
        return caseId == null ? "" : caseId.value();
    }

    /** A page is reached by its number, or from where the page before it ended. */
    public sealed interface Start {}

    /**
     * By number.
     *
     * @param page 1 is the first
     */
    public record Numbered(long page) implements Start {

        /** How many calls stand before a page of this size; a number past all calls rather than an overflow. */
        long offset(int perPage) {
            return page - 1 > Long.MAX_VALUE / perPage ? Long.MAX_VALUE : (page - 1) * perPage;
        }
    }

    /**
     * By position.
     *
     * @param position the last call that has been seen
     */
    public record After(Position position) implements Start {}
}
