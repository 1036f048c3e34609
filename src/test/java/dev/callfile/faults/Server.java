package dev.callfile.faults;

import dev.callfile.Ports;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL of the runs. By default it is the embedded one on a folder and a port of its own, which can be stopped,
 * killed, frozen and started again. Its fsync is off unless {@code faults.fsync} says otherwise: what the kernel was given
 * survives every fault but that of the machine. With {@code faults.jdbc-url} it is somebody else's, and is left running.
 */
final class Server {

    private static final @Nullable String GIVEN = System.getProperty("faults.jdbc-url");
    private static final Path FOLDER = Path.of("target", "faults", "postgres").toAbsolutePath();
    private static final AtomicInteger STORES = new AtomicInteger();
    private static @Nullable Server shared;

    private final int port;
    private @Nullable EmbeddedPostgres running;
    private boolean hasTemplate;

    private Server(int port) {
        this.port = port;
    }

    /** The one of this JVM, running. */
    static synchronized Server running() {
        if (shared == null) {
            shared = new Server(Ports.free());
        }
        shared.start();
        return shared;
    }

    /** Whether it is for the runs to stop. */
    static boolean isOurs() {
        return GIVEN == null;
    }

    static boolean isDurable() {
        return !isOurs() || Boolean.getBoolean("faults.fsync");
    }

    /** A new database with the service's schema, which the service itself has made. */
    Store newStore() {
        if (!hasTemplate) {
            Store template = emptyStore("callfile_faults_template");
            Replica.migrate(template, Map.of());
            hasTemplate = true;
        }
        return create("callfile_faults_" + STORES.incrementAndGet(), "callfile_faults_template");
    }

    /** A new database without anything in it. */
    Store emptyStore(String name) {
        return create(name, "template0");
    }

    private Store create(String name, String template) {
        Store all = new Store(url("postgres"));
        all.execute("drop database if exists " + name);
        all.execute("create database " + name + " template " + template);
        return new Store(url(name));
    }

    private String url(String database) {
        return GIVEN == null
                ? "jdbc:postgresql://localhost:" + port + "/" + database + "?user=postgres"
                : GIVEN.replaceFirst("^(jdbc:postgresql://[^/]+/)[^?]*", "$1" + database);
    }

    void start() {
        if (GIVEN != null || running != null) {
            return;
        }
        EmbeddedPostgres.Builder postgres = EmbeddedPostgres.builder()
                .setDataDirectory(FOLDER)
                .setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(
                        Path.of(".callfile", "binaries").toAbsolutePath().toFile())
                .setPGStartupWait(Duration.ofSeconds(60))
                .setPort(port)
                .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
                .setOutputRedirector(ProcessBuilder.Redirect.DISCARD);
        if (System.getProperty("os.name").startsWith("Linux")) {
            postgres.setLocaleConfig("lc-ctype", "C.UTF-8");
        }
        if (isDurable()) {
            postgres.setServerConfig("fsync", "on").setServerConfig("full_page_writes", "on");
        }
        try {
            running = postgres.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As an administrator does: everybody is sent away, and what was begun is rolled back. */
    void stop() {
        close();
    }

    /** As a machine's memory shortage does: all of it, at once. */
    void kill() {
        List<ProcessHandle> family = family();
        family.forEach(ProcessHandle::destroyForcibly);
        Await.until(
                "PostgreSQL is gone",
                Duration.ofSeconds(20),
                () -> family.stream().noneMatch(ProcessHandle::isAlive));
        close();
    }

    /** Connections stay, and nobody answers. */
    Runnable freeze() {
        List<ProcessHandle> family = family();
        Processes.signal("STOP", family);
        return () -> Processes.signal("CONT", family);
    }

    private void close() {
        EmbeddedPostgres stopping = running;
        running = null;
        try {
            if (stopping != null) {
                stopping.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<ProcessHandle> family() {
        try {
            long postmaster = Long.parseLong(
                    Files.readAllLines(FOLDER.resolve("postmaster.pid")).get(0));
            return ProcessHandle.of(postmaster).map(Processes::family).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
