package dev.callfile.call;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call with where its words come from.
 *
 * @param provenance who told a field, for the fields that people may write and that say something
 */
public record PhoneCallFile(PhoneCallView call, Map<Field, Provenance> provenance) {

    /**
     * Who told what a field says.
     *
     * @param source {@code twilio} or {@code person}
     * @param by subject of the person's token
     */
    public record Provenance(String source, @Nullable String by, Instant at) {}
}
