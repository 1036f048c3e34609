package dev.callfile.call;

import dev.callfile.call.Placement.State;
import dev.callfile.call.Telephone.Answer;
import dev.callfile.call.Telephone.Refused;
import dev.callfile.call.Telephone.Taken;
import dev.callfile.call.Telephone.Unknown;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Places a call exactly once (docs/adr/0007). Each step is committed before the next is taken, by whoever takes it first;
 * where Twilio's answer is lost, Twilio is asked what became of the call, and never simply asked for it again.
 */
@ApplicationScoped
public class CallPlacer {

    /** How long asking Twilio takes at the most, and a little: who has not answered by then has crashed. */
    private static final Duration WORKING = Duration.ofSeconds(15);

    /** How long after asking a call must be in Twilio's list, which runs behind, or have called back. */
    private static final Duration GRACE = Duration.ofSeconds(60);

    private static final Duration A_WHILE = Duration.ofSeconds(10);

    private static final Duration GLANCE = Duration.ofMillis(100);

    private final Placements placements;
    private final Telephone telephone;
    private final PlacedCalls placed;
    private final PlacementMeters meters;
    private final Clock clock;

    CallPlacer(Placements placements, Telephone telephone, PlacedCalls placed, PlacementMeters meters, Clock clock) {
        this.placements = placements;
        this.telephone = telephone;
        this.placed = placed;
        this.meters = meters;
        this.clock = clock;
    }

    /** What came of placing a call. */
    public sealed interface Outcome {}

    /** There is a call, and this is its record. */
    public record Placed(PhoneCallFile file) implements Outcome {}

    /** The request was answered before. */
    public record Repeated(Placement.FirstAnswer answer) implements Outcome {}

    /** There was a call, and its data has been erased. */
    public record Erased() implements Outcome {}

    /** There is no call, for Twilio's reason or for want of Twilio. */
    public record NotPlaced(Answer answer) implements Outcome {}

    /** Nobody knows yet whether there is a call: the same request again, after a while, finds out. */
    public record Pending(Duration retryAfter) implements Outcome {}

    /** Goes on with a placement from wherever it stands, and waits for whoever is at it already. */
    public Outcome place(Placement claimed) {
        Outcome outcome = placeOrErased(claimed);
        meters.count(outcome);
        return outcome;
    }

    private Outcome placeOrErased(Placement claimed) {
        try {
            return goOn(claimed);
        } catch (PlacedCalls.ErasedException e) {
            return new Erased();
        }
    }

    private Outcome goOn(Placement claimed) {
        Instant deadline = clock.instant().plus(WORKING);
        Optional<Placement> current = Optional.of(claimed);
        while (current.isPresent()) {
            Placement placement = current.get();
            Optional<Outcome> outcome = step(placement, deadline);
            if (outcome.isPresent()) {
                return outcome.get();
            }
            current = placements.find(placement.id());
        }
        return new Pending(Duration.ofSeconds(1));
    }

    /** One step; empty where the placement must be looked at again. */
    private Optional<Outcome> step(Placement placement, Instant deadline) {
        return switch (placement.state()) {
            case ANSWERED -> Optional.of(placement.isErased() ? new Erased() : new Repeated(placement.firstAnswer()));
            case CLAIMED -> placements.advance(placement, State.SENT) ? Optional.of(send(placement)) : Optional.empty();
            case SENT, UNKNOWN -> isAtWork(placement) ? glance(deadline) : findOut(placement);
        };
    }

    private boolean isAtWork(Placement placement) {
        return placement.state() == State.SENT && since(placement).compareTo(WORKING) < 0;
    }

    private Optional<Outcome> glance(Instant deadline) {
        if (clock.instant().isAfter(deadline)) {
            return Optional.of(new Pending(WORKING));
        }
        try {
            Thread.sleep(GLANCE.toMillis());
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(new Pending(WORKING));
        }
    }

    private Outcome send(Placement claimed) {
        Answer answer = telephone.place(claimed);
        Placement placement = placements.find(claimed.id()).orElse(claimed);
        if (answer instanceof Taken taken) {
            return new Placed(placed.adopt(placement, taken));
        }
        if (answer instanceof Unknown unknown) {
            if (unknown.answered()) {
                placements.advance(placement, State.UNKNOWN);
            }
            return placed.find(placement).<Outcome>map(Placed::new).orElseGet(() -> new NotPlaced(unknown));
        }
        if (!(answer instanceof Refused refused && refused.lasting())) {
            placements.release(placement);
        }
        return new NotPlaced(answer);
    }

    /** Whoever asked has gone, or has not been told: what became of the call? Only where there is none, it is asked for. */
    private Optional<Outcome> findOut(Placement placement) {
        Optional<PhoneCallFile> told = placed.told(placement);
        if (told.isPresent()) {
            return told.map(Placed::new);
        }
        Optional<List<Taken>> candidates = placed.candidates(placement);
        Duration left = GRACE.minus(since(placement));
        if (candidates.isEmpty() || candidates.get().size() > 1) {
            return Optional.of(new Pending(A_WHILE));
        }
        if (candidates.get().size() == 1) {
            return Optional.of(
                    new Placed(placed.adopt(placement, candidates.get().get(0))));
        }
        if (left.compareTo(Duration.ZERO) > 0) {
            return Optional.of(new Pending(left.plusSeconds(1)));
        }
        placements.advance(placement, State.CLAIMED);
        return Optional.empty();
    }

    private Duration since(Placement placement) {
        return Duration.between(
                Stream.of(placement.sentAt(), placement.claimedAt())
                        .filter(at -> at != null)
                        .findFirst()
                        .orElseThrow(),
                clock.instant());
    }
}
