package dev.callfile.local;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a list into pages as Twilio does. A page's token names the last resource of the page before it, so that what is
 * new does not shift the pages.
 */
final class Pages {

    private static final int USUAL_SIZE = 50;
    private static final int MOST = 1000;
    private static final Set<String> OWN = Set.of("Page", "PageSize", "PageToken");

    private final Asked asked;
    private final List<Map<String, @Nullable Object>> all;
    private final String idName;
    private final int size;
    private final int number;
    private final int start;
    private final int end;

    /** @param idName field that tells a resource from the others */
    Pages(Asked asked, List<Map<String, @Nullable Object>> all, String idName) {
        this.asked = asked;
        this.all = all;
        this.idName = idName;
        size = number("PageSize", USUAL_SIZE);
        number = number("Page", 0);
        if (size < 1 || size > MOST) {
            throw new Refusal(400, 20007, "Page size must be between 1 and " + MOST);
        }
        start = Math.min(start(), all.size());
        end = Math.min(start + size, all.size());
    }

    private int number(String name, int otherwise) {
        String value = asked.parameter(name);
        try {
            return value == null ? otherwise : Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new Refusal(400, 20001, name + " must be a number");
        }
    }

    private int start() {
        String token = asked.parameter("PageToken");
        if (token == null) {
            return number * size;
        }
        for (int i = 0; i < all.size(); i++) {
            if (token.equals(token(i))) {
                return i + 1;
            }
        }
        throw new Refusal(400, 20006, "Invalid page token");
    }

    private String token(int index) {
        return "PA" + all.get(index).get(idName);
    }

    private List<Map<String, @Nullable Object>> page() {
        return all.subList(start, end);
    }

    private @Nullable String next(String base) {
        return end == all.size() ? null : address(base, number + 1) + "&PageToken=" + encode(token(end - 1));
    }

    private @Nullable String previous(String base) {
        return number == 0 ? null : address(base, number - 1);
    }

    private String address(String base, int page) {
        StringBuilder address = new StringBuilder(base + asked.path() + "?");
        asked.parameters().forEach((name, values) -> {
            if (!OWN.contains(name)) {
                values.forEach(value -> address.append(encode(name) + "=" + encode(value) + "&"));
            }
        });
        return address + "PageSize=" + size + "&Page=" + page;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** As the API of 2010 has it. */
    Answer old(String key) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("first_page_uri", address("", 0));
        answer.put("end", Math.max(end - 1, 0));
        answer.put("previous_page_uri", previous(""));
        answer.put(key, page());
        answer.put("uri", Objects.requireNonNullElse(asked.query(), "").isEmpty() ? asked.path() : address("", number));
        answer.put("page_size", size);
        answer.put("start", start);
        answer.put("next_page_uri", next(""));
        answer.put("page", number);
        return Answer.json(200, answer);
    }

    /** As the later APIs have it. */
    Answer withMeta(String base, String key) {
        Map<String, @Nullable Object> meta = new LinkedHashMap<>();
        meta.put("key", key);
        meta.put("page", number);
        meta.put("page_size", size);
        meta.put("first_page_url", address(base, 0));
        meta.put("url", address(base, number));
        meta.put("next_page_url", next(base));
        meta.put("previous_page_url", previous(base));
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put(key, page());
        answer.put("meta", meta);
        return Answer.json(200, answer);
    }
}
