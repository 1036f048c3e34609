package dev.callfile.call;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.github.f4b6a3.ulid.Ulid;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Something that a call left to be done.
 *
 * @param id stays the same for as long as the item is there: one item can be ticked without rewriting the rest
 */
public record ActionItem(
        @JsonInclude(JsonInclude.Include.NON_NULL) String id, String description, boolean completed) {

    private static final int ULID_BYTES = 16;

    /** An action item as somebody told it, who gave it no id. */
    public record Told(String description, boolean completed) {}

    /** Items that were told of a call; the same words get the same ids, however often and in whatever order they come. */
    public static List<ActionItem> of(String callSid, List<Told> told) {
        Map<String, Integer> before = new HashMap<>();
        List<ActionItem> items = new ArrayList<>();
        for (Told item : told) {
            int same = before.merge(item.description, 1, Integer::sum) - 1;
            items.add(new ActionItem(id(callSid, item.description, same), item.description, item.completed));
        }
        return List.copyOf(items);
    }

    private static String id(String callSid, String description, int same) {
        String said = String.join("\n", callSid, Integer.toString(same), description);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(said.getBytes(StandardCharsets.UTF_8));
            return Ulid.from(Arrays.copyOf(digest, ULID_BYTES)).toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
