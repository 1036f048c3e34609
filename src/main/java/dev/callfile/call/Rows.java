package dev.callfile.call;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
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

    /** What the store knows of the calls that a callback speaks of. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Known(
            boolean said, Set<String> roots, List<CallLeg> legs, List<CallRecording> recordings, List<CallRow> calls) {}

    /**
     * What a callback adds.
     *
     * @param folded ids of records that became part of another
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Change(
            CallbackRow callback,
            List<LegRow> legs,
            List<CallRecording> recordings,
            List<CallRow> calls,
            Set<String> folded,
            List<DurationChange> durationChanges) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record CallbackRow(
            String id,
            Callback.Kind kind,
            @Nullable String accountSid,
            @Nullable String callSid,
            @Nullable String recordingSid,
            String requestTarget,
            String digest,
            Outcome outcome,
            Instant receivedAt) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record LegRow(@JsonUnwrapped CallLeg leg, String rootCallSid) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record CallRow(
            String id, String twilioCallSid, @JsonUnwrapped CallFacts facts, Instant createdAt, Instant updatedAt) {}

    /** @param wasSeconds the sort value that a walk which began earlier goes on with */
    @JsonNaming(SnakeCaseStrategy.class)
    record DurationChange(String caseId, String phoneCallId, int wasSeconds) {}

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
}
