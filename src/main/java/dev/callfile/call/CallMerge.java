package dev.callfile.call;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.f4b6a3.ulid.UlidCreator;
import dev.callfile.call.Rows.CallRow;
import dev.callfile.call.Rows.CallbackRow;
import dev.callfile.call.Rows.Change;
import dev.callfile.call.Rows.DurationChange;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Merges one callback into what is known: which rows change, and how.
 *
 * @param now time of receipt, in whole microseconds
 */
record CallMerge(Instant now) {

    /** Stands for the case of calls that have none, in the numbering of changes. */
    private static final String NO_CASE = "";

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
        Map<String, CallLeg> legs = byKey(known.legs(), CallLeg::callSid);
        legs.merge(fact.callSid(), fact, CallLeg::merge);
        Map<String, CallRecording> recordings = byKey(known.recordings(), CallRecording::key);
        List<CallRecording> recorded = Stream.ofNullable(callback.recording())
                .map(recording -> recordings.merge(recording.key(), recording, CallRecording::merge))
                .toList();
        Map<String, CallTranscription> transcriptions = byKey(known.transcriptions(), CallTranscription::key);
        List<CallTranscription> transcribed = callback.transcriptions().stream()
                .map(transcription ->
                        transcriptions.merge(transcription.key(), transcription, CallTranscription::merge))
                .toList();
        Map<String, CallInsight> insights = byKey(known.insights(), CallInsight::key);
        List<CallInsight> understood = callback.insights().stream()
                .map(insight -> insights.merge(insight.key(), insight, CallInsight::merge))
                .toList();
        Map<String, CallTree> trees =
                CallTree.grow(legs.values(), recordings.values(), transcriptions.values(), insights.values());
        boolean silenced = trees.values().stream().anyMatch(tree -> tree.tells(fact) && tree.isTranscriptPruned());

        List<Homes.Fold> folds = new ArrayList<>();
        Map<String, CallRow> before = Homes.of(trees, fact.callSid(), known.calls(), folds);
        List<CallRow> calls = new ArrayList<>();
        List<CallRow> changed = new ArrayList<>();
        List<DurationChange> durationChanges = new ArrayList<>();
        for (CallTree tree : trees.values()) {
            CallRow old = before.get(tree.rootSid());
            CallRow call = row(tree, old, old == null ? Words.NONE : old.words());
            if (!call.equals(old)) {
                calls.add(call);
                Stream.ofNullable(old).flatMap(was -> durationChange(was, call)).forEach(durationChanges::add);
            }
            if (old == null || !call.saysTheSameAs(old)) {
                changed.add(call);
            }
        }
        CallbackRow said = row(callback, outcome(changed));
        return new Change(
                silenced && callback.kind().tellsWhatWasSaid() ? said.pruned() : said,
                legRows(trees),
                recorded,
                latest(
                        silenced
                                ? transcribed.stream()
                                        .map(CallTranscription::silent)
                                        .toList()
                                : transcribed,
                        CallTranscription::key),
                latest(understood, CallInsight::key),
                calls,
                folds.stream().map(fold -> fold.folded().id()).collect(Collectors.toSet()),
                durationChanges,
                Stream.ofNullable(callback.fetch()).toList(),
                folds.stream().map(this::event).toList());
    }

    /** A callback may tell of one thing twice; its last row holds both. */
    private static <T> List<T> latest(List<T> rows, Function<T, String> key) {
        return List.copyOf(rows.stream()
                .collect(Collectors.toMap(key, Function.identity(), (a, b) -> b, TreeMap::new))
                .values());
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
                durationChange(call, rewritten).toList(),
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
        Map<String, CallRecording> recordings = byKey(known.recordings(), CallRecording::key);
        deleted.forEach(recording -> recordings.put(recording.key(), recording));
        Map<String, CallTree> trees =
                CallTree.grow(known.legs(), recordings.values(), known.transcriptions(), known.insights());
        List<CallRow> calls = known.calls().stream()
                .filter(call -> trees.containsKey(call.twilioCallSid()))
                .map(call -> row(requireNonNull(trees.get(call.twilioCallSid())), call, call.words())
                        .keeping(call.kept()))
                .filter(call -> !known.calls().contains(call))
                .toList();
        return deleted.isEmpty() ? Optional.empty() : Optional.of(Change.ofRecordings(deleted, calls));
    }

    /** What the records said that are one from now on: an id is gone, and where both had words, not all are shown. */
    private EventRow event(Homes.Fold fold) {
        Map<String, Object> details = Map.of(
                "phone_call_id", fold.folded().id(),
                "words", fold.folded().words(),
                "into", fold.into().id(),
                "into_words", fold.into().words());
        return event(fold.callSid(), "fold", null, Rows.tree(details));
    }

    private EventRow event(String callSid, String kind, @Nullable String actor, JsonNode details) {
        return new EventRow(UlidCreator.getMonotonicUlid().toString(), callSid, kind, actor, details, now);
    }

    private static Outcome outcome(List<CallRow> changed) {
        if (changed.isEmpty()) {
            return Outcome.STALE;
        }
        boolean unassigned = changed.stream().anyMatch(call -> call.facts().caseId() == null);
        return unassigned ? Outcome.UNASSIGNED : Outcome.APPLIED;
    }

    private CallRow row(CallTree tree, @Nullable CallRow old, Words words) {
        CallFacts facts = words.over(tree.facts());
        if (old == null) {
            String id = UlidCreator.getMonotonicUlid().toString();
            return new CallRow(
                    id, tree.rootSid(), facts, null, words.tell(null, facts, now), createdAt(tree, null), now);
        }
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
    private Instant createdAt(CallTree tree, @Nullable CallRow old) {
        Instant ofCall = tree.createdAt();
        boolean ofRecord = old != null
                && tree.legs().stream().noneMatch(leg -> old.createdAt().equals(leg.createdAt()));
        return old != null && ofRecord ? old.createdAt() : requireNonNullElse(ofCall, now);
    }

    private static Stream<DurationChange> durationChange(CallRow was, CallRow is) {
        String caseId = was.facts().caseId();
        boolean moved = was.facts().sortDuration() != is.facts().sortDuration();
        return moved && Objects.equals(caseId, is.facts().caseId())
                ? Stream.of(new DurationChange(
                        requireNonNullElse(caseId, NO_CASE),
                        was.id(),
                        was.facts().sortDuration()))
                : Stream.empty();
    }

    private CallbackRow row(Callback callback, Outcome outcome) {
        return new CallbackRow(
                UlidCreator.getMonotonicUlid().toString(),
                callback.kind(),
                callback.accountSid(),
                callback.leg() == null ? null : callback.leg().callSid(),
                callback.recording() == null ? null : callback.recording().recordingSid(),
                callback.transcriptSid(),
                callback.requestTarget(),
                "\\x" + HexFormat.of().formatHex(callback.digest()),
                outcome,
                now,
                null);
    }

    private static List<LegRow> legRows(Map<String, CallTree> trees) {
        return trees.values().stream()
                .flatMap(tree -> tree.legs().stream().map(leg -> new LegRow(leg, tree.rootSid())))
                .toList();
    }

    private static <T> Map<String, T> byKey(List<T> rows, Function<T, String> key) {
        return rows.stream().collect(Collectors.toMap(key, Function.identity(), (a, b) -> a, TreeMap::new));
    }
}
