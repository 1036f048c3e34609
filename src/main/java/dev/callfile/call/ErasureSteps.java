package dev.callfile.call;

import dev.callfile.call.CallLedger.RegroupedException;
import dev.callfile.call.NumberTraces.Page;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * Erases step by step, each step in a transaction of its own: a few calls in turn with their callbacks, and no legal hold is
 * set on the way. What is already erased is not found again, so a step, or all of them, may be repeated.
 */
@ApplicationScoped
class ErasureSteps {

    private static final int AT_ONCE = 50;
    private static final int CALLBACKS_AT_ONCE = 2000;

    private final NumberTraces traces;
    private final WholeCalls calls;
    private final ErasedCalls erased;
    private final Erasures erasures;
    private final ErasureSurvey survey;
    private final LegalHolds holds;

    ErasureSteps(
            NumberTraces traces,
            WholeCalls calls,
            ErasedCalls erased,
            Erasures erasures,
            ErasureSurvey survey,
            LegalHolds holds) {
        this.traces = traces;
        this.calls = calls;
        this.erased = erased;
        this.erasures = erasures;
        this.survey = survey;
        this.holds = holds;
    }

    /** @throws BlockedException where a legal hold was set meanwhile; the steps before stand */
    void erase(ErasureRequest request, String id, Instant now) {
        String callId = request.callId();
        String number = request.phoneNumber();
        if (callId != null) {
            CallLedger.attempt(() -> {
                String root = survey.root(callId);
                if (!eraseCalls(List.of(root), request, id, now)) {
                    throw new RegroupedException();
                }
                return root;
            });
        } else if (number != null) {
            eraseNumber(number, request, id, now);
        }
    }

    /** A call that is being placed by now is one of after the erasure. */
    private void eraseNumber(String number, ErasureRequest request, String id, Instant now) {
        steps(after -> {
            holds.share();
            Page page = traces.placements(number, after, AT_ONCE, now).requireNoHold();
            erasures.add(id, ErasedRows.ofPlacements(traces.erasePlacements(page.keys(), now)));
            return page;
        });
        steps(after -> {
            holds.share();
            Page page = traces.callbacks(number, after, CALLBACKS_AT_ONCE).requireNoHold();
            erasures.add(id, ErasedRows.ofCallbacks(traces.eraseCallbacks(page.keys())));
            return page;
        });
        steps(after -> {
            Page page = traces.calls(number, after, AT_ONCE);
            eraseCalls(page.keys(), request, id, now);
            return page;
        });
        steps(after -> {
            traces.eraseMapping(number);
            return Page.NONE;
        });
    }

    private static void steps(Function<String, Page> step) {
        String after = Page.BEFORE_EVERYTHING;
        while (after != null) {
            String from = after;
            after = CallLedger.attempt(() -> step.apply(from)).last();
        }
    }

    /** False where there were none any more. */
    private boolean eraseCalls(List<String> roots, ErasureRequest request, String id, Instant now) {
        List<WholeCall> whole = calls.lock(roots);
        WholeCalls.requireNoHold(whole);
        if (!whole.isEmpty()) {
            erasures.add(id, erased.erase(WholeCalls.sids(whole), id, request.recordingsAtTwilio(), now));
        }
        return !whole.isEmpty();
    }
}
