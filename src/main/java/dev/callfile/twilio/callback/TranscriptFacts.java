package dev.callfile.twilio.callback;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callfile.call.CallTranscription;
import dev.callfile.call.CallTranscription.Source;
import dev.callfile.call.Callback;
import dev.callfile.call.Utterance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the facts out of a transcript that was fetched, as the ledger keeps it: each resource as Twilio's JSON, and the
 * CallSid that it was linked to.
 *
 * @see <a href="https://www.twilio.com/docs/voice/intelligence/api/transcript-sentence-resource">Twilio: Sentences</a>
 * @see <a href="https://www.twilio.com/docs/voice/intelligence/api/transcript-operatorresult-resource">Twilio:
 *     OperatorResults</a>
 */
public final class TranscriptFacts {

    /** The parameter that holds the transcript itself. */
    public static final String TRANSCRIPT = "transcript";

    /** The parameter that holds its sentences. */
    public static final String SENTENCES = "sentences";

    /** The parameter that holds what its operators said. */
    public static final String OPERATOR_RESULTS = "operator_results";

    /** The parameter that names the call. */
    public static final String CALL_SID = "call_sid";

    private final Map<String, List<String>> parameters;
    private final JsonNode transcript;
    private final String callSid;

    private TranscriptFacts(Map<String, List<String>> parameters) {
        this.parameters = parameters;
        this.transcript = Json.parse(first(TRANSCRIPT));
        this.callSid = first(CALL_SID);
    }

    /**
     * What a fetched transcript tells.
     *
     * @param requestTarget path and query of the webhook, which carry our own parameters
     */
    public static Callback of(String requestTarget, Map<String, List<String>> parameters, OperatorNames names) {
        TranscriptFacts facts = new TranscriptFacts(parameters);
        String accountSid = Json.sid(facts.transcript.path("account_sid"));
        String sid = Objects.requireNonNullElse(Json.sid(facts.transcript.path("sid")), facts.callSid);
        return new Callback(
                Callback.Kind.TRANSCRIPT,
                requestTarget,
                parameters,
                accountSid,
                Claims.of(requestTarget).leg(facts.callSid, accountSid),
                null,
                facts.transcription(sid, accountSid),
                OperatorOutput.insights(sid, facts.callSid, facts.outputs(), names),
                null,
                sid);
    }

    private List<CallTranscription> transcription(String sid, @Nullable String accountSid) {
        List<Utterance> utterances = utterances();
        return utterances.isEmpty()
                ? List.of()
                : List.of(new CallTranscription(
                        sid,
                        callSid,
                        accountSid,
                        Source.INTELLIGENCE,
                        Json.sid(channel().path("media_properties").path("source_sid")),
                        Json.time(transcript.path("date_created")),
                        speakers(),
                        utterances));
    }

    private List<Utterance> utterances() {
        List<Utterance> utterances = new ArrayList<>();
        each(SENTENCES).forEach(sentence -> {
            String text = Json.text(sentence.path("transcript"));
            if (text != null && !text.isBlank()) {
                utterances.add(new Utterance(
                        sentence.path("media_channel").asText(""),
                        sentence.path("sentence_index").asInt(utterances.size()),
                        null,
                        Json.milliseconds(sentence.path("start_time")),
                        Json.milliseconds(sentence.path("end_time")),
                        text,
                        Json.confidence(sentence.path("confidence"))));
            }
        });
        return utterances;
    }

    private Map<String, String> speakers() {
        Map<String, String> speakers = new TreeMap<>();
        for (JsonNode participant : channel().path("participants")) {
            String role = TwilioText.text(Json.text(participant.path("role")));
            if (role != null && !role.isBlank()) {
                speakers.put(participant.path("channel_participant").asText(""), role);
            }
        }
        return speakers;
    }

    private JsonNode channel() {
        JsonNode channel = transcript.path("channel");
        return channel.isTextual() ? Json.parse(channel.textValue()) : channel;
    }

    private List<OperatorOutput> outputs() {
        return each(OPERATOR_RESULTS)
                .map(result -> new OperatorOutput(
                        Objects.requireNonNullElse(Json.sid(result.path("operator_sid")), ""),
                        Objects.requireNonNullElse(TwilioText.text(Json.text(result.path("name"))), ""),
                        Json.time(transcript.path(
                                transcript.hasNonNull("date_updated") ? "date_updated" : "date_created")),
                        List.of(result.path("json_results"), result.path("text_generation_results"))))
                .toList();
    }

    private Stream<JsonNode> each(String name) {
        return parameters.getOrDefault(name, List.of()).stream().map(Json::parse);
    }

    private String first(String name) {
        return parameters.getOrDefault(name, List.of()).stream().findFirst().orElse("");
    }
}
