package dev.callfile.call;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.Comparator;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One thing that one side said.
 *
 * @param track Twilio's word for the side: {@code inbound_track}, or the number of a recording's channel
 * @param sequence orders what one side said
 * @param at when it was told, where it was told while the call went on
 * @param startMs from the beginning of the recording or transcription
 * @param endMs likewise
 * @param confidence 0 to 1
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Utterance(
        String track,
        int sequence,
        @Nullable Instant at,
        @Nullable Integer startMs,
        @Nullable Integer endMs,
        String text,
        @Nullable Double confidence) {

    /** The order of a transcription's rows. */
    static final Comparator<Utterance> BY_PLACE =
            Comparator.comparing(Utterance::track).thenComparingInt(Utterance::sequence);

    /** Of two accounts of one utterance, the one that says more; then an order that is the same for everybody. */
    static final BinaryOperator<Utterance> FULLEST =
            BinaryOperator.maxBy(Comparator.<Utterance>comparingInt(utterance -> utterance.text.length())
                    .thenComparing(Utterance::text)
                    .thenComparing(Utterance::confidence, Comparator.nullsFirst(Comparator.naturalOrder()))
                    .thenComparing(Utterance::at, Comparator.nullsFirst(Comparator.naturalOrder()))
                    .thenComparing(Utterance::startMs, Comparator.nullsFirst(Comparator.naturalOrder()))
                    .thenComparing(Utterance::endMs, Comparator.nullsFirst(Comparator.naturalOrder())));

    /** Where it stands in time, in one unit for all utterances of a transcription; {@code null} where that was not told. */
    @Nullable Long time() {
        if (startMs != null) {
            return startMs.longValue();
        }
        return at == null ? null : Long.valueOf(at.toEpochMilli());
    }
}
