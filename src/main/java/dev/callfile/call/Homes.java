package dev.callfile.call;

import static java.util.Objects.requireNonNull;

import dev.callfile.call.Rows.CallRow;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Which record is whose, as legs turn out to belong together. */
final class Homes {

    private Homes() {}

    /**
     * A record that becomes part of another.
     *
     * @param callSid of the call that both are of
     */
    record Fold(String callSid, CallRow folded, CallRow into) {}

    /**
     * Each call's record so far. Where a leg had a record of its own and turns out to be another's child, that record
     * becomes the root's or, if the root has one, is folded into it: one business call, one record. So does the record
     * of a parent that told nothing itself, when its only child turns out to be another's.
     *
     * @param legOf a leg whose record it is, for a record whose own CallSid is no leg's any more
     */
    static Map<String, CallRow> of(
            Map<String, CallTree> trees, UnaryOperator<String> legOf, List<CallRow> calls, List<Fold> folds) {
        Map<String, String> rootOfLeg = new HashMap<>();
        trees.values().forEach(tree -> tree.legs().forEach(leg -> rootOfLeg.put(leg.callSid(), tree.rootSid())));
        Comparator<CallRow> rootsOwnThenOldest = Comparator.<CallRow, Boolean>comparing(
                        call -> !trees.containsKey(call.twilioCallSid()))
                .thenComparing(CallRow::createdAt)
                .thenComparing(CallRow::id);
        Map<String, CallRow> homes = new TreeMap<>();
        calls.stream().sorted(rootsOwnThenOldest).forEach(call -> {
            String root = trees.containsKey(call.twilioCallSid())
                    ? call.twilioCallSid()
                    : requireNonNull(rootOfLeg.getOrDefault(
                            call.twilioCallSid(), rootOfLeg.get(legOf.apply(call.twilioCallSid()))));
            homes.merge(root, call, (home, guest) -> {
                folds.add(new Fold(root, guest, home));
                return home.with(home.words().merge(guest.words()));
            });
        });
        return homes;
    }
}
