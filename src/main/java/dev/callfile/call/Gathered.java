package dev.callfile.call;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Facts of some calls, merged as they come: whoever adds the same facts, in whatever order, holds the same in the end. */
final class Gathered {

    private final Map<String, CallLeg> legs = new TreeMap<>();
    private final Map<String, CallRecording> recordings = new TreeMap<>();
    private final Map<String, CallTranscription> transcriptions = new TreeMap<>();
    private final Map<String, CallInsight> insights = new TreeMap<>();

    /** Everything that a callback tells. */
    void add(Callback callback) {
        Stream.ofNullable(callback.leg()).forEach(this::add);
        add(Stream.ofNullable(callback.recording()).toList(), callback.transcriptions(), callback.insights());
    }

    void add(CallLeg leg) {
        legs.merge(leg.callSid(), leg, CallLeg::merge);
    }

    void add(
            Collection<CallRecording> recorded,
            Collection<CallTranscription> transcribed,
            Collection<CallInsight> understood) {
        recorded.forEach(one -> recordings.merge(one.key(), one, CallRecording::merge));
        transcribed.forEach(one -> transcriptions.merge(one.key(), one, CallTranscription::merge));
        understood.forEach(one -> insights.merge(one.key(), one, CallInsight::merge));
    }

    /** The calls that all this belongs to, by the CallSid of each call's root leg. */
    Map<String, CallTree> trees() {
        return CallTree.grow(legs.values(), recordings.values(), transcriptions.values(), insights.values());
    }

    /** What is known now of the recording that a callback speaks of. */
    List<CallRecording> recordingsOf(Callback callback) {
        return Stream.ofNullable(callback.recording())
                .map(one -> Objects.requireNonNull(recordings.get(one.key())))
                .toList();
    }

    /** What is known now of the transcriptions that a callback speaks of, each once. */
    List<CallTranscription> transcriptionsOf(Callback callback) {
        return callback.transcriptions().stream()
                .map(CallTranscription::key)
                .distinct()
                .map(key -> Objects.requireNonNull(transcriptions.get(key)))
                .toList();
    }

    /** What is known now of the insights that a callback brings, each once. */
    List<CallInsight> insightsOf(Callback callback) {
        return callback.insights().stream()
                .map(CallInsight::key)
                .distinct()
                .map(key -> Objects.requireNonNull(insights.get(key)))
                .toList();
    }
}
