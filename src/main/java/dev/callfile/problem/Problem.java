package dev.callfile.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong and how to mend it.
 *
 * @param instance path of the request
 * @param twilioCode Twilio's own error code, where it refused
 * @param errors each fault of bad input; empty, and then not written, for anything else
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457, Problem Details for HTTP APIs</a>
 */
@JsonNaming(SnakeCaseStrategy.class)
@RegisterForReflection(registerFullHierarchy = true) // written by Problems
record Problem(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        ProblemCode code,
        String requestId,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer twilioCode,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> errors) {

    static final String MEDIA_TYPE = "application/problem+json";

    static Problem of(int status, ProblemException cause, String instance, String requestId) {
        ProblemCode code = cause.code();
        return new Problem(
                "urn:callfile:problem:" + code.word(),
                code.title(),
                status,
                cause.detail(),
                instance,
                code,
                requestId,
                cause.twilioCode(),
                cause.errors());
    }
}
