package dev.callfile.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.ulid.UlidCreator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes up values: as a schema wants them, or anything but. */
final class Invention {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> ODD = List.of(
            "",
            " ",
            "\u0000",
            "a\u0000b",
            "\uFFFF",
            "\uD83D\uDCDE",
            "e\u0301\u202E",
            "'; drop table phone_call; --",
            "%00",
            "%zz",
            "../../etc/passwd",
            "null",
            "true",
            "-1",
            "0",
            "1e400",
            "99999999999999999999999999",
            "NaN",
            "2026-02-30T25:61:61Z",
            "9999-12-31T23:59:59.999999999Z",
            "-999999999-01-01T00:00:00Z",
            "[]",
            "{}",
            "\"",
            ",",
            "a,a",
            "<script>",
            "W/\"x\"",
            "*",
            "eyJpZCI6IngifQ",
            "\t\r\n");

    private final Description description;
    private final Random random;

    /** What real answers have shown, by the name of the parameter or member that it fits. */
    private final Map<String, List<String>> known;

    Invention(Description description, Random random, Map<String, List<String>> known) {
        this.description = description;
        this.random = random;
        this.known = known;
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    String odd(int longest) {
        return switch (random.nextInt(8)) {
            case 0 -> "x".repeat(random.nextInt(longest));
            case 1 -> "é".repeat(random.nextInt(longest / 2));
            case 2 -> pick(ODD).repeat(1 + random.nextInt(5));
            default -> pick(ODD);
        };
    }

    /** A value of the described kind. */
    JsonNode valid(String name, JsonNode given, int depth) {
        JsonNode schema = description.resolve(given);
        if (schema.has("enum")) {
            return schema.path("enum").get(random.nextInt(schema.path("enum").size()));
        }
        if (schema.has("oneOf") || schema.has("anyOf")) {
            JsonNode choices = schema.has("oneOf") ? schema.path("oneOf") : schema.path("anyOf");
            return valid(name, choices.get(random.nextInt(choices.size())), depth);
        }
        String type = type(schema);
        return switch (type) {
            case "object" -> object(schema, depth);
            case "array" -> array(name, schema, depth);
            case "integer", "number" ->
                NODES.numberNode(schema.path("minimum").asLong(0)
                        + random.nextInt(
                                (int) Math.min(50, 1 + schema.path("maximum").asLong(50))));
            case "boolean" -> NODES.booleanNode(random.nextBoolean());
            case "null" -> NODES.nullNode();
            case "string" -> NODES.textNode(text(name, schema));
            default -> anything(2);
        };
    }

    private String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            return type.get(random.nextInt(type.size())).textValue();
        }
        return type.asText(schema.has("properties") ? "object" : "");
    }

    private ObjectNode object(JsonNode schema, int depth) {
        ObjectNode object = NODES.objectNode();
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.textValue()));
        schema.path("properties").properties().forEach(property -> {
            if (required.contains(property.getKey()) || (depth < 6 && chance(50))) {
                object.set(property.getKey(), valid(property.getKey(), property.getValue(), depth + 1));
            }
        });
        return object;
    }

    private ArrayNode array(String name, JsonNode schema, int depth) {
        ArrayNode array = NODES.arrayNode();
        int least = schema.path("minItems").asInt(0);
        for (int i = least + random.nextInt(3); i > 0; i--) {
            array.add(valid(name, schema.path("items"), depth + 1));
        }
        return array;
    }

    private String text(String name, JsonNode schema) {
        if (known.containsKey(name) && chance(80)) {
            return pick(known.get(name));
        }
        String format = schema.path("format").asText();
        String pattern = schema.path("pattern").asText(".*");
        if (format.equals("date-time")) {
            return Instant.ofEpochSecond(random.nextInt(2_000_000_000)).toString();
        }
        List<String> candidates = new ArrayList<>(List.of(
                UlidCreator.getUlid().toString(),
                "anna",
                "+12125550123",
                "https://calls.example.com/",
                "0".repeat(64),
                "x".repeat(schema.path("minLength").asInt(1))));
        if (schema.has("example")) {
            candidates.add(schema.path("example").asText());
        }
        return candidates.stream()
                .filter(text ->
                        java.util.regex.Pattern.compile(pattern).matcher(text).find())
                .skip(random.nextInt(2))
                .findFirst()
                .orElse(candidates.get(0));
    }

    /** JSON of any shape. */
    JsonNode anything(int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(random.nextLong());
            case 3 -> NODES.numberNode(random.nextGaussian() * 1e300);
            case 4, 5 -> NODES.textNode(odd(2000));
            case 6 -> NODES.arrayNode().add(anything(depth - 1)).add(anything(depth - 1));
            default -> NODES.objectNode().set(odd(20), anything(depth - 1));
        };
    }

    /** The same with one thing about it changed. */
    JsonNode spoilt(JsonNode value) {
        if (value instanceof ObjectNode object && !object.isEmpty() && chance(85)) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = pick(names);
            switch (random.nextInt(4)) {
                case 0 -> object.remove(name);
                case 1 -> object.set(odd(300), anything(3));
                default -> object.set(name, spoilt(object.get(name)));
            }
            return object;
        }
        if (value instanceof ArrayNode array && !array.isEmpty() && chance(70)) {
            int place = random.nextInt(array.size());
            array.set(place, spoilt(array.get(place)));
            return array;
        }
        return chance(5) ? deep() : chance(10) ? NODES.textNode("x".repeat(random.nextInt(600_000))) : anything(3);
    }

    private JsonNode deep() {
        JsonNode node = NODES.nullNode();
        for (int i = random.nextInt(900); i > 0; i--) {
            node = NODES.arrayNode().add(node);
        }
        return node;
    }

    /** The text of JSON, broken. */
    String broken(String json) {
        return switch (random.nextInt(6)) {
            case 0 -> json.substring(0, random.nextInt(json.length() + 1));
            case 1 -> json + json;
            case 2 -> "\uFEFF" + json;
            case 3 -> "[".repeat(random.nextInt(5000));
            case 4 -> "{\"a\":1e999999999, \"a\": " + "9".repeat(random.nextInt(5000)) + "}";
            default -> json.replaceFirst("\"", "\"\\\\ud800\\\\u0000");
        };
    }
}
