package dev.callfile.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.callfile.RawHttp;
import dev.callfile.TwilioStandIn;
import dev.callfile.openapi.Description.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One request to an operation: as described, nearly so, or absurd. */
final class Attempt {

    private static final int LONGEST_WORD = 3000;

    private final Operation operation;
    private final Invention invention;
    private final boolean honest;
    private String path;
    private final List<String> query = new ArrayList<>();
    private final StringBuilder headers = new StringBuilder();
    private String body = "";

    Attempt(Operation operation, Invention invention, List<String> tokens) {
        this.operation = operation;
        this.invention = invention;
        this.honest = invention.chance(35);
        this.path = operation.path();
        operation.parameters().forEach(this::parameter);
        if (!honest && invention.chance(10)) {
            query.add(TwilioStandIn.encode(invention.odd(300)) + "=" + TwilioStandIn.encode(invention.odd(300)));
        }
        if (!operation.body().isMissingNode()) {
            body();
        }
        if (operation.isCallback()) {
            sign();
        } else if (honest || invention.chance(90)) {
            headers.append("Authorization: Bearer ")
                    .append(honest ? tokens.get(0) : invention.pick(tokens))
                    .append("\r\n");
        }
        if (!honest && invention.chance(10)) {
            headers.append("Accept: ")
                    .append(headerText(invention.odd(LONGEST_WORD)))
                    .append("\r\n");
        }
    }

    /** What was sent; a HEAD is one that RawHttp sends a length with, which is no harm. */
    RawHttp.Answer send() {
        return RawHttp.send(method(), target(), headers.toString(), body);
    }

    String method() {
        return operation.method();
    }

    String target() {
        return path + (query.isEmpty() ? "" : "?" + String.join("&", query));
    }

    @Override
    public String toString() {
        String shown = body.length() > 500 ? body.substring(0, 500) + "… (" + body.length() + ")" : body;
        String text = method() + " " + target() + "\n" + headers + "\n" + shown;
        return text.replaceAll("(Bearer [^.]{0,10})\\S*", "$1…");
    }

    private boolean spoil() {
        return !honest && invention.chance(15);
    }

    private void parameter(JsonNode parameter) {
        String name = parameter.path("name").textValue();
        boolean path = parameter.path("in").textValue().equals("path");
        if (!path && !parameter.path("required").asBoolean() && !invention.chance(20)) {
            return;
        }
        String value = spoil() ? invention.odd(LONGEST_WORD) : value(name, parameter);
        switch (parameter.path("in").textValue()) {
            case "path" ->
                this.path = this.path.replace(
                        "{" + name + "}",
                        // With an empty segment it would be another address.
                        value.isEmpty() ? "%20" : TwilioStandIn.encode(value).replace("+", "%20"));
            case "query" -> {
                query.add(name + "=" + TwilioStandIn.encode(value));
                if (spoil()) {
                    query.add(name + "=" + TwilioStandIn.encode(value));
                }
            }
            default ->
                headers.append(name).append(": ").append(headerText(value)).append("\r\n");
        }
    }

    private String value(String name, JsonNode parameter) {
        JsonNode value = invention.valid(name, parameter.path("schema"), 0);
        if (value.isArray()) {
            List<String> words = new ArrayList<>();
            value.forEach(word -> words.add(word.asText()));
            return String.join(",", words);
        }
        return value.asText();
    }

    /** A line end would make it two headers. */
    private static String headerText(String text) {
        return text.replaceAll("[\\x00\\r\\n]", "?");
    }

    private void body() {
        List<Map.Entry<String, JsonNode>> types =
                List.copyOf(operation.body().path("content").properties());
        Map.Entry<String, JsonNode> type = invention.pick(types);
        String contentType = spoil() ? headerText(invention.odd(100)) : type.getKey();
        headers.append("Content-Type: ").append(contentType).append("\r\n");
        JsonNode value = invention.valid("", type.getValue().path("schema"), 0);
        if (!honest && invention.chance(60)) {
            value = invention.spoilt(value);
        }
        body = type.getKey().contains("form") ? form(value) : json(value);
        if (spoil()) {
            body = invention.broken(body);
        }
        if (!honest && invention.chance(1)) {
            body = "x".repeat(1_100_000);
        }
    }

    private static String form(JsonNode value) {
        List<String> fields = new ArrayList<>();
        value.properties()
                .forEach(field -> fields.add(TwilioStandIn.encode(field.getKey()) + "="
                        + TwilioStandIn.encode(
                                field.getValue().isValueNode()
                                        ? field.getValue().asText()
                                        : field.getValue().toString())));
        return String.join("&", fields);
    }

    private static String json(JsonNode value) {
        try {
            return Description.JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private void sign() {
        TwilioStandIn.Form form = new TwilioStandIn.Form();
        if (headers.indexOf("form") < 0) {
            query.removeIf(parameter -> parameter.startsWith("bodySHA256="));
            String hashed = TwilioStandIn.hashed("", body).substring(1);
            query.add(hashed);
        } else {
            for (String field : body.split("&", -1)) {
                String[] pair = field.split("=", 2);
                if (!field.isEmpty()) {
                    form.and(decode(pair[0]), pair.length < 2 ? "" : decode(pair[1]));
                }
            }
        }
        if (honest || invention.chance(80)) {
            headers.append("X-Twilio-Signature: ")
                    .append(TwilioStandIn.sign(target(), form, TwilioStandIn.token()))
                    .append("\r\n");
        }
    }

    private static String decode(String text) {
        try {
            return java.net.URLDecoder.decode(text, java.nio.charset.StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
