package dev.callfile.twilio.callback;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callfile.call.ActionItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds the tasks in what a generative operator answered. Its shape is whatever somebody asked the model for: a list of
 * strings or objects, at any depth and under any of the usual names, or lines of text.
 */
final class ToDoList {

    private static final int MOST = 200;
    private static final int DEEPEST = 8;
    private static final Set<String> LISTS = Set.of(
            "actionitems",
            "items",
            "nextsteps",
            "tasks",
            "todos",
            "todo",
            "followups",
            "actions",
            "results",
            "result",
            "data",
            "output",
            "payload",
            "list");
    private static final List<String> DESCRIPTIONS = List.of(
            "description",
            "text",
            "title",
            "task",
            "action",
            "item",
            "actionitem",
            "nextstep",
            "todo",
            "step",
            "name",
            "content");
    private static final Set<String> WRAPPINGS = Set.of("text", "content", "title", "name");
    private static final Set<String> TICKS = Set.of("completed", "done");

    private final List<ActionItem.Told> items = new ArrayList<>();

    private ToDoList() {}

    /** An empty list where the answer is that there is nothing to do; empty where there is no answer. */
    static Optional<List<ActionItem.Told>> of(JsonNode answer) {
        ToDoList list = new ToDoList();
        boolean told = list.read(answer, false, DEEPEST);
        return told ? Optional.of(List.copyOf(list.items)) : Optional.empty();
    }

    /** Whether the node answered anything, be it that there is nothing to do. */
    private boolean read(JsonNode node, boolean listed, int depth) {
        if (depth == 0) {
            return false;
        }
        if (node.isTextual()) {
            return readText(TwilioText.storable(node.textValue()), listed, depth);
        }
        if (node.isArray()) {
            node.forEach(item -> read(item, true, depth - 1));
            return true;
        }
        return node.isObject() && readObject(node, listed, depth);
    }

    private boolean readText(String text, boolean listed, int depth) {
        JsonNode inside = Generated.json(text);
        if (!inside.isMissingNode()) {
            return read(inside, listed, depth - 1);
        }
        if (listed) {
            add(text, false);
        } else {
            text.lines().filter(line -> !TaskText.isHeading(line)).forEach(line -> add(line, false));
        }
        return !text.isBlank();
    }

    private boolean readObject(JsonNode object, boolean listed, int depth) {
        Optional<Map.Entry<String, JsonNode>> description = described(object);
        if (description.isPresent() && isTask(description.get().getKey(), object, listed)) {
            add(description.get().getValue().asText(), isDone(object));
            return true;
        }
        return readFields(object, listed, depth, field -> LISTS.contains(key(field.getKey())))
                || readFields(object, listed, depth, field -> field.getValue().isContainerNode())
                || description
                        .filter(field -> read(field.getValue(), listed, depth - 1))
                        .isPresent();
    }

    private boolean readFields(
            JsonNode object, boolean listed, int depth, Predicate<Map.Entry<String, JsonNode>> chosen) {
        boolean told = false;
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            told |= chosen.test(field) && read(field.getValue(), listed, depth - 1);
        }
        return told;
    }

    /** A title over a list is none; neither is a text that stands alone, which is the whole answer in a wrapping. */
    private static boolean isTask(String describedBy, JsonNode object, boolean listed) {
        boolean overList = object.properties().stream()
                .anyMatch(field -> field.getValue().isArray() || LISTS.contains(key(field.getKey())));
        boolean wrapping = WRAPPINGS.contains(key(describedBy));
        boolean ticked = object.properties().stream().anyMatch(field -> TICKS.contains(key(field.getKey())));
        return listed ? !wrapping || !overList : ticked || (!wrapping && !overList);
    }

    private static Optional<Map.Entry<String, JsonNode>> described(JsonNode object) {
        return DESCRIPTIONS.stream()
                .flatMap(name -> object.properties().stream()
                        .filter(field -> key(field.getKey()).equals(name))
                        .filter(field -> field.getValue().isTextual()
                                && !field.getValue().textValue().isBlank()))
                .findFirst();
    }

    private static boolean isDone(JsonNode object) {
        return object.properties().stream()
                .filter(field -> TICKS.contains(key(field.getKey())))
                .anyMatch(field -> field.getValue().asText().equalsIgnoreCase("true"));
    }

    private void add(String text, boolean completed) {
        if (items.size() < MOST) {
            TaskText.of(text).ifPresent(task -> items.add(new ActionItem.Told(task, completed)));
        }
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    }
}
