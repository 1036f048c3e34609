package dev.callfile.call;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The legs and recordings of one business call, what was said in it, and what they add up to. A pure function of these
 * sets: whoever holds the same facts computes the same record.
 *
 * @param rootSid CallSid of the first leg, which need not have told anything of itself yet
 */
record CallTree(
        String rootSid,
        List<CallLeg> legs,
        List<CallRecording> recordings,
        List<CallTranscription> transcriptions,
        List<CallInsight> insights) {

    private static final Comparator<CallLeg> FURTHEST_THEN_LATEST_LAST = Comparator.<CallLeg>comparingInt(
                    leg -> leg.status() == null ? -1 : leg.status().reach())
            .thenComparing(CallLeg::startedAt, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(CallLeg::callSid);

    /** The calls that all this belongs to, by the CallSid of each call's root leg. */
    static Map<String, CallTree> grow(
            Collection<CallLeg> legs,
            Collection<CallRecording> recordings,
            Collection<CallTranscription> transcriptions,
            Collection<CallInsight> insights) {
        Map<String, CallLeg> bySid = legs.stream().collect(Collectors.toMap(CallLeg::callSid, Function.identity()));
        Map<String, CallTree> trees = new TreeMap<>();
        for (CallLeg leg : legs) {
            tree(trees, rootOf(leg.callSid(), bySid)).legs.add(leg);
        }
        for (CallRecording recording : recordings) {
            tree(trees, rootOf(recording.callSid(), bySid)).recordings.add(recording);
        }
        for (CallTranscription transcription : transcriptions) {
            tree(trees, rootOf(transcription.callSid(), bySid)).transcriptions.add(transcription);
        }
        for (CallInsight insight : insights) {
            tree(trees, rootOf(insight.callSid(), bySid)).insights.add(insight);
        }
        return trees;
    }

    private static CallTree tree(Map<String, CallTree> trees, String rootSid) {
        return trees.computeIfAbsent(
                rootSid,
                sid -> new CallTree(sid, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
    }

    /** Follows the parents. Legs that name each other in a circle, which Twilio never sends, get its least sid as root. */
    private static String rootOf(String callSid, Map<String, CallLeg> bySid) {
        Set<String> path = new HashSet<>();
        String sid = callSid;
        String parent = parentOf(sid, bySid);
        while (parent != null && path.add(sid)) {
            sid = parent;
            parent = parentOf(sid, bySid);
        }
        return parent == null ? sid : leastInCircle(sid, bySid);
    }

    private static String leastInCircle(String start, Map<String, CallLeg> bySid) {
        String least = start;
        String sid = Objects.requireNonNull(parentOf(start, bySid));
        while (!sid.equals(start)) {
            least = sid.compareTo(least) < 0 ? sid : least;
            sid = Objects.requireNonNull(parentOf(sid, bySid));
        }
        return least;
    }

    private static @Nullable String parentOf(String sid, Map<String, CallLeg> bySid) {
        CallLeg leg = bySid.get(sid);
        return leg == null ? null : leg.parentCallSid();
    }

    /** The record's computed part. A call of which no status is known yet has at least been initiated. */
    CallFacts facts() {
        @Nullable CallLeg shown = shownLeg();
        @Nullable CallRecording recording =
                recordings.stream().max(CallRecording.BEST_LAST).orElse(null);
        WhatWasSaid said = WhatWasSaid.of(transcriptions, insights, recordings, agentLegs());
        return new CallFacts(
                claim(CallLeg::accountSid),
                caseId(),
                institutionContactId(shown),
                claim(CallLeg::calledBy),
                shown == null ? null : shown.toNumber(),
                shown == null ? null : shown.fromNumber(),
                shown == null || shown.status() == null ? CallStatus.INITIATED : shown.status(),
                shown == null ? Direction.OUTBOUND : shown.seenDirection(),
                shown == null ? null : shown.durationSeconds(),
                shown == null ? null : shown.startedAt(),
                shown == null ? null : shown.endedAt(),
                recording == null ? null : recording.recordingSid(),
                recording == null ? null : recording.status(),
                recording == null ? null : recording.durationSeconds(),
                recording == null ? null : recording.deletedAt(),
                isTranscriptPruned() ? null : said.transcript(),
                said.summary(),
                said.actionItems());
    }

    /** Whether a leg, or what was told of it, is of this call. */
    boolean tells(CallLeg leg) {
        return legs.stream().anyMatch(ours -> ours.callSid().equals(leg.callSid()));
    }

    /** Whether what was said is no longer kept: no leg of the call may tell it then. */
    boolean isTranscriptPruned() {
        return legs.stream().anyMatch(leg -> leg.transcriptsPrunedAt() != null);
    }

    /** When Twilio created the call; {@code null} as long as only callbacks have told of it. */
    @Nullable Instant createdAt() {
        return legs.stream().map(CallLeg::createdAt).reduce(null, Join::least);
    }

    /** What callbacks say comes before anybody's mapping. */
    private @Nullable String caseId() {
        @Nullable String claimed = claim(CallLeg::caseId);
        return claimed == null ? claim(CallLeg::mappedCaseId) : claimed;
    }

    private Set<String> agentLegs() {
        return legs.stream().filter(CallLeg::isAgents).map(CallLeg::callSid).collect(Collectors.toSet());
    }

    /**
     * The leg whose numbers, status, times and duration the record shows: the root, unless the root is an agent's own
     * leg or has told nothing yet; then the furthest of its descendants, those to other agents last.
     */
    private @Nullable CallLeg shownLeg() {
        @Nullable CallLeg root = root();
        if (root != null && root.tellsOfItself() && !root.isAgents()) {
            return root;
        }
        return legs.stream()
                .filter(leg -> !leg.callSid().equals(rootSid) && leg.tellsOfItself())
                .max(Comparator.comparing(CallLeg::callsAgent).reversed().thenComparing(FURTHEST_THEN_LATEST_LAST))
                .orElse(root);
    }

    private @Nullable CallLeg root() {
        return legs.stream()
                .filter(leg -> leg.callSid().equals(rootSid))
                .findFirst()
                .orElse(null);
    }

    /** What the root leg claims or, where it claims nothing, the greatest claim of the others. */
    private @Nullable String claim(Function<CallLeg, @Nullable String> claim) {
        return firstClaim(Stream.ofNullable(root()), claim);
    }

    /** An agent may dial several institutions in one call: the shown leg's contact comes before the root's. */
    private @Nullable String institutionContactId(@Nullable CallLeg shown) {
        return firstClaim(Stream.of(shown, root()).filter(Objects::nonNull), CallLeg::institutionContactId);
    }

    private @Nullable String firstClaim(Stream<CallLeg> preferred, Function<CallLeg, @Nullable String> claim) {
        return preferred
                .map(claim)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(() -> legs.stream().map(claim).reduce(null, Join::greatest));
    }
}
