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

/** What a run has measured: a line on the console, and in a file that bench/faults shows. */
final class Report {

    private static final Path FILE = Path.of("target", "faults", "report.txt");

    private final String run;
    private final List<String> measured = new ArrayList<>();

    Report(String run) {
        this.run = run;
    }

    Report with(String what, Object value) {
        measured.add(what + " " + (value instanceof Duration time ? time.toMillis() + " ms" : value));
        return this;
    }

    Report with(Answers answers) {
        return with("answered", answers.told()).with("p99", answers.p99()).with("slowest", answers.slowest());
    }

    /** Callbacks that were answered 204 and are not in the ledger, and those that are in it twice. */
    Report with(Answers answers, Map<Integer, Integer> kept) {
        return with("lost", lost(answers, kept).size())
                .with("doubled", doubled(kept).size());
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
        String line = "%-28s seed %d; %s%n".formatted(run, Size.seed(), String.join("; ", measured));
        System.out.print(line);
        try {
            Files.writeString(FILE, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
