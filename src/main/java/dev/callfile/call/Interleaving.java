package dev.callfile.call;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts what several sides said in one order: by time across tracks, and never against the order within a track. */
final class Interleaving {

    private Interleaving() {}

    /** @param utterances each track's in the order of their sequence */
    static List<Utterance> of(List<Utterance> utterances) {
        Map<String, Deque<Utterance>> tracks = new TreeMap<>();
        for (Utterance utterance : utterances) {
            tracks.computeIfAbsent(utterance.track(), track -> new ArrayDeque<>())
                    .add(utterance);
        }
        List<Utterance> spoken = new ArrayList<>(utterances.size());
        while (!tracks.isEmpty()) {
            Utterance next = tracks.values().stream()
                    .map(Deque::element)
                    .reduce((first, other) -> precedes(other, first) ? other : first)
                    .orElseThrow();
            spoken.add(next);
            tracks.computeIfPresent(next.track(), (track, rest) -> {
                rest.remove();
                return rest.isEmpty() ? null : rest;
            });
        }
        return spoken;
    }

    private static boolean precedes(Utterance a, Utterance b) {
        Long at = a.time();
        Long bt = b.time();
        if (at != null && bt != null && !at.equals(bt)) {
            return at < bt;
        }
        return a.sequence() < b.sequence();
    }
}
