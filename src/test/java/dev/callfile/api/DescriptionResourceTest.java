package dev.callfile.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.callfile.problem.ProblemCode;
import dev.callfile.problem.ProblemException;
import org.junit.jupiter.api.Test;

/** What is not to be shown is not there; {@code OpenApiTest} has the rest. */
class DescriptionResourceTest {

    @Test
    void description_whereItMustNotAnswer_isNotThere() {
        DescriptionResource description = new DescriptionResource(false, new ObjectMapper());

        ProblemException refusal = assertThrows(ProblemException.class, () -> description.get("json", null));
        assertEquals(ProblemCode.NOT_FOUND, refusal.code());
    }
}
