package dev.callfile.call;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What people did to a record, as its history tells: an edit, a move, or two records that became one. */
@RegisterForReflection(registerFullHierarchy = true) // read or written by Rows
record Written(String kind, @Nullable String actor, JsonNode details, Instant at) {

    /** The words of a record that is gone. */
    static Words words(List<Written> oldestFirst) {
        Words words = Words.NONE;
        for (Written written : oldestFirst) {
            words = written.after(words);
        }
        return words.ofPeople();
    }

    private Words after(Words words) {
        if (kind.equals("fold")) {
            return words("into_words").merge(words("words"));
        }
        Map<Field, JsonNode> changes = new EnumMap<>(Field.class);
        details.path("changes")
                .properties()
                .forEach(change ->
                        changes.put(Field.of(change.getKey()), change.getValue().path("to")));
        return words.write(changes, Objects.requireNonNullElse(actor, ""), at);
    }

    private Words words(String name) {
        return Rows.read(details.path(name).toString(), Words.class);
    }
}
