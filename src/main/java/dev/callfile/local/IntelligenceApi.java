package dev.callfile.local;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** Twilio's Conversational Intelligence, version 2: transcripts, and what was made of them. */
final class IntelligenceApi {

    static final String BASE = "https://intelligence.twilio.com";

    private static final String TRANSCRIPTS = "/v2/Transcripts";
    private static final String TRANSCRIPT = TRANSCRIPTS + "/(GT[0-9a-fA-F]{32})";

    private final TwilioAccounts accounts;
    private final Shelf transcripts;

    IntelligenceApi(TwilioAccounts accounts, Shelf transcripts) {
        this.accounts = accounts;
        this.transcripts = transcripts;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", TRANSCRIPTS, this::list),
                Route.of("GET", TRANSCRIPT, (asked, path) -> Answer.json(200, Shelf.shown(find(asked, path)))),
                Route.of("GET", TRANSCRIPT + "/Sentences", this::sentences),
                Route.of("GET", TRANSCRIPT + "/OperatorResults", this::operatorResults),
                Route.of("GET", TRANSCRIPT + "/OperatorResults/(LY[0-9a-fA-F]{32})", this::operatorResult));
    }

    private Map<String, @Nullable Object> find(Asked asked, Matcher path) {
        Map<String, @Nullable Object> transcript =
                transcripts.find(path.group(1)).orElse(null);
        accounts.check(asked, transcript == null ? null : String.valueOf(transcript.get("account_sid")));
        if (transcript == null) {
            throw Refusal.notFound(asked.path());
        }
        return transcript;
    }

    private Answer list(Asked asked, Matcher path) {
        accounts.check(asked, null);
        String source = asked.parameter("SourceSid");
        List<Map<String, @Nullable Object>> found = transcripts.newestFirst().stream()
                .filter(transcript -> source == null || source.equals(sourceSid(transcript)))
                .toList();
        return new Pages(asked, found, "sid").withMeta(BASE, "transcripts");
    }

    private static @Nullable Object sourceSid(Map<String, @Nullable Object> transcript) {
        return Json.object(Json.object(transcript, "channel"), "media_properties")
                .get("source_sid");
    }

    private Answer sentences(Asked asked, Matcher path) {
        List<Map<String, @Nullable Object>> sentences = new ArrayList<>();
        Json.objects(Json.object(find(asked, path), Shelf.ASIDE), "sentences").forEach(told -> {
            Map<String, @Nullable Object> sentence = new LinkedHashMap<>();
            sentence.put("media_channel", 1);
            sentence.put("sentence_index", sentences.size());
            sentence.put("start_time", null);
            sentence.put("end_time", null);
            sentence.put("transcript", "");
            sentence.put("sid", "GX" + String.format("%032x", sentences.size()));
            sentence.put("confidence", null);
            sentence.put("words", null);
            sentence.putAll(told);
            sentences.add(sentence);
        });
        return new Pages(asked, sentences, "sid").withMeta(BASE, "sentences");
    }

    private Answer operatorResults(Asked asked, Matcher path) {
        return new Pages(asked, results(find(asked, path)), "operator_sid").withMeta(BASE, "operator_results");
    }

    private Answer operatorResult(Asked asked, Matcher path) {
        return results(find(asked, path)).stream()
                .filter(result -> path.group(2).equals(result.get("operator_sid")))
                .findFirst()
                .map(result -> Answer.json(200, result))
                .orElseThrow(() -> Refusal.notFound(asked.path()));
    }

    private static List<Map<String, @Nullable Object>> results(Map<String, @Nullable Object> transcript) {
        List<Map<String, @Nullable Object>> results = new ArrayList<>();
        Json.objects(Json.object(transcript, Shelf.ASIDE), "operator_results").forEach(told -> {
            String sid = Objects.requireNonNullElse(
                            told.get("operator_sid"), "LY" + String.format("%032x", results.size()))
                    .toString();
            Map<String, @Nullable Object> result = new LinkedHashMap<>();
            result.put("operator_type", "text-generation");
            result.put("name", "name");
            result.put("operator_sid", sid);
            result.put("extract_match", null);
            result.put("match_probability", null);
            result.put("normalized_result", null);
            result.put("utterance_results", List.of());
            result.put("utterance_match", null);
            result.put("predicted_label", null);
            result.put("predicted_probability", null);
            result.put("label_probabilities", Map.of());
            result.put("extract_results", Map.of());
            result.put("text_generation_results", Map.of());
            result.put("json_results", Map.of());
            result.put("transcript_sid", transcript.get("sid"));
            result.put("url", transcript.get("url") + "/OperatorResults/" + sid);
            result.putAll(told);
            results.add(result);
        });
        return results;
    }
}
