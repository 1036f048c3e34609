package dev.callfile.twilio.rest;

import java.util.Map;

/** A TwiML text with places for what is known of a call, such as {@code {agent}}. */
final class TwimlTemplate {

    private TwimlTemplate() {}

    /** The text with each place filled, escaped for XML; a place that nobody knows stays as it is. */
    static String fill(String template, Map<String, String> values) {
        String filled = template;
        for (Map.Entry<String, String> value : values.entrySet()) {
            filled = filled.replace("{" + value.getKey() + "}", escape(value.getValue()));
        }
        return filled;
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&apos;")
                // A value is never taken for a place.
                .replace("{", "&#123;");
    }
}
