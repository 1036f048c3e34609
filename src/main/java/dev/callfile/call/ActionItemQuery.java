package dev.callfile.call;

import org.jspecify.annotations.Nullable;

/**
 * Which action items of a case's calls to list.
 *
 * @param completed whether they are done; {@code null} for all
 * @param after the last item that has been seen; {@code null} for the first page
 * @param perPage size of a page, 1 to 100
 */
public record ActionItemQuery(
        CaseId caseId,
        @Nullable Boolean completed,
        @Nullable ActionItemPosition after,
        int perPage) {

    /** The same list from another start. */
    public ActionItemQuery startingAfter(ActionItemPosition after) {
        return new ActionItemQuery(caseId, completed, after, perPage);
    }
}
