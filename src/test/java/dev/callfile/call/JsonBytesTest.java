package dev.callfile.call;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Byte for byte what Jackson writes. */
class JsonBytesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OFTEN = "\"\\\n\t\u0000\u001f\u007f/é€😀 ~!#[]";

    @Test
    void text_isWhatJacksonWrites_whereverSomethingIsEscaped() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            String text = text(random, random.nextInt(40), random.nextInt(1, 30));

            assertEquals(JSON.writeValueAsString(text), written(new JsonBytes(1).text(text)));
        }
    }

    @Test
    void text_isWhatJacksonWrites_forEachCharacterAtEachPlace() throws Exception {
        for (int character = 0; character < 0x900; character++) {
            for (int before = 0; before < 9; before++) {
                String text = "a".repeat(before) + (char) character + "b".repeat(8);

                assertEquals(JSON.writeValueAsString(text), written(new JsonBytes(1).text(text)));
            }
        }
    }

    @Test
    void text_isNull_whereThereIsNone() {
        assertEquals("null", written(new JsonBytes(1).text((String) null)));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {0, 1, 9, 10, 99, 100, 342, 999_999_999, 1_000_000_000, Integer.MAX_VALUE, -1, Integer.MIN_VALUE})
    void number_isItsDigits(int number) {
        assertEquals(Integer.toString(number), written(new JsonBytes(1).number(number)));
    }

    @Test
    void written_isAllThatWasAppended() {
        JsonBytes json = new JsonBytes(1);
        for (int i = 0; i < 1000; i++) {
            json.raw('[').raw(JsonBytes.ascii("true")).raw(',').digits(i, 4).raw(']');
        }

        assertEquals(
                IntStream.range(0, 1000).mapToObj("[true,%04d]"::formatted).reduce("", String::concat), written(json));
    }

    /** @param rarely one in so many characters is one that may be special */
    private static String text(Random random, int length, int rarely) {
        int[] often = OFTEN.codePoints().toArray();
        int[] characters = IntStream.generate(() ->
                        random.nextInt(rarely) == 0 ? often[random.nextInt(often.length)] : 'a' + random.nextInt(26))
                .limit(length)
                .toArray();
        return new String(characters, 0, characters.length);
    }

    private static String written(JsonBytes json) {
        return StandardCharsets.UTF_8.decode(json.written()).toString();
    }
}
