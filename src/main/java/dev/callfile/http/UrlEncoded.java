package dev.callfile.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An {@code application/x-www-form-urlencoded} body or query, decoded once: repeated names and empty values are kept, a
 * malformed escape stands for itself, and malformed UTF-8 becomes U+FFFD.
 *
 * @param values all values of each name, names and values in the order they came
 * @see <a href="https://url.spec.whatwg.org/#urlencoded-parsing">URL Standard, urlencoded parsing</a>
 */
public record UrlEncoded(Map<String, List<String>> values) {

    /**
     * Parses a query.
     *
     * @param query without its question mark; {@code null} where there is none
     */
    public static UrlEncoded parse(@Nullable String query) {
        return parse(query == null ? new byte[0] : query.getBytes(StandardCharsets.UTF_8));
    }

    /** The query of a request target, which is its path and query. */
    public static UrlEncoded queryOf(String requestTarget) {
        int query = requestTarget.indexOf('?');
        return parse(query < 0 ? null : requestTarget.substring(query + 1));
    }

    /** Parses a body. */
    public static UrlEncoded parse(byte[] text) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        int start = 0;
        for (int end = 0; end <= text.length; end++) {
            if (end == text.length || text[end] == '&') {
                if (end > start) {
                    add(values, text, start, end);
                }
                start = end + 1;
            }
        }
        return new UrlEncoded(Collections.unmodifiableMap(values));
    }

    /** How many fields a body has at most, as far as can be told without taking it apart. */
    public static int count(byte[] text) {
        int fields = 1;
        for (byte b : text) {
            if (b == '&') {
                fields++;
            }
        }
        return fields;
    }

    private static void add(Map<String, List<String>> values, byte[] text, int start, int end) {
        int equals = start;
        while (equals < end && text[equals] != '=') {
            equals++;
        }
        String value = equals == end ? "" : decode(text, equals + 1, end);
        values.computeIfAbsent(decode(text, start, equals), name -> new ArrayList<>())
                .add(value);
    }

    private static String decode(byte[] text, int start, int end) {
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(end - start);
        for (int i = start; i < end; i++) {
            if (text[i] == '+') {
                decoded.write(' ');
            } else if (text[i] == '%' && i + 2 < end && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0) {
                decoded.write(hex(text[i + 1]) << 4 | hex(text[i + 2]));
                i += 2;
            } else {
                decoded.write(text[i]);
            }
        }
        return decoded.toString(StandardCharsets.UTF_8);
    }

    private static int hex(byte digit) {
        return digit < 0 ? -1 : Character.digit((char) digit, 16);
    }

    /** The first value of a name; {@code null} where the name is not there. */
    public @Nullable String first(String name) {
        List<String> all = values.get(name);
        return all == null ? null : all.get(0);
    }
}
