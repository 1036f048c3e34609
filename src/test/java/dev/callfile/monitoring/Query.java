package dev.callfile.monitoring;

import dev.callfile.Metrics;
import dev.callfile.Metrics.Series;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a PromQL expression asks for: its selectors, and the labels that it groups by. Dashboards' variables stand for
 * anything.
 */
record Query(List<Selector> selectors, Set<String> groupings) {

    private static final String BRACES = "\\{(?:[^}\"]|\"(?:[^\"\\\\]|\\\\.)*\")*}";
    private static final Pattern TOKEN =
            Pattern.compile("(?<grouping>\\b(?:by|on|group_left)\\s*\\((?<labels>[^)]*)\\))"
                    + "|(?<range>\\[[^]]*])"
                    + "|(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)\\s*(?<braces>" + BRACES + ")?(?<call>\\s*(?=\\(|by\\b))?"
                    + "|(?<number>[0-9][0-9a-zA-Z.]*)");
    private static final Pattern MATCHER =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)\\s*(=~|!~|!=|=)\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool", "offset");

    /** What Prometheus itself adds to every series, or makes. */
    private static final Set<String> OF_THE_TARGET = Set.of("job", "instance", "namespace", "pod");

    private static final Set<String> MADE_BY_PROMETHEUS = Set.of("up");

    record Selector(String metric, List<LabelMatcher> matchers) {

        boolean selects(Series series) {
            return series.name().equals(metric) && matchers.stream().allMatch(one -> one.matches(series.labels()));
        }
    }

    record LabelMatcher(String label, String operator, String value) {

        boolean matches(Map<String, String> labels) {
            if (OF_THE_TARGET.contains(label)) {
                return true;
            }
            String given = labels.get(label);
            if (given == null) {
                return false;
            }
            boolean same = operator.endsWith("~") ? given.matches(value) : given.equals(value);
            return operator.startsWith("=") == same;
        }
    }

    static Query of(String expression) {
        List<Selector> selectors = new ArrayList<>();
        Set<String> groupings = new HashSet<>();
        Matcher token = TOKEN.matcher(expression);
        while (token.find()) {
            if (token.group("grouping") != null) {
                groupings.addAll(List.of(token.group("labels").strip().split("\\s*,\\s*")));
            } else if (token.group("name") != null
                    && token.group("call") == null
                    && !OPERATORS.contains(token.group("name"))) {
                selectors.add(new Selector(token.group("name"), matchers(token.group("braces"))));
            }
        }
        return new Query(selectors, groupings);
    }

    private static List<LabelMatcher> matchers(String braces) {
        return braces == null
                ? List.of()
                : MATCHER.matcher(braces)
                        .results()
                        .map(one -> new LabelMatcher(one.group(1), one.group(2), one.group(3)))
                        .toList();
    }

    /** What it asks for and the service does not have; nothing where it has all. */
    List<String> faults(Metrics exposed) {
        List<Selector> ours = selectors.stream()
                .filter(one -> !MADE_BY_PROMETHEUS.contains(one.metric()))
                .toList();
        Stream<String> missing = ours.stream()
                .filter(one -> exposed.series().stream().noneMatch(one::selects))
                .map(Selector::toString);
        Stream<String> ungrouped = groupings.stream()
                .filter(label -> !OF_THE_TARGET.contains(label))
                .filter(label -> ours.stream()
                        .noneMatch(one -> exposed.series().stream()
                                .anyMatch(series ->
                                        one.selects(series) && series.labels().containsKey(label))))
                .map(label -> "by " + label);
        Stream<String> otherJobs = selectors.stream()
                .filter(one -> !one.matchers().contains(new LabelMatcher("job", "=", "callfile")))
                .map(one -> "whatever job: " + one);
        Stream<String> none = selectors.isEmpty() ? Stream.of("asks for nothing") : Stream.empty();
        return Stream.of(missing, ungrouped, otherJobs, none)
                .flatMap(faults -> faults)
                .toList();
    }
}
