package dev.callfile.twilio.callback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a language model writes where JSON was asked for: JSON in a string, often fenced like code. */
final class Generated {

    private static final Pattern FENCED = Pattern.compile("```\\w*\\s(.*?)\\s*```", Pattern.DOTALL);

    private Generated() {}

    /** The object, list or string that a text is; a missing node where it is but text. */
    static JsonNode json(String text) {
        String bare = text.strip();
        Matcher fenced = FENCED.matcher(bare);
        if (fenced.matches()) {
            bare = fenced.group(1).strip();
        }
        boolean looksLike = bare.startsWith("{") || bare.startsWith("[") || bare.startsWith("\"");
        return looksLike ? Json.parse(bare) : MissingNode.getInstance();
    }
}
