package dev.callfile.call;

import dev.callfile.call.CallInsight.Kind;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a call's transcriptions and insights add up to. A pure function of them.
 *
 * @param transcript readable text, a line for each utterance
 */
record WhatWasSaid(@Nullable String transcript, @Nullable String summary, List<ActionItem> actionItems) {

    /**
     * The best of what there is.
     *
     * @param agentLegs CallSids of the legs that are an agent's own: there, the agent is on the inbound track
     */
    static WhatWasSaid of(
            List<CallTranscription> transcriptions,
            List<CallInsight> insights,
            List<CallRecording> recordings,
            Set<String> agentLegs) {
        return new WhatWasSaid(
                Transcript.richest(transcriptions, recordings, agentLegs)
                        .map(Transcript::plain)
                        .orElse(null),
                latest(insights, Kind.SUMMARY, insight -> isBlank(insight.summary()) ? null : insight.summary()),
                Objects.requireNonNullElse(latest(insights, Kind.ACTION_ITEMS, CallInsight::actionItems), List.of()));
    }

    private static <T> @Nullable T latest(
            List<CallInsight> insights, Kind kind, Function<CallInsight, @Nullable T> answer) {
        return insights.stream()
                .filter(insight -> insight.kind() == kind && answer.apply(insight) != null)
                .max(CallInsight.LATEST_LAST)
                .flatMap(insight -> Stream.ofNullable(answer.apply(insight)).findFirst())
                .orElse(null);
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }
}
