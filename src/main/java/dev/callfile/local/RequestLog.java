package dev.callfile.local;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every request that the stand-in for Twilio received, also those that it failed on purpose. */
final class RequestLog {

    private static final int MOST = 20_000;

    private final List<Map<String, @Nullable Object>> requests = new ArrayList<>();

    /** Keeps a request before anything is done for it. */
    synchronized void add(Asked asked) {
        if (requests.size() == MOST) {
            requests.subList(0, MOST / 2).clear();
        }
        Map<String, @Nullable Object> request = new LinkedHashMap<>();
        request.put("method", asked.method());
        request.put("path", asked.path());
        request.put("query", asked.query());
        request.put("parameters", asked.parameters());
        request.put("headers", asked.headers());
        request.put("body", asked.body());
        requests.add(request);
    }

    /** In the order in which they came. */
    synchronized List<Map<String, @Nullable Object>> all() {
        return List.copyOf(requests);
    }
}
