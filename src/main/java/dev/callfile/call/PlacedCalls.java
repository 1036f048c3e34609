package dev.callfile.call;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.callfile.call.Rows.CallRow;
import dev.callfile.call.Telephone.Taken;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Finds the call that a placement has come to, and makes it the placement's: its record, and what the client said of it. */
@ApplicationScoped
class PlacedCalls {

    private static final int SWEPT_AT_ONCE = 20;
    private static final Duration ASKING = Duration.ofSeconds(15);
    private static final Logger LOG = Logger.getLogger(PlacedCalls.class);

    private final LostPlacements lost;
    private final Placements placements;
    private final Telephone telephone;
    private final CallLedger ledger;
    private final PhoneCalls calls;
    private final Clock clock;

    PlacedCalls(
            LostPlacements lost,
            Placements placements,
            Telephone telephone,
            CallLedger ledger,
            PhoneCalls calls,
            Clock clock) {
        this.lost = lost;
        this.placements = placements;
        this.telephone = telephone;
        this.ledger = ledger;
        this.calls = calls;
        this.clock = clock;
    }

    /** Wherever it can be found without doubt. */
    Optional<PhoneCallFile> find(Placement placement) {
        return told(placement)
                .or(() -> candidates(placement)
                        .filter(candidates -> candidates.size() == 1)
                        .map(candidates -> adopt(placement, candidates.get(0))));
    }

    /** A callback has named the placement. */
    Optional<PhoneCallFile> told(Placement placement) {
        return lost.toldOf(placement).map(callSid -> file(placement, callSid));
    }

    /**
     * The calls at Twilio that may be this placement's; empty where that cannot be told, or not from another's.
     *
     * <p>The order of the questions matters. Whoever has a call in the list has asked for it before the list was read: if
     * it is no rival any more by then, its call is known.
     */
    Optional<List<Taken>> candidates(Placement placement) {
        return telephone.candidates(placement).flatMap(all -> {
            boolean alone = lost.rivals(placement) == 0;
            List<Taken> unknown = all.stream()
                    .filter(taken -> !lost.isAnothers(taken.leg().callSid(), placement))
                    .toList();
            return alone || unknown.isEmpty() ? Optional.of(unknown) : Optional.empty();
        });
    }

    /** What Twilio said of the call is its first fact. */
    PhoneCallFile adopt(Placement placement, Taken taken) {
        CallLeg leg = taken.leg();
        placements.found(placement, leg.callSid());
        Map<String, List<String>> said = new HashMap<>(taken.said());
        said.put("placed_by", List.of(placement.subject()));
        Outcome outcome = ledger.accept(new Callback(
                Callback.Kind.PLACEMENT,
                "/v1/cases/" + placement.request().caseId() + "/phone-calls",
                said,
                leg.accountSid(),
                leg,
                null));
        if (outcome == Outcome.ERASED) {
            throw new ErasedException();
        }
        return file(placement, leg.callSid());
    }

    /** What the client asked for is a person's word, unless a person has said otherwise since. */
    private PhoneCallFile file(Placement placement, String callSid) {
        Words words = words(placement);
        ledger.change(callSid, (merge, known) -> {
            CallRow call = known.calls().stream().findFirst().orElseThrow(ErasedException::new);
            return merge.rewrite(known, call, call.words().supplement(words), "edit", placement.subject());
        });
        placements.found(placement, callSid);
        return calls.fileOf(callSid).orElseThrow(ErasedException::new);
    }

    /** The call was erased before whoever placed it was told of it. */
    static final class ErasedException extends RuntimeException {}

    private static Words words(Placement placement) {
        Map<Field, Word> words = new EnumMap<>(Field.class);
        PlacementRequest request = placement.request();
        put(words, Field.NOTES, request.notes(), placement);
        put(words, Field.CALLED_BY, request.calledBy(), placement);
        put(words, Field.INSTITUTION_CONTACT_ID, request.institutionContactId(), placement);
        return new Words(words);
    }

    private static void put(Map<Field, Word> words, Field field, @Nullable String value, Placement placement) {
        if (value != null) {
            words.put(field, Word.ofPerson(placement.subject(), placement.claimedAt(), TextNode.valueOf(value)));
        }
    }

    /** Finds the calls of those who asked and crashed, so that none waits for its client to come again. */
    @Scheduled(every = "30s", delayed = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    void sweep() {
        try {
            lost.unsettled(clock.instant().minus(ASKING), SWEPT_AT_ONCE).forEach(this::find);
        } catch (RuntimeException e) {
            LOG.warnf("Placed calls are not found out about: %s", e.getClass().getName());
        }
    }
}
