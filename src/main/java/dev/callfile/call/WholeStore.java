package dev.callfile.call;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Goes through every record, and then through every leg that the ledger names, beside the service that is running. */
@ApplicationScoped
public class WholeStore {

    private static final Logger LOG = Logger.getLogger(WholeStore.class);

    /** What is read at once, transcripts and all, has to fit into memory many times over. */
    private static final int RECORDS = 50;

    private static final int LEGS = 2_000;
    private static final int ATTEMPTS = 6;

    private final CallRebuilds rebuilds;
    private final StoreWalk walk;

    WholeStore(CallRebuilds rebuilds, StoreWalk walk) {
        this.rebuilds = rebuilds;
        this.walk = walk;
    }

    /**
     * Compares everything, and changes nothing.
     *
     * @param progress is told from time to time; what it throws ends the walk
     */
    public StoreReport check(Consumer<StoreReport> progress) {
        return go(progress, difference -> false);
    }

    /** Likewise, and rebuilds what differs. */
    public StoreReport rebuild(Consumer<StoreReport> progress) {
        return go(
                progress,
                difference -> patiently(() -> rebuilds.rebuild(Set.of(difference.callSid()), null)).remaining().stream()
                        .noneMatch(left -> left.id().equals(difference.id())));
    }

    private StoreReport go(Consumer<StoreReport> progress, Predicate<Difference> mend) {
        StoreReport report = new StoreReport();
        String after = null;
        do {
            String from = after;
            StoreWalk.Page page = patiently(() -> walk.records(from, RECORDS));
            look(page.callSids(), difference -> page.ids().contains(difference.id()), report, mend);
            report.checked(page.ids().size());
            progress.accept(report);
            after = page.last();
        } while (after != null);
        do {
            String from = after;
            StoreWalk.Page page = patiently(() -> walk.legs(from, LEGS));
            page.callSids().forEach(callSid -> look(Set.of(callSid), difference -> true, report, mend));
            progress.accept(report);
            after = page.last();
        } while (after != null);
        return report;
    }

    private void look(
            Collection<String> callSids, Predicate<Difference> ours, StoreReport report, Predicate<Difference> mend) {
        List<Difference> found = callSids.isEmpty()
                ? List.of()
                : patiently(() -> rebuilds.check(callSids)).differences();
        found.stream().filter(ours).filter(report::isNew).forEach(one -> report.found(one, mend.test(one)));
    }

    /** A database that is away for a moment does not end a walk of hours. */
    private static <T> T patiently(Supplier<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.get();
            } catch (RuntimeException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                LOG.debug("Trying again", e);
                pause(e, attempt);
            }
        }
    }

    private static void pause(RuntimeException failure, int attempt) {
        try {
            Thread.sleep(250L << attempt);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }
}
