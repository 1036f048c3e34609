package dev.callfile.problem;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ends a request with a problem. Its message is the problem's {@code detail}: it is written for the caller to read. */
public class ProblemException extends RuntimeException {

    private final ProblemCode code;
    private final String detail;
    private final List<FieldError> errors;
    private final Map<String, String> headers;
    private final @Nullable Integer twilioCode;

    /** A problem that is no fault of a single field. */
    public ProblemException(ProblemCode code, String detail) {
        this(code, detail, List.of(), Map.of());
    }

    /** Bad input, with every fault that was found. */
    public ProblemException(ProblemCode code, String detail, List<FieldError> errors) {
        this(code, detail, errors, Map.of());
    }

    /** A problem that says something in headers as well. */
    public ProblemException(ProblemCode code, String detail, Map<String, String> headers) {
        this(code, detail, List.of(), headers);
    }

    ProblemException(ProblemCode code, String detail, List<FieldError> errors, Map<String, String> headers) {
        this(code, detail, errors, headers, null);
    }

    private ProblemException(
            ProblemCode code,
            String detail,
            List<FieldError> errors,
            Map<String, String> headers,
            @Nullable Integer twilioCode) {
        super(detail, null, false, false);
        this.code = code;
        this.detail = detail;
        this.errors = List.copyOf(errors);
        this.headers = Map.copyOf(headers);
        this.twilioCode = twilioCode;
    }

    /**
     * Twilio said no, or failed.
     *
     * @param twilioCode one of <a href="https://www.twilio.com/docs/api/errors">Twilio's error codes</a>, where it gave one
     */
    public static ProblemException ofTwilio(@Nullable Integer twilioCode, String detail, Map<String, String> headers) {
        return new ProblemException(ProblemCode.TWILIO_ERROR, detail, List.of(), headers, twilioCode);
    }

    @Nullable Integer twilioCode() {
        return twilioCode;
    }

    /** The word that programs act on. */
    public ProblemCode code() {
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
