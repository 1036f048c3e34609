package dev.callfile.call;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's rows as JSON, named like the tables' columns: PostgreSQL reads and writes them whole, so a callback's
 * state comes in one statement and goes back in one.
 */
final class Rows {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Rows() {}

    /**
     * What the store knows of the calls that a callback speaks of.
     *
     * @param said the ledger's line that says the same; {@code null} where nothing does
     * @param erased CallSids among those that the callback names, and their roots, that were erased
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @RegisterForReflection(registerFullHierarchy = true) // read or written by Rows
    record Known(
            @Nullable String said,
            Set<String> roots,
            List<CallLeg> legs,
            List<CallRecording> recordings,
            List<CallTranscription> transcriptions,
            List<CallInsight> insights,
            List<CallRow> calls,
            Set<String> erased) {

        /** Of calls of which nothing was erased. */
        Known(
                @Nullable String said,
                Set<String> roots,
                List<CallLeg> legs,
                List<CallRecording> recordings,
                List<CallTranscription> transcriptions,
                List<CallInsight> insights,
                List<CallRow> calls) {
            this(said, roots, legs, recordings, transcriptions, insights, calls, Set.of());
        }

        /** A record that has been found to be among them. */
        CallRow call(String id) {
            return calls.stream()
                    .filter(call -> call.id().equals(id))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /**
     * What a callback adds, or a person.
     *
     * @param callback {@code null} where a person did it
     * @param folded ids of records that became part of another
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @RegisterForReflection(registerFullHierarchy = true) // read or written by Rows
    record Change(
            @Nullable CallbackRow callback,
            List<LegRow> legs,
            List<CallRecording> recordings,
            List<CallTranscription> transcriptions,
            List<CallInsight> insights,
            List<CallRow> calls,
            Set<String> folded,
            List<DurationChange> durationChanges,
            List<TranscriptFetch> fetches,
            List<EventRow> events) {

        /** A callback that came before: nothing new, but what failed to be fetched because of it is worth another try. */
        static Change again(EventRow event, @Nullable TranscriptFetch fetch) {
            return of(List.of(), List.of(), Stream.ofNullable(fetch).toList(), event);
        }

        /** What became of recordings, and of the calls that they are of. */
        static Change ofRecordings(List<CallRecording> recordings, List<CallRow> calls) {
            return new Change(
                    null,
                    List.of(),
                    recordings,
                    List.of(),
                    List.of(),
                    calls,
                    Set.of(),
                    List.of(),
                    List.of(),
                    List.of());
        }

        /** What a person did to a call. */
        static Change byPerson(CallRow call, List<DurationChange> durationChanges, EventRow event) {
            return of(List.of(call), durationChanges, List.of(), event);
        }

        private static Change of(
                List<CallRow> calls,
                List<DurationChange> durationChanges,
                List<TranscriptFetch> fetches,
                EventRow event) {
            return new Change(
                    null,
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    calls,
                    Set.of(),
                    durationChanges,
                    fetches,
                    List.of(event));
        }

        /** What the callback did; {@code null} where the change is not a new callback's. */
        @JsonIgnore
        @Nullable Outcome outcome() {
            return callback == null ? null : callback.outcome();
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record CallbackRow(
            String id,
            Callback.Kind kind,
            @Nullable String accountSid,
            @Nullable String callSid,
            @Nullable String parentCallSid,
            @Nullable String recordingSid,
            @Nullable String transcriptSid,
            String requestTarget,
            String digest,
            Outcome outcome,
            Instant receivedAt,
            @Nullable Instant prunedAt) {

        /** The same without its parameters, which are not to be kept. */
        CallbackRow pruned() {
            return new CallbackRow(
                    id,
                    kind,
                    accountSid,
                    callSid,
                    parentCallSid,
                    recordingSid,
                    transcriptSid,
                    requestTarget.split("\\?", 2)[0],
                    digest,
                    outcome,
                    receivedAt,
                    receivedAt);
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record LegRow(@JsonUnwrapped CallLeg leg, String rootCallSid) {}

    /** @param kept what retention has still to look after, which is everything once more after every change */
    @JsonNaming(SnakeCaseStrategy.class)
    record CallRow(
            String id,
            String twilioCallSid,
            @JsonUnwrapped CallFacts facts,
            @Nullable String notes,
            Words words,
            Instant createdAt,
            Instant updatedAt,
            int kept) {

        static final int EVERYTHING = 7;

        CallRow(
                String id,
                String twilioCallSid,
                CallFacts facts,
                @Nullable String notes,
                Words words,
                Instant createdAt,
                Instant updatedAt) {
            this(id, twilioCallSid, facts, notes, words, createdAt, updatedAt, EVERYTHING);
        }

        CallRow with(Words words) {
            return new CallRow(id, twilioCallSid, facts, notes, words, createdAt, updatedAt, kept);
        }

        CallRow keeping(int kept) {
            return new CallRow(id, twilioCallSid, facts, notes, words, createdAt, updatedAt, kept);
        }

        /** Whether a row says the same of the call, whatever retention has done. */
        boolean saysTheSameAs(CallRow other) {
            return equals(other.keeping(kept));
        }
    }

    /** @param actor subject of the token; {@code null} where no person had a part in it */
    @JsonNaming(SnakeCaseStrategy.class)
    record EventRow(
            String id,
            String callSid,
            String kind,
            @Nullable String actor,
            JsonNode details,
            Instant at) {}

    /** @param wasSeconds the sort value that a walk which began earlier goes on with */
    @JsonNaming(SnakeCaseStrategy.class)
    record DurationChange(String caseId, String phoneCallId, int wasSeconds) {}

    static JsonNode tree(@Nullable Object value) {
        return MAPPER.valueToTree(value);
    }

    static List<ActionItem> actionItems(JsonNode items) {
        return MAPPER.convertValue(items, new TypeReference<>() {});
    }

    static String write(Object rows) {
        try {
            return MAPPER.writeValueAsString(rows);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static <T> T read(String rows, Class<T> type) {
        try {
            return MAPPER.readValue(rows, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static <T> List<T> readList(String rows, Class<T> of) {
        // Most calls have left nothing to be done, and lists are read often.
        if (rows.equals("[]")) {
            return List.of();
        }
        try {
            return MAPPER.readValue(rows, MAPPER.getTypeFactory().constructCollectionType(List.class, of));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
