package dev.callfile.call;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Erases a person's data (docs/adr/0012). Before anything is erased, everything is looked at: one case under legal hold is
 * enough to leave all as it is.
 */
@ApplicationScoped
public class Eraser {

    private final ErasureSurvey survey;
    private final ErasureSteps steps;
    private final Erasures erasures;
    private final Clock clock;

    Eraser(ErasureSurvey survey, ErasureSteps steps, Erasures erasures, Clock clock) {
        this.survey = survey;
        this.steps = steps;
        this.erasures = erasures;
        this.clock = clock;
    }

    /** What came of asking. */
    public sealed interface Answer {}

    /** It is done or, for a dry run, counted. */
    public record Done(Erasure erasure) implements Answer {}

    /** There is no such call. */
    public record UnknownCall() implements Answer {}

    /**
     * A case under legal hold has a part in it.
     *
     * @param erasureId of an erasure that had begun when the hold was set; {@code null} where nothing was erased
     */
    public record Held(HeldCase hold, @Nullable String erasureId) implements Answer {}

    /** Nobody knows yet what will come of a placement to the number: its call must not be lost. */
    public record BeingPlaced() implements Answer {}

    /** Counts, or erases; what has been erased is committed on return. */
    public Answer erase(ErasureRequest request, String by) {
        Instant now = now();
        try {
            ErasedRows found = survey.of(request, now);
            return request.dryRun() ? new Done(Erasure.dry(request, by, now, found)) : carryOut(request, by, now);
        } catch (BlockedException e) {
            return e.answer();
        }
    }

    private Answer carryOut(ErasureRequest request, String by, Instant now) {
        String id = erasures.begin(request, by, now);
        try {
            steps.erase(request, id, now);
            erasures.finish(id, now());
            return new Done(erasures.find(id).orElseThrow());
        } catch (BlockedException e) {
            erasures.stop(id);
            return e.answer() instanceof Held held ? new Held(held.hold(), id) : e.answer();
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
