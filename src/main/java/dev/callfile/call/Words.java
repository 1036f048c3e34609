package dev.callfile.call;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import dev.callfile.call.Rows.CallRow;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Who told each field of a record, and what people wrote there. */
@RegisterForReflection(registerFullHierarchy = true) // read or written by Rows
record Words(@JsonValue Map<Field, Word> byField) {

    static final Words NONE = new Words(Map.of());

    private static final Map<Field, Function<CallFacts, @Nullable Object>> OF_TWILIO = Map.of(
            Field.CASE_ID, CallFacts::caseId,
            Field.INSTITUTION_CONTACT_ID, CallFacts::institutionContactId,
            Field.CALLED_BY, CallFacts::calledBy,
            Field.TRANSCRIPT, CallFacts::transcript,
            Field.SUMMARY, CallFacts::summary,
            Field.ACTION_ITEMS, CallFacts::actionItems);

    @JsonCreator
    Words {}

    /** What a record shows: Twilio's facts, and a person's words in their place. */
    CallFacts over(CallFacts facts) {
        return facts.showing(
                text(Field.CASE_ID, facts.caseId()),
                text(Field.INSTITUTION_CONTACT_ID, facts.institutionContactId()),
                text(Field.CALLED_BY, facts.calledBy()),
                text(Field.TRANSCRIPT, facts.transcript()),
                text(Field.SUMMARY, facts.summary()),
                isPersons(Field.ACTION_ITEMS) ? actionItems() : facts.actionItems());
    }

    /** Only people write notes. */
    @Nullable String notes() {
        return text(Field.NOTES, null);
    }

    /** With a person's words added; who repeats what a person wrote adds nothing. */
    Words write(Map<Field, JsonNode> values, String by, Instant at) {
        Map<Field, Word> written = copy();
        values.forEach((field, value) -> {
            if (!isPersons(field) || !value.equals(value(field))) {
                written.put(field, Word.ofPerson(by, at, value));
            }
        });
        return new Words(written);
    }

    /** With people's words where there are none yet. */
    Words supplement(Words more) {
        Map<Field, Word> supplemented = copy();
        more.byField.forEach((field, word) -> {
            if (!isPersons(field)) {
                supplemented.put(field, word);
            }
        });
        return new Words(supplemented);
    }

    /** With what Twilio told since: the time of each field that shows something else than it did. */
    Words tell(@Nullable CallFacts before, CallFacts after, Instant at) {
        Map<Field, Word> told = copy();
        OF_TWILIO.forEach((field, value) -> {
            Object was = before == null ? null : value.apply(before);
            Object is = value.apply(after);
            boolean nothing = is == null || is.equals(List.of());
            if (!isPersons(field) && !Objects.equals(was, is)) {
                if (nothing) {
                    told.remove(field);
                } else {
                    told.put(field, Word.ofTwilio(at));
                }
            }
        });
        return new Words(told);
    }

    /** Of two records that turn out to be one. */
    Words merge(Words other) {
        Map<Field, Word> merged = copy();
        other.byField.forEach((field, word) -> merged.merge(field, word, (one, another) -> one.merge(another, field)));
        return new Words(merged);
    }

    /** Without what Twilio told. */
    Words ofPeople() {
        Map<Field, Word> people = copy();
        people.values().removeIf(word -> !word.isPersons());
        return new Words(people);
    }

    /** Who told each field, for readers. */
    Map<Field, PhoneCallFile.Provenance> provenance() {
        Map<Field, PhoneCallFile.Provenance> provenance = new EnumMap<>(Field.class);
        byField.forEach((field, word) ->
                provenance.put(field, new PhoneCallFile.Provenance(word.source().word(), word.by(), word.at())));
        return provenance;
    }

    /** What people wrote that was not there before: field, what the record showed until then, and what it shows now. */
    Map<Field, Rewritten> changesSince(CallRow before) {
        Map<Field, Rewritten> changes = new EnumMap<>(Field.class);
        byField.forEach((field, word) -> {
            if (word.isPersons() && !word.equals(before.words().byField.get(field))) {
                Object was = field == Field.NOTES ? before.notes() : fact(field).apply(before.facts());
                changes.put(field, new Rewritten(Rows.tree(was), requireNonNull(word.value())));
            }
        });
        return changes;
    }

    private static Function<CallFacts, @Nullable Object> fact(Field field) {
        return requireNonNull(OF_TWILIO.get(field));
    }

    /** What became of a field, whoever had told what it said before. */
    @RegisterForReflection(registerFullHierarchy = true) // read or written by Rows
    record Rewritten(JsonNode from, JsonNode to) {}

    private Map<Field, Word> copy() {
        Map<Field, Word> copy = new EnumMap<>(Field.class);
        copy.putAll(byField);
        return copy;
    }

    private boolean isPersons(Field field) {
        Word word = byField.get(field);
        return word != null && word.isPersons();
    }

    private @Nullable String text(Field field, @Nullable String otherwise) {
        return isPersons(field) ? value(field).textValue() : otherwise;
    }

    private List<ActionItem> actionItems() {
        return Rows.actionItems(value(Field.ACTION_ITEMS));
    }

    private JsonNode value(Field field) {
        return requireNonNull(requireNonNull(byField.get(field)).value());
    }
}
