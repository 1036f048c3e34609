package dev.callfile.twilio.preflight;

import dev.callfile.http.UrlEncoded;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells in words what became of a query. */
final class QueryChange {

    private QueryChange() {}

    /** @param seen {@code null} where none arrived; another than was sent */
    static String describe(String sent, @Nullable String seen) {
        if (seen == null || seen.isEmpty()) {
            return "it was dropped";
        }
        List<String> sentPairs = List.of(sent.split("&", -1));
        List<String> seenPairs = List.of(seen.split("&", -1));
        if (sorted(sentPairs).equals(sorted(seenPairs))) {
            return "its parameters were put into another order";
        }
        List<String> sentDecoded = sentPairs.stream().map(QueryChange::decode).toList();
        List<String> seenDecoded = seenPairs.stream().map(QueryChange::decode).toList();
        if (sentDecoded.equals(seenDecoded)) {
            return "it was decoded and encoded again, as with " + firstDifference(sentPairs, seenPairs);
        }
        if (sorted(sentDecoded).equals(sorted(seenDecoded))) {
            return "it was decoded, put into another order and encoded again";
        }
        if (seenPairs.size() > sentPairs.size() && seenPairs.containsAll(sentPairs)) {
            return "parameters were added to it";
        }
        if (seenPairs.size() < sentPairs.size() && sentPairs.containsAll(seenPairs)) {
            return "parameters were taken out of it";
        }
        return "it arrived as another, beginning with " + firstDifference(sentPairs, seenPairs);
    }

    private static List<String> sorted(List<String> pairs) {
        return pairs.stream().sorted().toList();
    }

    /** A name without a value and one with an empty value say the same. */
    private static String decode(String pair) {
        return UrlEncoded.parse(pair).values().toString();
    }

    private static String firstDifference(List<String> sent, List<String> seen) {
        return Stream.iterate(0, i -> i + 1)
                .limit(Math.min(sent.size(), seen.size()))
                .filter(i -> !sent.get(i).equals(seen.get(i)))
                .findFirst()
                .map(i -> sent.get(i) + ", which arrived as " + seen.get(i))
                .orElse("its end");
    }
}
