package dev.callfile.local;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A request that the stand-in for Twilio received.
 *
 * @param parameters of the query and, where the body is a form, of the body
 * @param headers names in lower case
 */
record Asked(
        String method,
        String path,
        @Nullable String query,
        Map<String, List<String>> parameters,
        Map<String, String> headers,
        String body) {

    static Asked read(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String query = exchange.getRequestURI().getRawQuery();
        boolean form = headers.getOrDefault("content-type", "").startsWith("application/x-www-form-urlencoded");
        return new Asked(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                query,
                parameters(Stream.of(query == null ? "" : query, form ? body : "")),
                headers,
                body);
    }

    private static Map<String, List<String>> parameters(Stream<String> encoded) {
        return encoded.flatMap(text -> Stream.of(text.split("&", -1)))
                .filter(pair -> !pair.isEmpty())
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.groupingBy(
                        pair -> decode(pair[0]),
                        LinkedHashMap::new,
                        Collectors.mapping(
                                pair -> pair.length < 2 ? "" : decode(pair[1]),
                                Collectors.toCollection(ArrayList::new))));
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** The first value of a parameter; {@code null} where it is missing or empty. */
    @Nullable String parameter(String name) {
        return parameters.getOrDefault(name, List.of()).stream()
                .findFirst()
                .filter(value -> !value.isEmpty())
                .orElse(null);
    }

    boolean has(String name, String value) {
        return parameters.getOrDefault(name, List.of()).contains(value);
    }
}
