package dev.callfile.twilio.callback;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callfile.call.CallInsight;
import dev.callfile.call.CallLeg;
import dev.callfile.call.Callback;
import dev.callfile.call.TranscriptFetch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the facts out of a webhook of Conversational Intelligence. The second generation names a transcript, which is to
 * be fetched; the third brings what its operators said. What names no call is kept, and no record knows of it.
 *
 * @see <a href="https://www.twilio.com/docs/conversations/intelligence/webhooks/rule-execution">Twilio: Rule Execution
 *     webhook</a>
 */
final class IntelligenceFacts {

    /** The parameter of the ledger that holds the webhook's body. */
    static final String BODY = "body";

    private static final String AVAILABLE = "voice_intelligence_transcript_available";

    /**
     * Where a CallSid may stand, the surest first. Twilio's description has {@code referenceIds} alone, and says only
     * that they lead to other products' resources: a phone call's have its CallSid.
     */
    private static final List<String> NAMES_OF_CALL = List.of(
            "referenceIds",
            "callSid",
            "call_sid",
            "channelId",
            "channel_id",
            "resourceSid",
            "resourceId",
            "customerKey",
            "customer_key");

    private final SignedJson webhook;
    private final JsonNode json;
    private final Claims claims;
    private final @Nullable String accountSid;

    private IntelligenceFacts(SignedJson webhook) {
        this.webhook = webhook;
        this.json = webhook.json();
        this.claims = Claims.of(TwilioText.storable(webhook.requestTarget()));
        this.accountSid = SignedJsonReader.accountSid(json);
    }

    static Callback of(SignedJson webhook, OperatorNames names) {
        IntelligenceFacts facts = new IntelligenceFacts(webhook);
        return facts.json.path("operatorResults").isArray() ? facts.ruleExecution(names) : facts.transcript();
    }

    private Callback transcript() {
        String sid = Json.sid(json.path("transcript_sid"));
        String event = Objects.requireNonNullElse(Json.text(json.path("event_type")), AVAILABLE);
        String callSid = Optional.ofNullable(TwilioText.callSid(Json.text(json.path("customer_key"))))
                .or(() -> Optional.ofNullable(claims.callSid()))
                .orElse(null);
        return callback(
                callSid,
                List.of(),
                sid == null || !event.equals(AVAILABLE)
                        ? null
                        : new TranscriptFetch(sid, accountSid, callSid, TwilioText.storable(webhook.requestTarget())));
    }

    private Callback ruleExecution(OperatorNames names) {
        String callSid = NAMES_OF_CALL.stream()
                .flatMap(name -> callSids(json, name))
                .findFirst()
                .or(() -> Optional.ofNullable(claims.callSid()))
                .orElse(null);
        String conversation = Json.sid(json.path("conversationId"));
        return callback(
                callSid,
                callSid == null
                        ? List.of()
                        : OperatorOutput.insights(
                                Objects.requireNonNullElse(conversation, callSid), callSid, outputs(), names),
                null);
    }

    private List<OperatorOutput> outputs() {
        List<OperatorOutput> outputs = new ArrayList<>();
        for (JsonNode result : json.path("operatorResults")) {
            JsonNode operator = result.path("operator");
            JsonNode name = operator.has("displayName") ? operator.path("displayName") : operator.path("friendlyName");
            outputs.add(new OperatorOutput(
                    Objects.requireNonNullElse(Json.sid(operator.path("id")), ""),
                    Objects.requireNonNullElse(TwilioText.text(Json.text(name)), ""),
                    Json.time(result.path("dateCreated")),
                    List.of(result.path("result"))));
        }
        return outputs;
    }

    /** Every CallSid of that name, but for what a language model wrote. */
    private static Stream<String> callSids(JsonNode node, String name) {
        Stream<JsonNode> here =
                Stream.of(node.path(name)).flatMap(value -> value.isArray() ? elements(value) : Stream.of(value));
        Stream<String> below = node.properties().stream()
                .filter(field -> !field.getKey().equals("result"))
                .map(Map.Entry::getValue)
                .flatMap(value -> value.isArray() ? elements(value) : Stream.of(value))
                .flatMap(value -> callSids(value, name));
        return Stream.concat(here.flatMap(value -> Stream.ofNullable(TwilioText.callSid(Json.text(value)))), below);
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        List<JsonNode> elements = new ArrayList<>();
        array.forEach(elements::add);
        return elements.stream();
    }

    private Callback callback(@Nullable String callSid, List<CallInsight> insights, @Nullable TranscriptFetch fetch) {
        CallLeg leg = callSid == null ? null : claims.leg(callSid, accountSid);
        return new Callback(
                Callback.Kind.INTELLIGENCE,
                TwilioText.storable(webhook.requestTarget()),
                Map.of(BODY, List.of(webhook.body())),
                accountSid,
                leg,
                null,
                List.of(),
                insights,
                fetch);
    }
}
