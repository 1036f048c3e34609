package dev.callfile.api;

import dev.callfile.call.CaseId;
import java.util.Optional;

/** What lists have in common: a case in the path, the size of a page, and a cursor. */
final class Paging {

    private Paging() {}

    static Optional<CaseId> caseId(String text, Parameters parameters) {
        Optional<CaseId> caseId = CaseId.parse(text);
        if (caseId.isEmpty()) {
            parameters.faults().add("case_id", "must be a ULID: 26 characters of 0-9 and A-Z without I, L, O and U");
        }
        return caseId;
    }

    static int perPage(Parameters parameters) {
        return (int) parameters.number("per_page", 1, 100, 25);
    }

    static Optional<Cursor> cursor(Parameters parameters) {
        String text = parameters.single("cursor");
        if (text == null) {
            return Optional.empty();
        }
        Optional<Cursor> cursor = Cursor.parse(text);
        if (cursor.isEmpty()) {
            parameters.faults().add("cursor", "is not a cursor: send the next_cursor of a page as it was given");
        }
        return cursor;
    }

    /** The place that a cursor names; a fault where it is in another list. */
    static <T> T placeOf(Optional<T> place, Parameters parameters) {
        return place.orElseThrow(() -> {
            parameters
                    .faults()
                    .add("cursor", "belongs to another list: repeat the case, filters and sort it was given for");
            return parameters.faults().refusal();
        });
    }
}
