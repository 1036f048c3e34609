package dev.callfile.call;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.f4b6a3.ulid.UlidCreator;
import dev.callfile.call.Rows.CallRow;
import dev.callfile.call.Rows.CallbackRow;
import dev.callfile.call.Rows.Change;
import dev.callfile.call.Rows.EventRow;
import dev.callfile.call.Rows.Known;
import dev.callfile.call.Rows.LegRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Merges one callback into what is known: which rows change, and how.
 *
 * @param now time of receipt, in whole microseconds
 */
record CallMerge(Instant now) {

    /** A callback that names no call. */
    Change unlinked(Callback callback) {
        return new Change(
                row(callback, Outcome.UNLINKED),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Set.of(),
                List.of(),
                Stream.ofNullable(callback.fetch()).toList(),
                List.of());
    }

    /** The ledger has the callback already: that it came again is all that is new. */
    private EventRow duplicate(Callback callback, CallLeg leg, String said) {
        Map<String, String> details =
                Map.of("callback_id", said, "callback", callback.kind().word());
        return event(leg.callSid(), "duplicate", null, Rows.tree(details));
    }

    Change apply(Callback callback, CallLeg fact, Known known) {
        if (known.said() != null) {
            return Change.again(duplicate(callback, fact, known.said()), callback.fetch());
        }
        Gathered gathered = gathered(known);
        gathered.add(callback);
        Map<String, CallTree> trees = gathered.trees();
        boolean silenced = trees.values().stream().anyMatch(tree -> tree.tells(fact) && tree.isTranscriptPruned());
        Records records = records(
                trees,
                known.calls(),
                callSid -> fact.callSid(),
                tree -> new Origin(requireNonNullElse(tree.createdAt(), now), Words.NONE));
        CallbackRow said = row(callback, outcome(records.changed()));
        List<CallTranscription> transcribed = gathered.transcriptionsOf(callback);
        return new Change(
                silenced && callback.kind().tellsWhatWasSaid() ? said.pruned() : said,
                trees.values().stream().flatMap(CallMerge::rows).toList(),
                gathered.recordingsOf(callback),
                silenced ? transcribed.stream().map(CallTranscription::silent).toList() : transcribed,
                gathered.insightsOf(callback),
                records.written(),
                records.folded(),
                records.durationChanges(),
                Stream.ofNullable(callback.fetch()).toList(),
                records.folds().stream().map(this::event).toList());
    }

    private static Gathered gathered(Known known) {
        Gathered gathered = new Gathered();
        known.legs().forEach(gathered::add);
        gathered.add(known.recordings(), known.transcriptions(), known.insights());
        return gathered;
    }

    /** What a record that is made begins with. */
    record Origin(Instant createdAt, Words words) {}

    /**
     * The records of some calls, as their legs and everything else of them add up.
     *
     * @param calls all records that there are of them
     * @param legOf a leg whose record it is, for a record whose own CallSid is no leg's any more
     * @param origin of the record of a call that has none
     */
    Records records(
            Map<String, CallTree> trees,
            List<CallRow> calls,
            UnaryOperator<String> legOf,
            Function<CallTree, Origin> origin) {
        List<Homes.Fold> folds = new ArrayList<>();
        Map<String, CallRow> before = Homes.of(trees, legOf, calls, folds);
        Map<String, CallRow> after = new TreeMap<>();
        trees.forEach((rootSid, tree) -> {
            CallRow old = before.get(rootSid);
            after.put(rootSid, old == null ? row(tree, origin.apply(tree)) : row(tree, old, old.words()));
        });
        return new Records(before, after, folds);
    }

    /**
     * What becomes of a call that a person writes about.
     *
     * @param call the record as it is
     * @param words the words that it has then
     * @param kind of the event that tells of it
     * @return empty where nothing changes
     */
    Optional<Change> rewrite(Known known, CallRow call, Words words, String kind, String actor) {
        CallTree tree = CallTree.grow(known.legs(), known.recordings(), known.transcriptions(), known.insights())
                .get(call.twilioCallSid());
        CallRow rewritten = row(requireNonNull(tree), call, words);
        if (rewritten.saysTheSameAs(call)) {
            return Optional.empty();
        }
        JsonNode changes = Rows.tree(Map.of("changes", words.changesSince(call)));
        return Optional.of(Change.byPerson(
                rewritten,
                Records.durationChange(call, rewritten).toList(),
                event(call.twilioCallSid(), kind, actor, changes)));
    }

