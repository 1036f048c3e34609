package dev.callfile.call;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * How much was erased, or would be.
 *
 * @param calls records
 * @param callbacks rows of the ledger
 * @param transcripts transcriptions
 */
@JsonNaming(SnakeCaseStrategy.class)
@RegisterForReflection(registerFullHierarchy = true) // read or written by Rows
public record ErasedRows(
        long calls,
        long legs,
        long callbacks,
        long recordings,
        long transcripts,
        long insights,
        long events,
        long placements) {

    static final ErasedRows NONE = new ErasedRows(0, 0, 0, 0, 0, 0, 0, 0);

    static ErasedRows ofCallbacks(long callbacks) {
        return new ErasedRows(0, 0, callbacks, 0, 0, 0, 0, 0);
    }

    static ErasedRows ofPlacements(long placements) {
        return new ErasedRows(0, 0, 0, 0, 0, 0, 0, placements);
    }

    ErasedRows plus(ErasedRows more) {
        return new ErasedRows(
                calls + more.calls,
                legs + more.legs,
                callbacks + more.callbacks,
                recordings + more.recordings,
                transcripts + more.transcripts,
                insights + more.insights,
                events + more.events,
                placements + more.placements);
    }
}
