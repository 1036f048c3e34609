package dev.callfile.api;

import dev.callfile.call.CaseId;
import dev.callfile.problem.ProblemCode;
import dev.callfile.problem.ProblemException;
import java.util.Locale;

/**
 * Which call a path names.
 *
 * @param id of the record
 */
record CallAddress(CaseId caseId, String id) {

    /**
     * Reads the two ids as a client wrote them: ULIDs, in upper or lower case.
     *
     * @throws ProblemException 404 where either is none, since nothing can be there
     */
    static CallAddress parse(String caseId, String callId) {
        return new CallAddress(CaseId.parse(caseId).orElseThrow(CallAddress::notFound), id(callId));
    }

    /** @throws ProblemException 404 where it is none */
    static String id(String callId) {
        if (CaseId.parse(callId).isEmpty()) {
            throw notFound();
        }
        return callId.toUpperCase(Locale.ROOT);
    }

    static ProblemException notFound() {
        return new ProblemException(ProblemCode.NOT_FOUND, "The case has no such call.");
    }
}
