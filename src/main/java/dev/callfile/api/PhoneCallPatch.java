package dev.callfile.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.github.f4b6a3.ulid.UlidCreator;
import dev.callfile.call.ActionItem;
import dev.callfile.call.Field;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a person changes of a record: a JSON Merge Patch, whose null empties a field.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7396">RFC 7396, JSON Merge Patch</a>
 */
final class PhoneCallPatch {

    private static final Map<String, Integer> LONGEST_TEXT =
            Map.of("notes", 50_000, "summary", 50_000, "transcript", 500_000);
    private static final Map<String, Integer> LONGEST_NAME = Map.of("called_by", 255, "institution_contact_id", 255);
    private static final List<String> NAMES =
            List.of("notes", "action_items", "summary", "transcript", "called_by", "institution_contact_id");
    private static final List<String> ITEM_NAMES = List.of("id", "description", "completed");
    private static final int MOST_ITEMS = 200;
    private static final int LONGEST_DESCRIPTION = 2_000;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final JsonBody body;

    private PhoneCallPatch(JsonBody body) {
        this.body = body;
    }

    /**
     * What to write.
     *
     * @param items the call's action items as they are
     * @throws dev.callfile.problem.ProblemException 400 or 422, with every fault
     */
    static Map<Field, JsonNode> parse(byte[] body, List<ActionItem> items) {
        return new PhoneCallPatch(JsonBody.parse(body, NAMES)).values(items);
    }

    /**
     * What to write where one action item changes.
     *
     * @throws dev.callfile.problem.ProblemException 400 or 422, with every fault
     */
    static Map<Field, JsonNode> parseItem(byte[] body, ActionItem item, List<ActionItem> items) {
        PhoneCallPatch patch = new PhoneCallPatch(JsonBody.parse(body, List.of("description", "completed")));
        ActionItem changed = patch.item(item);
        patch.body.refuseFaults();
        return Map.of(
                Field.ACTION_ITEMS,
                json(items.stream()
                        .map(other -> item.id().equals(other.id()) ? changed : other)
                        .toList()));
    }

    private Map<Field, JsonNode> values(List<ActionItem> items) {
        Map<Field, JsonNode> values = new EnumMap<>(Field.class);
        LONGEST_TEXT.forEach((name, longest) -> text(name, longest, true, values));
        LONGEST_NAME.forEach((name, longest) -> text(name, longest, false, values));
        if (body.has("action_items")) {
            values.put(Field.ACTION_ITEMS, json(items(items)));
        }
        body.refuseFaults();
        return values;
    }

    private void text(String name, int longest, boolean mayBeBlank, Map<Field, JsonNode> values) {
        if (body.has(name)) {
            String text = body.text(name, longest, mayBeBlank);
            values.put(Field.of(name), text == null ? JSON.nullNode() : JSON.textNode(text));
        }
    }

    private List<ActionItem> items(List<ActionItem> known) {
        JsonNode given = body.node("action_items");
        if (given.isNull()) {
            return List.of();
        }
        if (!given.isArray() || given.size() > MOST_ITEMS) {
            body.fault("action_items", "must be a list of at most " + MOST_ITEMS + " items");
            return List.of();
        }
        List<ActionItem> left = new ArrayList<>(known);
        List<ActionItem> items = new ArrayList<>();
        // Who names an item keeps it, before anyone can take it by its words.
        for (int i = 0; i < given.size(); i++) {
            items.add(named("action_items." + i + ".", given.get(i), left));
        }
        return items.stream()
                .map(item -> item.id().isEmpty() ? identified(item, left) : item)
                .toList();
    }

    private ActionItem named(String path, JsonNode item, List<ActionItem> left) {
        if (!item.isObject()) {
            body.fault(path.substring(0, path.length() - 1), "must be an object with description and completed");
            return new ActionItem("", "", false);
        }
        body.refuseUnknown(path, item, ITEM_NAMES);
        String id = body.text(path + "id", item.path("id"), 255, false);
        if (id != null && !left.removeIf(known -> id.equals(known.id()))) {
            body.fault(
                    path + "id",
                    "is not the id of an item of this call, or is there twice; leave it out for a new one");
        }
        return new ActionItem(id == null ? "" : id, description(path, item), completed(path, item, false));
    }

    /** An item without an id is the known one of the same words, or a new one. */
    private static ActionItem identified(ActionItem item, List<ActionItem> left) {
        Optional<ActionItem> same = left.stream()
                .filter(known -> known.description().equals(item.description()))
                .findFirst();
        same.ifPresent(left::remove);
        String id = same.map(ActionItem::id)
                .orElseGet(() -> UlidCreator.getMonotonicUlid().toString());
        return new ActionItem(id, item.description(), item.completed());
    }

    private ActionItem item(ActionItem item) {
        JsonNode given = body.object();
        String description = given.has("description") ? description("", given) : item.description();
        return new ActionItem(item.id(), description, completed("", given, item.completed()));
    }

    private String description(String path, JsonNode item) {
        String description = body.text(path + "description", item.path("description"), LONGEST_DESCRIPTION, false);
        if (description == null && !item.hasNonNull("description")) {
            body.fault(path + "description", "is missing");
        }
        return description == null ? "" : description;
    }

    private boolean completed(String path, JsonNode item, boolean otherwise) {
        JsonNode completed = item.path("completed");
        if (!completed.isMissingNode() && !completed.isBoolean()) {
            body.fault(path + "completed", "must be true or false");
        }
        return completed.asBoolean(otherwise);
    }

    private static ArrayNode json(List<ActionItem> items) {
        ArrayNode array = JSON.arrayNode();
        items.forEach(item -> array.addObject()
                .put("id", item.id())
                .put("description", item.description())
                .put("completed", item.completed()));
        return array;
    }
}
