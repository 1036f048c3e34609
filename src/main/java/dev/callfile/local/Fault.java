package dev.callfile.local;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What the stand-in for Twilio does wrong on purpose.
 *
 * @param method of the requests that are met; {@code null} for any
 * @param path beginning of their path
 * @param where parameters and values that they have
 * @param left how many requests are still to be met
 * @param status answered instead of the true answer; 0 for the true one
 * @param headers with that status
 * @param code Twilio's own, with that status
 * @param delay before the answer
 * @param hangUp whether the connection is closed instead of an answer
 * @param afterWork whether the work is done first, and its answer lost or late
 */
record Fault(
        @Nullable String method,
        String path,
        Map<String, @Nullable Object> where,
        AtomicInteger left,
        int status,
        Map<String, String> headers,
        int code,
        String message,
        Duration delay,
        boolean hangUp,
        boolean afterWork) {

    static final Fault NONE = read("{\"times\":0}");

    static Fault read(String json) {
        Map<String, @Nullable Object> told = Json.read(json);
        int status = number(told, "status", 0);
        Map<String, String> headers = new HashMap<>(Map.of("Content-Type", "application/json"));
        Json.object(told, "headers").forEach((name, value) -> headers.put(name, String.valueOf(value)));
        return new Fault(
                told.get("method") instanceof String method ? method : null,
                told.get("path") instanceof String path ? path : "/",
                Json.object(told, "where"),
                new AtomicInteger(number(told, "times", 1)),
                status,
                headers,
                number(told, "code", status == 429 ? 20429 : 20500),
                told.get("message") instanceof String message ? message : status == 429 ? "Too Many Requests" : "Oops",
                Duration.ofMillis(number(told, "delay_ms", 0)),
                Boolean.TRUE.equals(told.get("hang_up")),
                Boolean.TRUE.equals(told.get("after_work")));
    }

    private static int number(Map<String, @Nullable Object> told, String name, int otherwise) {
        return told.get(name) instanceof Number number ? number.intValue() : otherwise;
    }

    /** Whether it meets this request, which then counts. */
    boolean meets(Asked asked) {
        return (method == null || method.equals(asked.method()))
                && asked.path().startsWith(path)
                && where.entrySet().stream().allMatch(e -> asked.has(e.getKey(), String.valueOf(e.getValue())))
                && left.getAndUpdate(n -> Math.max(n - 1, 0)) > 0;
    }

    Answer answer() {
        return new Answer(status, headers, Answer.error(status, code, message).content());
    }
}
