package dev.callfile.api;

import dev.callfile.call.TimeRange;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a query's parameters strictly, and finds every fault before it tells any: a typo must never return everything.
 * Ours and not the framework's, which answers 404 to a parameter that it cannot read.
 */
final class Parameters {

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");
    private static final int LONGEST_TEXT = 255;

    private final Map<String, List<String>> given;
    private final Faults faults = new Faults();

    /**
     * Any other name than these is a fault.
     *
     * @param given the query's parameters, decoded, each with all its values
     */
    Parameters(Map<String, List<String>> given, List<String> names) {
        this.given = given;
        new TreeSet<>(given.keySet())
                .stream().filter(name -> !names.contains(name)).forEach(name -> refuseUnknown(name, names));
    }

    private void refuseUnknown(String name, List<String> names) {
        String shown = name.length() <= LONGEST_TEXT ? name : name.substring(0, LONGEST_TEXT);
        faults.add(shown, "is not a parameter of this address, which takes " + String.join(", ", names));
    }

    Faults faults() {
        return faults;
    }

    /** @throws dev.callfile.problem.ProblemException 400 with every fault, if there was any */
    void refuseFaults() {
        if (faults.any()) {
            throw faults.refusal();
        }
    }

    boolean has(String name) {
        return given.containsKey(name);
    }

    long number(String name, long least, long most, long otherwise) {
        String text = single(name);
        if (text == null) {
            return otherwise;
        }
        long number = DIGITS.matcher(text).matches() ? Long.parseLong(text) : -1;
        if (number < least || number > most) {
            faults.add(name, "must be a whole number from " + least + " to " + most);
        }
        return number;
    }

    <T> Optional<T> choice(String name, T[] choices, Function<T, String> word) {
        String text = single(name);
        if (text == null) {
            return Optional.empty();
        }
        Map<String, T> byWord = byWord(choices, word);
        if (!byWord.containsKey(text)) {
            faults.add(name, "must be one of " + String.join(", ", byWord.keySet()));
        }
        return Optional.ofNullable(byWord.get(text));
    }

    /** Some of the choices, separated by commas, in the order of the choices. */
    <T> Set<T> choices(String name, T[] choices, Function<T, String> word) {
        String text = single(name);
        if (text == null) {
            return Set.of();
        }
        Map<String, T> byWord = byWord(choices, word);
        List<String> words = List.of(text.split(",", -1));
        if (!byWord.keySet().containsAll(words)) {
            faults.add(name, "must be some of " + String.join(", ", byWord.keySet()) + ", separated by commas");
        }
        byWord.keySet().retainAll(words);
        return Collections.unmodifiableSet(new LinkedHashSet<>(byWord.values()));
    }

    private static <T> Map<String, T> byWord(T[] choices, Function<T, String> word) {
        return Arrays.stream(choices)
                .collect(Collectors.toMap(word, Function.identity(), (one, other) -> one, LinkedHashMap::new));
    }

    @Nullable Boolean flag(String name) {
        return choice(name, new Boolean[] {true, false}, String::valueOf).orElse(null);
    }

    /** A number that is dialled; one that begins with a blank has lost its plus to the query's encoding. */
    @Nullable String phoneNumber(String name) {
        String text = text(name);
        if (text != null && !text.isBlank() && text.startsWith(" ")) {
            faults.add(name, "begins with a blank: write + as %2B in a query");
        }
        return text;
    }

    @Nullable String text(String name) {
        String text = single(name);
        if (text != null && (text.isBlank() || text.length() > LONGEST_TEXT || text.indexOf('\0') >= 0)) {
            faults.add(name, "must be 1 to " + LONGEST_TEXT + " characters, not all of them blank");
        }
        return text;
    }

    TimeRange times(String fromName, String toName) {
        Instant from = time(fromName);
        Instant to = time(toName);
        if (from != null && to != null && from.isAfter(to)) {
            faults.add(fromName, "must not be after " + toName);
        }
        return new TimeRange(from, to);
    }

    private @Nullable Instant time(String name) {
        String text = single(name);
        if (text == null) {
            return null;
        }
        Optional<Instant> time = DateTime.parse(text);
        Optional<Instant> storable = time.filter(TimeRange::isStorable);
        if (storable.isEmpty()) {
            faults.add(name, time.isEmpty() ? DateTime.mend(text) : "must lie in the years 1970 to 9999");
        }
        return storable.orElse(null);
    }

    /** The only value of a parameter; {@code null} where it is not given. Repeated, it is a fault. */
    @Nullable String single(String name) {
        List<String> values = given.getOrDefault(name, List.of());
        if (values.size() > 1) {
            faults.add(name, "must be given once");
            return null;
        }
        return values.isEmpty() ? null : values.get(0);
    }
}
