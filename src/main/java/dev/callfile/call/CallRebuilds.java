package dev.callfile.call;

import dev.callfile.call.CallLedger.RegroupedException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares records with what the ledger says of them, and makes them so. */
@ApplicationScoped
public class CallRebuilds {

    /** Each round finds the legs that the last one's named; a tree of calls is a few deep, and is found whole by its root. */
    private static final int MOST_ROUNDS = 50;

    private final RebuildStore store;
    private final CallStore writes;
    private final LedgerReader reader;
    private final PhoneCalls calls;
    private final DifferingRecords differing;
    private final Clock clock;

    CallRebuilds(
            RebuildStore store,
            CallStore writes,
            LedgerReader reader,
            PhoneCalls calls,
            DifferingRecords differing,
            Clock clock) {
        this.store = store;
        this.writes = writes;
        this.reader = reader;
        this.calls = calls;
        this.differing = differing;
        this.clock = clock;
    }

    /**
     * A record after its rebuild.
     *
     * @param changed whether anything was written
     * @param differences what differed; see {@link Difference}
     */
    public record Rebuilt(PhoneCallFile file, boolean changed, SortedSet<String> differences) {}

    /**
     * Some calls and what was found of them.
     *
     * @param callSids every leg that was looked at
     * @param records how many records they have
     * @param changed whether anything was written
     */
    record Outcome(Set<String> callSids, int records, List<Difference> differences, boolean changed) {

        /** What still differs: all that was found or, after a rebuild, what only the ledger could mend. */
        List<Difference> remaining() {
            return differences.stream()
                    .filter(difference -> !changed || difference.fields().contains(Difference.LEDGER))
                    .toList();
        }
    }

    /**
     * Rebuilds a record, in turn with its callbacks and with people.
     *
     * @param by subject of the token of whoever wants it
     * @return the record as it is then, be it another that it turned out to be part of; empty where there is no such call
     */
    public Optional<Rebuilt> rebuild(String id, String by) {
        return calls.callSid(null, id).flatMap(callSid -> {
            Outcome outcome = rebuild(Set.of(callSid), by);
            SortedSet<String> differences = new TreeSet<>();
            outcome.differences().stream()
                    .filter(difference -> difference.id().equals(id))
                    .forEach(difference -> differences.addAll(difference.fields()));
            return calls.file(null, id)
                    .or(() -> outcome.differences().stream()
                            .filter(difference -> difference.id().equals(id))
                            .findFirst()
                            .flatMap(difference -> calls.fileOf(difference.callSid())))
                    .map(file -> new Rebuilt(file, outcome.changed() && !differences.isEmpty(), differences));
        });
    }

    /** Rebuilds every call that these legs belong to. */
    Outcome rebuild(Collection<String> callSids, @Nullable String by) {
        Set<String> sids = check(callSids).callSids();
        Outcome outcome = CallLedger.attempt(() -> write(sids, by));
        differing.settle(outcome);
        return outcome;
    }

    private Outcome write(Set<String> sids, @Nullable String by) {
        store.lock(sids);
        Stored stored = store.read(sids);
        Replay replay = Replay.of(stored, reader);
        if (!isWhole(sids, stored, replay)) {
            throw new RegroupedException();
        }
        Rebuild rebuild =
                new Rebuild(stored, replay, merge(), tree -> Written.words(store.written(Replay.named(tree))));
        if (rebuild.changesSomething()) {
            store.takeAway(rebuild.untold());
            writes.writeAndCommit(Map.of(), rebuild.change(by));
        }
        return new Outcome(sids, stored.calls().size(), rebuild.differences(), rebuild.changesSomething());
    }

    /** Looks at every call that these legs belong to, each at one moment, and changes nothing. */
    Outcome check(Collection<String> callSids) {
        Set<String> sids = new TreeSet<>(callSids);
        for (int round = 1; ; round++) {
            Stored stored = store.read(sids);
            Replay replay = Replay.of(stored, reader);
            if (isWhole(sids, stored, replay) || round == MOST_ROUNDS) {
                Rebuild rebuild = new Rebuild(stored, replay, merge(), tree -> Words.NONE);
                return new Outcome(sids, stored.calls().size(), rebuild.differences(), false);
            }
        }
    }

    /** Whether no leg is named that was not asked for; those that are missing are added. */
    private static boolean isWhole(Set<String> sids, Stored stored, Replay replay) {
        boolean legs = sids.addAll(replay.named());
        boolean more = sids.addAll(stored.named().toList());
        return !legs && !more;
    }

    private CallMerge merge() {
        return new CallMerge(clock.instant().truncatedTo(ChronoUnit.MICROS));
    }
}
