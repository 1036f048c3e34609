package dev.callfile.local;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is said in every call that plays, and what operators make of it. */
final class SampleTranscript {

    private static final List<String> SAID = List.of(
            "Good morning, this is estate services, how can I help you?",
            "Good morning. I am calling about the account of a customer who has died.",
            "I am sorry for your loss. Please send us the death certificate and the letters of administration.",
            "I will send both today. When will the balance be told?",
            "Within ten working days, by letter.");
    private static final double SECONDS_A_SENTENCE = 0.8;

    private SampleTranscript() {}

    /** @param channels in one, everybody is heard together */
    static Map<String, @Nullable Object> of(int channels) {
        List<Map<String, @Nullable Object>> sentences = new ArrayList<>();
        for (int i = 0; i < SAID.size(); i++) {
            Map<String, @Nullable Object> sentence = new LinkedHashMap<>();
            sentence.put("media_channel", channels == 2 ? 2 - i % 2 : 1);
            sentence.put("start_time", i * SECONDS_A_SENTENCE);
            sentence.put("end_time", (i + 1) * SECONDS_A_SENTENCE);
            sentence.put("transcript", SAID.get(i));
            sentence.put("confidence", 0.97);
            sentences.add(sentence);
        }
        return Map.of("sentences", sentences, "operator_results", List.of(summary(), actionItems()));
    }

    private static Map<String, @Nullable Object> summary() {
        return Map.of(
                "name",
                "Conversation Summary",
                "operator_type",
                "text-generation",
                "text_generation_results",
                Map.of(
                        "result",
                        "The bank needs the death certificate and the letters of administration, and will tell the"
                                + " balance by letter within ten working days."));
    }

    private static Map<String, @Nullable Object> actionItems() {
        return Map.of(
                "name",
                "Action Items",
                "operator_type",
                "json",
                "json_results",
                Map.of(
                        "action_items",
                        List.of(
                                Map.of("description", "Send the death certificate", "completed", false),
                                Map.of("description", "Send the letters of administration", "completed", false))));
    }
}
