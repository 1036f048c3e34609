package dev.callfile.twilio.callback;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Finds the text in what a summary operator answered: a string, or an object around it, or JSON in a string. */
final class SummaryText {

    private static final List<String> KEYS = List.of("result", "summary", "text", "content", "output");
    private static final int DEEPEST = 8;

    private SummaryText() {}

    /** Empty where there is no text. */
    static Optional<String> of(JsonNode answer) {
        return find(answer, DEEPEST).map(String::strip).filter(text -> !text.isEmpty());
    }

    private static Optional<String> find(JsonNode node, int depth) {
        if (depth == 0) {
            return Optional.empty();
        }
        if (node.isTextual()) {
            String text = TwilioText.storable(node.textValue());
            JsonNode inside = Generated.json(text);
            return inside.isMissingNode() ? Optional.of(text) : find(inside, depth - 1);
        }
        if (node.isArray()) {
            String lines = StreamSupport.stream(node.spliterator(), false)
                    .flatMap(part -> find(part, depth - 1).stream())
                    .collect(Collectors.joining("\n"));
            return lines.isEmpty() ? Optional.empty() : Optional.of(lines);
        }
        Optional<String> named = KEYS.stream()
                .map(node::get)
                .filter(Objects::nonNull)
                .flatMap(value -> find(value, depth - 1).stream())
                .findFirst();
        boolean single = node.size() == 1 && node.isObject();
        return named.isPresent() || !single ? named : find(node.elements().next(), depth - 1);
    }
}
