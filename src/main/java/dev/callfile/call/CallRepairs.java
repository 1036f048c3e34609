package dev.callfile.call;

import dev.callfile.call.ReconciliationFinding.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Compares what Twilio has with what is known here, and takes in what is not, through the ledger like everything else: a
 * repair adds to what is known, and takes nothing away.
 */
@ApplicationScoped
public class CallRepairs {

    private static final Logger LOG = Logger.getLogger(CallRepairs.class);

    /** So many in a row are no fault of the facts. */
    private static final int MOST_FAILURES_IN_A_ROW = 3;

    private static final int BETWEEN_RENEWALS = 250;

    private final ReconciliationStore store;
    private final ReconciliationQueue queue;
    private final CallLedger ledger;
    private final RepairMeters meters;

    CallRepairs(ReconciliationStore store, ReconciliationQueue queue, CallLedger ledger, RepairMeters meters) {
        this.store = store;
        this.queue = queue;
        this.ledger = ledger;
        this.meters = meters;
    }

    /** The reconciliation has been cancelled, or another replica has taken it over. */
    public static final class NotOursException extends RuntimeException {
        NotOursException() {
            super("the reconciliation is no longer ours", null, false, false);
        }
    }

    /** What somebody said of CallSids and numbers, as far as it was said. */
    public Map<String, String> casesOf(Reconciliation job, Collection<String> keys) {
        return job.isScheduled() ? Map.of() : store.mapped(job.id(), keys);
    }

    /**
     * Repairs what differs, or only notes it where the reconciliation is a dry run.
     *
     * @param facts of calls or of recordings, the oldest first, each about a leg
     * @throws NotOursException in the middle, where somebody else goes on
     * @throws RuntimeException when the database is away: what has been repaired stays so
     */
    public void repair(Reconciliation job, List<Callback> facts) {
        Map<String, CallLeg> legs = new LinkedHashMap<>();
        facts.forEach(fact -> legs.merge(sid(fact), Objects.requireNonNull(fact.leg()), CallLeg::merge));
        ReconciliationStore.Known found = store.known(withParents(legs));
        Map<String, KnownCall> known = found.bySid();
        Map<String, ReconciliationFinding> findings = new LinkedHashMap<>();
        List<Callback> news = new ArrayList<>();
        for (Callback fact : facts) {
            String sid = sid(fact);
            if (isErased(legs.get(sid), found.erased())) {
                continue;
            }
            KnownCall.difference(fact, known.get(sid)).ifPresent(kind -> {
                news.add(fact);
                boolean assigned = isAssigned(sid, legs, known, new HashSet<>());
                findings.putIfAbsent(sid, new ReconciliationFinding(sid, kind, Outcome.FOUND, !assigned));
            });
        }
        store.note(job.id(), findings.values());
        if (job.dryRun()) {
            return;
        }
        Set<String> same = new LinkedHashSet<>(legs.keySet());
        same.removeAll(findings.keySet());
        store.catchUp(job.id(), same);
        if (!news.isEmpty()) {
            Set<String> failed = take(job, news);
            Map<String, KnownCall> repaired = store.known(findings.keySet()).bySid();
            List<ReconciliationFinding> settled = findings.values().stream()
                    .map(finding -> outcome(finding, failed, repaired.get(finding.callSid())))
                    .toList();
            store.note(job.id(), settled);
            meters.count(settled);
        }
    }

    /** Whether a case is known of some of the calls that had none when they were repaired; the CallSids looked at. */
    public List<String> settle(Reconciliation job, String after, int limit) {
        return store.settle(job.id(), after, limit);
    }

    private Set<String> take(Reconciliation job, List<Callback> news) {
        Set<String> failed = new LinkedHashSet<>();
        int inARow = 0;
        for (int i = 0; i < news.size(); i++) {
            if (i % BETWEEN_RENEWALS == BETWEEN_RENEWALS - 1 && !queue.renew(job)) {
                throw new NotOursException();
            }
            try {
                ledger.accept(news.get(i));
                inARow = 0;
            } catch (RuntimeException e) {
                if (++inARow == MOST_FAILURES_IN_A_ROW) {
                    throw e;
                }
                failed.add(sid(news.get(i)));
                LOG.warnf(
                        "Call %s could not be repaired: %s",
                        sid(news.get(i)), e.getClass().getName());
            }
        }
        return failed;
    }

    /** Whether a call has a case, or will have: its own, its mapping's, or that of the leg which dialled it. */
    private static boolean isAssigned(
            @Nullable String sid, Map<String, CallLeg> legs, Map<String, KnownCall> known, Set<String> seen) {
        if (sid == null || !seen.add(sid)) {
            return false;
        }
        KnownCall call = known.get(sid);
        CallLeg leg = legs.get(sid);
        return (call != null && call.caseId() != null)
                || (leg != null && (leg.mappedCaseId() != null || isAssigned(leg.parentCallSid(), legs, known, seen)));
    }

    private static ReconciliationFinding outcome(
            ReconciliationFinding finding, Set<String> failed, @Nullable KnownCall now) {
        return new ReconciliationFinding(
                finding.callSid(),
                finding.finding(),
                failed.contains(finding.callSid()) ? Outcome.FAILED : Outcome.REPAIRED,
                now == null || now.caseId() == null);
    }

    /** What was erased is not missing. */
    private static boolean isErased(@Nullable CallLeg leg, Set<String> erased) {
        return leg != null && (erased.contains(leg.callSid()) || erased.contains(String.valueOf(leg.parentCallSid())));
    }

    private static Set<String> withParents(Map<String, CallLeg> legs) {
        Set<String> sids = new LinkedHashSet<>(legs.keySet());
        legs.values().stream()
                .map(CallLeg::parentCallSid)
                .filter(Objects::nonNull)
                .forEach(sids::add);
        return sids;
    }

    private static String sid(Callback fact) {
        return Objects.requireNonNull(fact.leg()).callSid();
    }
}
