package dev.callfile.api;

import dev.callfile.call.ActionItemQuery;
import dev.callfile.call.CaseId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what a list of action items is asked for. */
final class ActionItemParameters {

    private static final List<String> NAMES = List.of("completed", "per_page", "cursor");

    private ActionItemParameters() {}

    /**
     * The action items that a request asks for.
     *
     * @param caseIdText the path's, as written
     * @param given the query's parameters, decoded, each with all its values
     * @throws dev.callfile.problem.ProblemException 400 with every fault
     */
    static ActionItemQuery parse(String caseIdText, Map<String, List<String>> given) {
        Parameters parameters = new Parameters(given, NAMES);
        Optional<CaseId> caseId = Paging.caseId(caseIdText, parameters);
        Boolean completed = parameters.flag("completed");
        int perPage = Paging.perPage(parameters);
        Optional<Cursor> cursor = Paging.cursor(parameters);
        if (parameters.faults().any()) {
            throw parameters.faults().refusal();
        }
        ActionItemQuery query = new ActionItemQuery(caseId.orElseThrow(), completed, null, perPage);
        return cursor.isEmpty()
                ? query
                : query.startingAfter(Paging.placeOf(cursor.get().positionIn(query), parameters));
    }
}
