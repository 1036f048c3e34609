package dev.callfile.twilio.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SummaryTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    "The bank will call."                              | The bank will call.
                    {"result": " The bank will call. "}                | The bank will call.
                    {"text": "The bank will call."}                    | The bank will call.
                    {"result": {"summary": "The bank will call."}}     | The bank will call.
                    "{\\"summary\\": \\"The bank will call.\\"}"       | The bank will call.
                    {"overview": "The bank will call."}                | The bank will call.
                    {"summary": ["The bank", "will call."]}            | The bank\\nwill call.
                    "[Agent] The bank will call."                      | [Agent] The bank will call.
                    "\\u0000 {"                                        | \uFFFD {
                    {"result": ""}                                     |
                    {"label": "a", "score": 1}                         |
                    {}                                                 |
                    null                                               |
                    7                                                  |
                    """)
    void text_isFoundInBothShapesAndSomeMore(String answer, String expected) {
        assertEquals(
                Optional.ofNullable(expected).map(text -> text.replace("\\n", "\n")),
                SummaryText.of(Json.parse(answer)));
    }
}
