package dev.callfile.call;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
