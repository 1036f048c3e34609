package dev.callfile.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a run has measured: a line of a table, on the console and in a file that bench/faults shows. */
final class Report {

    private static final Path FILE = Path.of("target", "faults", "report.txt");
    private static final String ROW = "%-32s %6s %8s %8s %6s %7s %8s %8s %5s %8s %10s  %s%n";
    private static final String HEAD = ROW.formatted(
            "run", "seed", "204", "503", "other", "p99 ms", "slowest", "threads", "lost", "doubled", "differing", "");

    private final String run;
    private final Answers answers;
    private final List<String> notes = new ArrayList<>();
    private String threads = "";
    private String lost = "";
    private String doubled = "";
    private String differing = "";

    /** @param answers to callbacks; those that never came are among the others */
    Report(String run, Answers answers) {
        this.run = run;
        this.answers = answers;
    }

    Report threads(int before, int most) {
        threads = before + "-" + most;
        return this;
    }

    /** Callbacks that were answered 204 and are not in the ledger, and those that are in it twice. */
    Report kept(Map<Integer, Integer> kept) {
        lost = Integer.toString(lost(answers, kept).size());
        doubled = Integer.toString(doubled(kept).size());
        return this;
    }

    Report differing(List<String> records) {
        differing = Integer.toString(records.size());
        return this;
    }

    Report note(String what, Object value) {
        notes.add(what + " " + (value instanceof Duration time ? time.toMillis() + " ms" : value));
        return this;
    }

    static List<Integer> lost(Answers answers, Map<Integer, Integer> kept) {
        return answers.kept().stream()
                .filter(number -> !kept.containsKey(number))
                .toList();
    }

    static List<Integer> doubled(Map<Integer, Integer> kept) {
        return kept.entrySet().stream()
                .filter(entry -> entry.getValue() > 1)
                .map(Map.Entry::getKey)
                .toList();
    }

    void print() {
        long others = answers.neither(Answer::isKept, Answer::isLater).size();
        String line = ROW.formatted(
                run,
                Size.seed(),
                answers.count(Answer::isKept),
                answers.count(Answer::isLater),
                others,
                answers.p99().toMillis(),
                answers.slowest().toMillis(),
                threads,
                lost,
                doubled,
                differing,
                String.join(", ", notes));
        try {
            boolean first = !Files.exists(FILE);
            System.out.print((first ? HEAD : "") + line);
            Files.writeString(FILE, (first ? HEAD : "") + line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
