package dev.callfile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A real payload or a published signature vector, from {@code src/test/resources/fixtures}. */
public record Fixture(String name, JsonNode json) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    public static Fixture named(String name) {
        try (InputStream file = Fixture.class.getResourceAsStream("/fixtures/" + name + ".json")) {
            return new Fixture(name, MAPPER.readTree(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String text(String field) {
        return json.path(field).asText();
    }

    /** The form that the payload was sent as; the CallSid is replaced, so that every test has a call of its own. */
    public TwilioStandIn.Form form(String callSid) {
        TwilioStandIn.Form form = form();
        return callSid == null ? form : form.without("CallSid").and("CallSid", callSid);
    }

    public TwilioStandIn.Form form() {
        TwilioStandIn.Form form = new TwilioStandIn.Form();
        json.path("params").properties().forEach(param -> {
            List<String> values = new ArrayList<>();
            if (param.getValue().isArray()) {
                param.getValue().forEach(value -> values.add(value.asText()));
            } else {
                values.add(param.getValue().asText());
            }
            form.and(param.getKey(), values.toArray(String[]::new));
        });
        return form;
    }

    @Override
    public String toString() {
        return name;
    }
}
