package dev.callfile.api;

import dev.callfile.call.CaseId;
import dev.callfile.call.PhoneCallFilter;
import dev.callfile.call.PhoneCallQuery;
import dev.callfile.call.PhoneCallQuery.After;
import dev.callfile.call.PhoneCallQuery.Numbered;
import dev.callfile.call.SortBy;
import dev.callfile.call.SortOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what a list of calls is asked for: filters, sort, and where the page starts. */
final class ListParameters {

    private static final List<String> OF_A_CASE = Stream.of(
                    List.of("page", "per_page", "cursor", "sort_by", "sort_order"), FilterParameters.NAMES)
            .flatMap(List::stream)
            .toList();
    private static final List<String> UNASSIGNED =
            Stream.concat(Stream.of("unassigned"), OF_A_CASE.stream()).toList();
    private static final long LAST_PAGE = 999_999_999_999_999_999L;

    private ListParameters() {}

    /**
     * The calls of a case that a request asks for.
     *
     * @param caseId the path's, as written
     * @param given the query's parameters, decoded, each with all its values
     * @throws dev.callfile.problem.ProblemException 400 with every fault
     */
    static PhoneCallQuery ofCase(String caseId, Map<String, List<String>> given) {
        Parameters parameters = new Parameters(given, OF_A_CASE);
        Optional<CaseId> ofCase = Paging.caseId(caseId, parameters);
        return query(ofCase.orElse(null), parameters);
    }

    /**
     * The calls without a case that a request asks for. It has to say that it wants those: a list that is not narrowed to
     * a case must not come of a parameter forgotten.
     *
     * @param given the query's parameters, decoded, each with all its values
     * @throws dev.callfile.problem.ProblemException 400 with every fault
     */
    static PhoneCallQuery unassigned(Map<String, List<String>> given) {
        Parameters parameters = new Parameters(given, UNASSIGNED);
        if (!List.of("true").equals(given.get("unassigned"))) {
            parameters.faults().add("unassigned", "must be true, once: this list has the calls that wait for a case");
        }
        return query(null, parameters);
    }

    private static PhoneCallQuery query(@Nullable CaseId caseId, Parameters parameters) {
        long page = parameters.number("page", 1, LAST_PAGE, 1);
        int perPage = Paging.perPage(parameters);
        PhoneCallFilter filter = FilterParameters.read(parameters);
        SortBy sortBy =
                parameters.choice("sort_by", SortBy.values(), SortBy::word).orElse(SortBy.CREATED_AT);
        SortOrder sortOrder = parameters
                .choice("sort_order", SortOrder.values(), SortOrder::word)
                .orElse(SortOrder.DESC);
        Optional<Cursor> cursor = Paging.cursor(parameters);
        if (parameters.has("cursor") && parameters.has("page")) {
            parameters.faults().add("page", "cannot stand together with cursor: send one of them");
        }
        if (parameters.faults().any()) {
            throw parameters.faults().refusal();
        }
        PhoneCallQuery query = new PhoneCallQuery(caseId, filter, sortBy, sortOrder, new Numbered(page), perPage);
        return cursor.isEmpty()
                ? query
                : query.startingAt(new After(Paging.placeOf(cursor.get().positionIn(query), parameters)));
    }
}
