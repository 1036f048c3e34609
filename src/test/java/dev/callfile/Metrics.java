package dev.callfile;

import static io.restassured.RestAssured.given;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the running service tells Prometheus. */
public record Metrics(String text, List<Series> series) {

    private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)(?: #.*)?");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    public record Series(String name, Map<String, String> labels, double value) {

        private static Series of(Matcher line) {
            Map<String, String> labels = new HashMap<>();
            if (line.group(2) != null) {
                LABEL.matcher(line.group(2)).results().forEach(label -> labels.put(label.group(1), label.group(2)));
            }
            return new Series(line.group(1), labels, Double.parseDouble(line.group(3)));
        }
    }

    /** Scrapes that address. */
    public static Metrics of(String url) {
        String text = given().get(url).then().statusCode(200).extract().asString();
        return new Metrics(
                text,
                text.lines()
                        .filter(line -> !line.startsWith("#"))
                        .map(LINE::matcher)
                        .filter(Matcher::matches)
                        .map(Series::of)
                        .toList());
    }

    /** The sum of the series that have these labels. */
    public double sum(String name, String... labels) {
        return series.stream()
                .filter(one -> one.name().equals(name))
                .filter(one -> {
                    for (int i = 0; i < labels.length; i += 2) {
                        if (!labels[i + 1].equals(one.labels().get(labels[i]))) {
                            return false;
                        }
                    }
                    return true;
                })
                .mapToDouble(Series::value)
                .sum();
    }
}
