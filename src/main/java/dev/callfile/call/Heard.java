package dev.callfile.call;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A transcription and the time that it heard.
 *
 * @param from when its recording began, or its first word was told; {@code null} where nobody knows
 * @param to when that ended
 */
record Heard(
        CallTranscription transcription,
        @Nullable Instant from,
        @Nullable Instant to) {

    private static final Comparator<Heard> BY_TIME =
            Comparator.comparing(Heard::from, Comparator.nullsFirst(Comparator.naturalOrder()));

    /**
     * The transcriptions that together tell a call best, in the order of their time: of the richest source, the one that
     * says most of each stretch of time. Two that heard the same stretch, or of which that is not known, are not both
     * told: nothing must be said twice.
     */
    static List<Heard> best(Collection<CallTranscription> transcriptions, Collection<CallRecording> recordings) {
        List<CallTranscription> richestFirst = transcriptions.stream()
                .filter(CallTranscription::saysSomething)
                .sorted(CallTranscription.RICHEST_LAST.reversed())
                .toList();
        List<Heard> chosen = new ArrayList<>();
        for (CallTranscription transcription : richestFirst) {
            Heard heard = of(transcription, recordings);
            if (chosen.stream().allMatch(heard::goesWith)) {
                chosen.add(heard);
            }
        }
        return chosen.stream().sorted(BY_TIME).toList();
    }

    private static Heard of(CallTranscription transcription, Collection<CallRecording> recordings) {
        if (transcription.source() == CallTranscription.Source.REAL_TIME) {
            return new Heard(
                    transcription,
                    transcription.utterances().stream().map(Utterance::at).reduce(transcription.madeAt(), Join::least),
                    transcription.utterances().stream().map(Utterance::at).reduce(null, Join::greatest));
        }
        return recordings.stream()
                .filter(recording -> recording.recordingSid().equals(transcription.recordingSid()))
                .filter(recording -> recording.startedAt() != null && recording.durationSeconds() != null)
                .findFirst()
                .map(recording -> new Heard(
                        transcription,
                        recording.startedAt(),
                        Objects.requireNonNull(recording.startedAt())
                                .plusSeconds(Objects.requireNonNull(recording.durationSeconds()))))
                .orElseGet(() -> new Heard(transcription, null, null));
    }

    private boolean goesWith(Heard other) {
        return transcription.source() == other.transcription.source()
                && from != null
                && to != null
                && other.from != null
                && other.to != null
                && (!from.isBefore(other.to) || !other.from.isBefore(to));
    }
}
