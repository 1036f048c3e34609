package dev.callfile.call;

import static dev.callfile.call.Join.greatest;
import static dev.callfile.call.Join.least;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one transcription: one callback's share of it, or all callbacks' together.
 *
 * @param callSid the leg that was transcribed
 * @param madeAt when Twilio made it
 * @param speakers who speaks on a track or channel, as far as Twilio was told
 */
@JsonNaming(SnakeCaseStrategy.class)
public record CallTranscription(
        String transcriptionSid,
        String callSid,
        @Nullable String accountSid,
        Source source,
        @Nullable String recordingSid,
        @Nullable Instant madeAt,
        Map<String, String> speakers,
        List<Utterance> utterances) {

    /** The one to show sorts last: the richest source, then the one that says more, then the greater sid. */
    static final Comparator<CallTranscription> RICHEST_LAST = Comparator.comparing(CallTranscription::source)
            .thenComparingInt(CallTranscription::length)
            .thenComparing(CallTranscription::transcriptionSid)
            .thenComparing(CallTranscription::callSid);

    /** The same utterances in any order, and any of them repeated, are the same transcription. */
    public CallTranscription {
        speakers = Collections.unmodifiableMap(new TreeMap<>(speakers));
        utterances = united(utterances);
    }

    /** Whose row it is. */
    String key() {
        return transcriptionSid + '/' + callSid;
    }

    /**
     * Everything that either of two accounts of the same transcription tells, whatever their order; see {@link CallLeg}.
     * Where they come from different sources, the utterances of the richer one: Twilio may make a transcription again
     * under the sid that it had while the call went on, and nothing must be said twice.
     */
    CallTranscription merge(CallTranscription other) {
        Map<String, String> names = new TreeMap<>(speakers);
        other.speakers.forEach((track, name) -> names.merge(track, name, Join::greatest));
        return new CallTranscription(
                transcriptionSid,
                callSid,
                greatest(accountSid, other.accountSid),
                source.compareTo(other.source) >= 0 ? source : other.source,
                greatest(recordingSid, other.recordingSid),
                least(madeAt, other.madeAt),
                names,
                Stream.of(this, other)
                        .filter(account -> account.source.compareTo(source) >= 0)
                        .filter(account -> account.source.compareTo(other.source) >= 0)
                        .flatMap(account -> account.utterances.stream())
                        .toList());
    }

    /** The same without what was said, and by whom. */
    CallTranscription silent() {
        return new CallTranscription(
                transcriptionSid, callSid, accountSid, source, recordingSid, madeAt, Map.of(), List.of());
    }

    /** Whether it tells anything to read. */
    boolean saysSomething() {
        return utterances.stream().anyMatch(utterance -> !utterance.text().isBlank());
    }

    private int length() {
        return utterances.stream()
                .mapToInt(utterance -> utterance.text().length())
                .sum();
    }

    private static List<Utterance> united(Collection<Utterance> utterances) {
        Map<Utterance, Utterance> byPlace = new TreeMap<>(Utterance.BY_PLACE);
        utterances.forEach(utterance -> byPlace.merge(utterance, utterance, Utterance.FULLEST));
        return List.copyOf(byPlace.values());
    }

    /** Where a transcription came from, the poorest first. */
    public enum Source {
        /** {@code <Record transcribe>}: one text, without sides or times. */
        RECORDING,
        /** Real-Time Transcription: utterances of each side, as they were made. */
        REAL_TIME,
        /** Conversational Intelligence: sentences of each side with their times, made from the whole recording. */
        INTELLIGENCE;

        /** The word of the API and of the database. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
