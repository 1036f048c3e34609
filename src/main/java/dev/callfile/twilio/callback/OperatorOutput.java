package dev.callfile.twilio.callback;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callfile.call.ActionItem;
import dev.callfile.call.CallInsight;
import dev.callfile.call.CallInsight.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one language operator said of a call.
 *
 * @param operatorSid empty where Twilio did not tell it
 * @param name likewise
 * @param answers what it made, the most structured first
 */
record OperatorOutput(
        String operatorSid, String name, @Nullable Instant madeAt, List<JsonNode> answers) {

    /** What operators say that tell a summary or action items. */
    static List<CallInsight> insights(
            String source, String callSid, List<OperatorOutput> outputs, OperatorNames names) {
        return Stream.of(Kind.values())
                .flatMap(kind -> names.telling(kind, outputs).stream()
                        .flatMap(output -> output.insight(source, callSid, kind).stream()))
                .toList();
    }

    private Optional<CallInsight> insight(String source, String callSid, Kind kind) {
        String id = String.join("/", source, operatorSid.isEmpty() ? name : operatorSid, kind.word());
        return switch (kind) {
            case SUMMARY ->
                answers.stream()
                        .flatMap(answer -> SummaryText.of(answer).stream())
                        .findFirst()
                        .map(summary -> new CallInsight(id, callSid, kind, madeAt, summary, null));
            case ACTION_ITEMS ->
                answers.stream()
                        .flatMap(answer -> ToDoList.of(answer).stream())
                        .reduce((first, other) -> first.isEmpty() ? other : first)
                        .map(told -> new CallInsight(id, callSid, kind, madeAt, null, ActionItem.of(callSid, told)));
        };
    }
}
