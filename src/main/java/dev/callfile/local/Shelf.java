package dev.callfile.local;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Resources of one kind by their sids, each as the JSON that Twilio would show of it. */
final class Shelf {

    /** What the stand-in has to know of a resource and Twilio would not show. */
    static final String ASIDE = "stand_in";

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<String, Map<String, @Nullable Object>> bySid = new LinkedHashMap<>();

    /** A prefix and 32 hexadecimal digits. */
    static String newSid(String prefix) {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return prefix + HexFormat.of().formatHex(bytes);
    }

    synchronized void put(String sid, Map<String, @Nullable Object> resource) {
        bySid.put(sid, new LinkedHashMap<>(resource));
    }

    /** Sets some of a resource's fields; nothing where it is not there. */
    synchronized void change(String sid, Map<String, @Nullable Object> fields) {
        Map<String, @Nullable Object> resource = bySid.get(sid);
        if (resource != null) {
            resource.putAll(fields);
        }
    }

    synchronized void remove(String sid) {
        bySid.remove(sid);
    }

    /** A copy, with what Twilio would not show. */
    synchronized Optional<Map<String, @Nullable Object>> find(String sid) {
        return Optional.ofNullable(bySid.get(sid)).map(LinkedHashMap::new);
    }

    /** Copies as Twilio would show them. */
    synchronized List<Map<String, @Nullable Object>> newestFirst() {
        List<Map<String, @Nullable Object>> resources = new ArrayList<>();
        bySid.values().forEach(resource -> resources.add(shown(resource)));
        Collections.reverse(resources);
        return resources;
    }

    static Map<String, @Nullable Object> shown(Map<String, @Nullable Object> resource) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>(resource);
        shown.remove(ASIDE);
        return shown;
    }
}
