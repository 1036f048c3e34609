package dev.callfile.call;

import java.util.List;
import java.util.Set;
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
    static WhatWasSaid of(List<CallTranscription> transcriptions, List<CallInsight> insights, Set<String> agentLegs) {
        return new WhatWasSaid(null, null, List.of());
    }
}
