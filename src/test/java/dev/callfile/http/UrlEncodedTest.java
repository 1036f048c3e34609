package dev.callfile.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UrlEncodedTest {

    @Test
    void parse_keepsRepeatedNamesAndEmptyValues() {
        assertEquals(Map.of("a", List.of("1", "", "1"), "", List.of("x"), "b", List.of("")), parse("a=1&a=&&a=1&=x&b"));
    }

    @Test
    void parse_decodesOnce() {
        assertEquals(Map.of("Fr om", List.of("%2B1 =&")), parse("Fr+om=%252B1%20=%26"));
    }

    @Test
    void parse_malformedEscape_standsForItself() {
        assertEquals(Map.of("a", List.of("%zz%4%")), parse("a=%zz%4%"));
    }

    @Test
    void parse_malformedUtf8_becomesReplacementCharacter() {
        assertEquals(Map.of("a", List.of("\uFFFDé")), parse("a=%ff%C3%A9"));
    }

    @Test
    void parse_nothing_isEmpty() {
        assertEquals(Map.of(), parse(""));
        assertEquals(Map.of(), UrlEncoded.parse((String) null).values());
    }

    private static Map<String, List<String>> parse(String text) {
        return UrlEncoded.parse(text.getBytes(StandardCharsets.UTF_8)).values();
    }
}
