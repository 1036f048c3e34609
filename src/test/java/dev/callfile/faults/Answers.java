package dev.callfile.faults;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What became of many requests. */
record Answers(List<Answer> all) {

    Answers {
        all = List.copyOf(all);
    }

    static Answers of(Collection<Answer> all) {
        return new Answers(List.copyOf(all));
    }

    Answers and(Answers more) {
        return new Answers(Stream.concat(all.stream(), more.all.stream()).toList());
    }

    long count(Predicate<Answer> of) {
        return all.stream().filter(of).count();
    }

    List<Answer> neither(Predicate<Answer> one, Predicate<Answer> other) {
        return all.stream().filter(one.or(other).negate()).toList();
    }

    /** The callbacks for whose keeping the service has vouched. */
    Set<Integer> kept() {
        return all.stream().filter(Answer::isKept).map(Answer::number).collect(Collectors.toSet());
    }

    /** What there was in place of an answer, and how often. */
    String unanswered() {
        return all.stream()
                .filter(answer -> answer.status() == Answer.NONE)
                .collect(Collectors.groupingBy(Answer::told, TreeMap::new, Collectors.counting()))
                .toString();
    }

    Duration slowest() {
        return all.stream().map(Answer::took).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    }

    /** All but one in a hundred took no longer. */
    Duration p99() {
        List<Duration> sorted = all.stream().map(Answer::took).sorted().toList();
        return sorted.isEmpty() ? Duration.ZERO : sorted.get((sorted.size() - 1) * 99 / 100);
    }

    /** Status, and how often. */
    String told() {
        return all.stream()
                .collect(Collectors.groupingBy(
                        answer -> answer.status() == Answer.NONE ? "none" : Integer.toString(answer.status()),
                        TreeMap::new,
                        Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
