package dev.callfile.call;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was said in a call, in the order in which it was said.
 *
 * @param source {@code intelligence}, {@code real_time}, {@code recording} or {@code person}
 * @param transcriptionSid {@code null} where a person wrote it, or it is put together from several
 */
public record Transcript(String source, @Nullable String transcriptionSid, List<Segment> segments) {

    private static final String PERSON = "person";

    /** The best of what was transcribed; empty where nothing says anything. */
    static Optional<Transcript> richest(
            List<CallTranscription> transcriptions, List<CallRecording> recordings, Set<String> agentLegs) {
        List<Heard> heard = Heard.best(transcriptions, recordings);
        if (heard.isEmpty()) {
            return Optional.empty();
        }
        CallTranscription first = heard.get(0).transcription();
        Instant beginning = heard.get(0).from();
        return Optional.of(new Transcript(
                first.source().word(),
                heard.size() == 1 ? first.transcriptionSid() : null,
                heard.stream()
                        .flatMap(part -> segments(part, beginning, agentLegs))
                        .toList()));
    }

    /** A person's words, line by line; nobody knows who said them, or when. */
    static Transcript ofPerson(String text) {
        return new Transcript(
                PERSON,
                null,
                text.lines()
                        .filter(line -> !line.isBlank())
                        .map(line -> new Segment(null, null, null, line.strip(), null))
                        .toList());
    }

    private static Stream<Segment> segments(Heard heard, @Nullable Instant beginning, Set<String> agentLegs) {
        CallTranscription transcription = heard.transcription();
        boolean agentsLeg = agentLegs.contains(transcription.callSid());
        return Interleaving.of(transcription.utterances()).stream()
                .filter(utterance -> !utterance.text().isBlank())
                .map(utterance -> new Segment(
                        speaker(transcription, utterance.track(), agentsLeg),
                        utterance.at() == null
                                ? shifted(utterance.startMs(), beginning, heard.from())
                                : shifted(0, beginning, utterance.at()),
                        shifted(utterance.endMs(), beginning, heard.from()),
                        utterance.text().strip(),
                        utterance.confidence()));
    }

    /** Milliseconds from the beginning of the transcript, of what is told from another beginning. */
    private static @Nullable Integer shifted(
            @Nullable Integer ms, @Nullable Instant beginning, @Nullable Instant from) {
        if (ms == null || beginning == null || from == null) {
            return ms;
        }
        long shifted = ms + Duration.between(beginning, from).toMillis();
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, shifted));
    }

    /** Whom Twilio was told to be there; else by the leg, or by the number of the channel, which tells nothing of a role. */
    private static @Nullable String speaker(CallTranscription transcription, String track, boolean agentsLeg) {
        String told = transcription.speakers().getOrDefault(track, "").strip().replaceAll("\\s+", " ");
        if (!told.isEmpty()) {
            int first = told.offsetByCodePoints(0, 1);
            return told.substring(0, first).toUpperCase(Locale.ROOT) + told.substring(first);
        }
        return switch (transcription.source()) {
            case RECORDING -> null;
            case INTELLIGENCE -> track.isEmpty() ? null : "Speaker " + track;
            case REAL_TIME ->
                switch (track) {
                    case "inbound_track" -> agentsLeg ? "Agent" : "Institution";
                    case "outbound_track" -> agentsLeg ? "Institution" : "Agent";
                    default -> null;
                };
        };
    }

    /** Readable text: a line for each segment, with its speaker where one is known. */
    public String plain() {
        return segments.stream()
                .map(segment -> segment.speaker() == null
                        ? segment.text()
                        : segment.speaker() + ": " + segment.text().replaceAll("\\s*\\R\\s*", " "))
                .collect(Collectors.joining("\n"));
    }
}
