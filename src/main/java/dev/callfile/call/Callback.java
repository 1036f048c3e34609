package dev.callfile.call;

import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One genuine callback: what was said, whole, and the facts in it.
 *
 * @param requestTarget path and query as they were signed
 * @param parameters every form field, repeated names included
 * @param leg the leg it speaks of; {@code null} where it names no call
 * @param recording the recording it speaks of, if any
 * @param transcriptions what it tells of transcriptions
 * @param insights what operators made of the call
 * @param fetch what is to be fetched because of it, if anything
 * @param transcriptSid the transcript that it announces or brings, if any
 */
public record Callback(
        Kind kind,
        String requestTarget,
        Map<String, List<String>> parameters,
        @Nullable String accountSid,
        @Nullable CallLeg leg,
        @Nullable CallRecording recording,
        List<CallTranscription> transcriptions,
        List<CallInsight> insights,
        @Nullable TranscriptFetch fetch,
        @Nullable String transcriptSid) {

    /** A callback that brings no transcript; it may announce one. */
    public Callback(
            Kind kind,
            String requestTarget,
            Map<String, List<String>> parameters,
            @Nullable String accountSid,
            @Nullable CallLeg leg,
            @Nullable CallRecording recording,
            List<CallTranscription> transcriptions,
            List<CallInsight> insights,
            @Nullable TranscriptFetch fetch) {
        this(
                kind,
                requestTarget,
                parameters,
                accountSid,
                leg,
                recording,
                transcriptions,
                insights,
                fetch,
                fetch == null ? null : fetch.transcriptSid());
    }

    /** A callback that tells nothing of what was said. */
    public Callback(
            Kind kind,
            String requestTarget,
            Map<String, List<String>> parameters,
            @Nullable String accountSid,
            @Nullable CallLeg leg,
            @Nullable CallRecording recording) {
        this(kind, requestTarget, parameters, accountSid, leg, recording, List.of(), List.of(), null);
    }

    /** Which of Twilio's callbacks it is. */
    public enum Kind {
        STATUS,
        RECORDING,
        TRANSCRIPTION,
        /** A webhook of Conversational Intelligence. */
        INTELLIGENCE,
        /** What was fetched because of such a webhook. */
        TRANSCRIPT,
        /** What Twilio answered to a call that we placed. */
        PLACEMENT,
        /** A call or a recording as Twilio's REST API has it, where no callback had told so much. */
        RECONCILIATION;

        /** Whether it may hold what was said, in so many words. */
        boolean tellsWhatWasSaid() {
            return this == TRANSCRIPTION || this == TRANSCRIPT || this == INTELLIGENCE;
        }

        /** The word of the database. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** SHA-256 of what was said. The order of the fields says nothing, and neither does the order of a field's values. */
    byte[] digest() {
        Map<String, List<String>> sorted = new TreeMap<>();
        parameters.forEach(
                (name, values) -> sorted.put(name, values.stream().sorted().toList()));
        String said = Rows.write(List.of(kind, requestTarget, sorted));
        try {
            return MessageDigest.getInstance("SHA-256").digest(said.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
