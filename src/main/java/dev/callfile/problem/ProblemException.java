package dev.callfile.problem;

import java.util.List;
import java.util.Map;

/** Ends a request with a problem. Its message is the problem's {@code detail}: it is written for the caller to read. */
public class ProblemException extends RuntimeException {

    private final ProblemCode code;
    private final String detail;
    private final List<FieldError> errors;
    private final Map<String, String> headers;

    /** A problem that is no fault of a single field. */
    public ProblemException(ProblemCode code, String detail) {
        this(code, detail, List.of(), Map.of());
    }

    /** Bad input, with every fault that was found. */
    public ProblemException(ProblemCode code, String detail, List<FieldError> errors) {
        this(code, detail, errors, Map.of());
    }

    ProblemException(ProblemCode code, String detail, List<FieldError> errors, Map<String, String> headers) {
        super(detail, null, false, false);
        this.code = code;
        this.detail = detail;
        this.errors = List.copyOf(errors);
        this.headers = Map.copyOf(headers);
    }

    ProblemCode code() {
        return code;
    }

    String detail() {
        return detail;
    }

    List<FieldError> errors() {
        return errors;
    }

    Map<String, String> headers() {
        return headers;
    }
}
