package dev.callfile.call;

import dev.callfile.call.NumberTraces.Page;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Looks at all that an erasure would erase, and at what is in its way. */
@ApplicationScoped
class ErasureSurvey {

    private static final int AT_ONCE = 500;
    private static final int CALLBACKS_AT_ONCE = 2000;

    private final NumberTraces traces;
    private final WholeCalls calls;
    private final ErasedCalls erased;
    private final PhoneCalls records;

    ErasureSurvey(NumberTraces traces, WholeCalls calls, ErasedCalls erased, PhoneCalls records) {
        this.traces = traces;
        this.calls = calls;
        this.erased = erased;
        this.records = records;
    }

    /** @throws BlockedException where something is in the way */
    ErasedRows of(ErasureRequest request, Instant now) {
        String callId = request.callId();
        String number = request.phoneNumber();
        if (callId != null) {
            return ofCalls(List.of(root(callId)), null);
        }
        return number == null ? ErasedRows.NONE : ofNumber(number, now);
    }

    /** @throws BlockedException where there is no such call */
    String root(String callId) {
        return records.callSid(null, callId).orElseThrow(() -> new BlockedException(new Eraser.UnknownCall()));
    }

    private ErasedRows ofNumber(String number, Instant now) {
        ErasedRows placements = walk(after -> traces.placements(number, after, AT_ONCE, now), page -> {
            if (page.beingPlaced()) {
                throw new BlockedException(new Eraser.BeingPlaced());
            }
            return ErasedRows.ofPlacements(page.keys().size());
        });
        ErasedRows callbacks = walk(
                after -> traces.callbacks(number, after, CALLBACKS_AT_ONCE),
                page -> ErasedRows.ofCallbacks(page.keys().size()));
        ErasedRows whole = walk(after -> traces.calls(number, after, AT_ONCE), page -> ofCalls(page.keys(), number));
        return placements.plus(callbacks).plus(whole);
    }

    /** Page by page, to the end. */
    private static ErasedRows walk(Function<String, Page> next, Function<Page, ErasedRows> look) {
        ErasedRows sum = ErasedRows.NONE;
        String after = Page.BEFORE_EVERYTHING;
        while (after != null) {
            Page page = next.apply(after).requireNoHold();
            sum = sum.plus(look.apply(page));
            after = page.last();
        }
        return sum;
    }

    private ErasedRows ofCalls(List<String> roots, @Nullable String number) {
        List<WholeCall> whole = calls.look(roots);
        WholeCalls.requireNoHold(whole);
        return erased.count(WholeCalls.sids(whole), number);
    }
}
