package dev.callfile.twilio.callback;

import dev.callfile.call.CallInsight.Kind;
import dev.callfile.twilio.TwilioConfig;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which operators tell what. Twilio has a type for neither summaries nor action items, so they are known by their names
 * or sids, upper and lower case the same.
 */
public record OperatorNames(Set<String> summary, Set<String> actionItems) {

    private static final List<String> SUMMARY_WORDS = List.of("summar");
    private static final List<String> ACTION_ITEMS_WORDS = List.of("action item", "next step");

    public static OperatorNames of(TwilioConfig config) {
        TwilioConfig.Intelligence intelligence = config.twilio().intelligence();
        return of(intelligence.summaryOperators(), intelligence.actionItemOperators());
    }

    static OperatorNames of(Collection<String> summary, Collection<String> actionItems) {
        return new OperatorNames(words(summary), words(actionItems));
    }

    /** Those that are configured to tell it; where none of them is, those whose names sound like it. */
    List<OperatorOutput> telling(Kind kind, List<OperatorOutput> outputs) {
        Set<String> names = kind == Kind.SUMMARY ? summary : actionItems;
        List<OperatorOutput> configured = outputs.stream()
                .filter(output -> names.contains(word(output.name())) || names.contains(word(output.operatorSid())))
                .toList();
        List<String> sounds = kind == Kind.SUMMARY ? SUMMARY_WORDS : ACTION_ITEMS_WORDS;
        return configured.isEmpty()
                ? outputs.stream()
                        .filter(output -> sounds.stream().anyMatch(word(output.name())::contains))
                        .toList()
                : configured;
    }

    private static Set<String> words(Collection<String> names) {
        return names.stream().map(OperatorNames::word).collect(Collectors.toUnmodifiableSet());
    }

    private static String word(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", " ");
    }
}
