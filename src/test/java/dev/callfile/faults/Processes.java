package dev.callfile.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Every process that the runs start, so that none outlives them, however they end. */
final class Processes {

    private static final Set<Process> STARTED = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> STARTED.forEach(Process::destroyForcibly)));
    }

    private Processes() {}

    static Process start(ProcessBuilder builder) {
        try {
            Process process = builder.start();
            STARTED.add(process);
            process.onExit().thenAccept(STARTED::remove);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A process and all below it. */
    static List<ProcessHandle> family(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants()).toList();
    }

    /** Java knows the signals TERM and KILL only. */
    static void signal(String name, List<ProcessHandle> processes) {
        for (ProcessHandle process : processes) {
            try {
                new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