    /**
     * What becomes of a call of which a recording has been deleted.
     *
     * @return empty where the call is not known, or has no such recording, or knew it
     */
    Optional<Change> deleted(Known known, String recordingSid) {
        List<CallRecording> deleted = known.recordings().stream()
                .filter(recording -> recording.recordingSid().equals(recordingSid) && recording.deletedAt() == null)
                .map(recording -> recording.deleted(now))
                .toList();
        Gathered gathered = gathered(known);
        gathered.add(deleted, List.of(), List.of());
        Map<String, CallTree> trees = gathered.trees();
        List<CallRow> calls = known.calls().stream()
                .filter(call -> trees.containsKey(call.twilioCallSid()))
                .map(call -> row(requireNonNull(trees.get(call.twilioCallSid())), call, call.words())
                        .keeping(call.kept()))
                .filter(call -> !known.calls().contains(call))
                .toList();
        return deleted.isEmpty() ? Optional.empty() : Optional.of(Change.ofRecordings(deleted, calls));
    }

    /** What the records said that are one from now on: an id is gone, and where both had words, not all are shown. */
    EventRow event(Homes.Fold fold) {
        Map<String, Object> details = Map.of(
                "phone_call_id", fold.folded().id(),
                "words", fold.folded().words(),
                "into", fold.into().id(),
                "into_words", fold.into().words());
        return event(fold.callSid(), "fold", null, Rows.tree(details));
    }

    EventRow event(String callSid, String kind, @Nullable String actor, JsonNode details) {
        return new EventRow(UlidCreator.getMonotonicUlid().toString(), callSid, kind, actor, details, now);
    }

    private static Outcome outcome(List<CallRow> changed) {
        if (changed.isEmpty()) {
            return Outcome.STALE;
        }
        boolean unassigned = changed.stream().anyMatch(call -> call.facts().caseId() == null);
        return unassigned ? Outcome.UNASSIGNED : Outcome.APPLIED;
    }

    private CallRow row(CallTree tree, Origin origin) {
        CallFacts facts = origin.words().over(tree.facts());
        return new CallRow(
                UlidCreator.getMonotonicUlid().toString(),
                tree.rootSid(),
                facts,
                origin.words().notes(),
                origin.words().tell(null, facts, now),
                origin.createdAt(),
                now);
    }

    private CallRow row(CallTree tree, CallRow old, Words words) {
        CallFacts facts = words.over(tree.facts());
        String notes = words.notes();
        Instant createdAt = createdAt(tree, old);
        boolean seen = !old.facts().looksLike(facts)
                || !old.createdAt().equals(createdAt)
                || !Objects.equals(old.notes(), notes)
                || !old.twilioCallSid().equals(tree.rootSid());
        Instant updatedAt = seen && now.isAfter(old.updatedAt()) ? now : old.updatedAt();
        return new CallRow(
                old.id(), tree.rootSid(), facts, notes, words.tell(old.facts(), facts, now), createdAt, updatedAt);
    }

    /**
     * A record that was made of what Twilio's REST API told is as old as its call, so that a list's order is the calls'
     * order; one that a callback made is as old as itself. Which of them it is, its own time tells.
     */
    private static Instant createdAt(CallTree tree, CallRow old) {
        boolean ofCall = tree.legs().stream().anyMatch(leg -> old.createdAt().equals(leg.createdAt()));
        return ofCall ? requireNonNullElse(tree.createdAt(), old.createdAt()) : old.createdAt();
    }

    private CallbackRow row(Callback callback, Outcome outcome) {
        return new CallbackRow(
                UlidCreator.getMonotonicUlid().toString(),
                callback.kind(),
                callback.accountSid(),
                callback.leg() == null ? null : callback.leg().callSid(),
                callback.leg() == null ? null : callback.leg().parentCallSid(),
                callback.recording() == null ? null : callback.recording().recordingSid(),
                callback.transcriptSid(),
                callback.requestTarget(),
                "\\x" + HexFormat.of().formatHex(callback.digest()),
                outcome,
                now,
                null);
    }

    static Stream<LegRow> rows(CallTree tree) {
        return tree.legs().stream().map(leg -> new LegRow(leg, tree.rootSid()));
    }
}
