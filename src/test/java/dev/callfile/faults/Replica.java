package dev.callfile.faults;

import dev.callfile.Packaged;
import dev.callfile.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A replica of the packaged service: a process with production's settings, on free ports. */
final class Replica implements AutoCloseable {

    private static final String[] JVM_OPTIONS = {"-Xmx400m", "-XX:TieredStopAtLevel=1"};
    private static final Path FOLDER = Path.of("target", "faults").toAbsolutePath();
    private static final Duration START = Duration.ofSeconds(60);
    private static final AtomicInteger STARTED = new AtomicInteger();

    private final Client client = new Client();
    private final List<String> command;
    private final int port = Ports.free();
    private final int managementPort = Ports.free();
    private final Map<String, String> settings;
    private final Path log;
    private Process process;

    private Replica(List<String> command, Store store, Map<String, String> more) {
        this.command = command;
        this.log = newLog("replica");
        this.settings = settings(store, more);
        settings.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        settings.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort));
        this.process = launch();
    }

    /** A running one, which can reach its database. */
    static Replica start(Store store, Map<String, String> more) {
        return start(Packaged.command(JVM_OPTIONS), store, more, "ready");
    }

    /** One of another version. */
    static Replica start(Path jar, Store store, Map<String, String> more) {
        return start(Packaged.java(jar, JVM_OPTIONS), store, more, "ready");
    }

    private static Replica start(List<String> command, Store store, Map<String, String> more, String health) {
        Replica replica = new Replica(command, store, more);
        try {
            replica.awaitHealth(health);
        } catch (AssertionError e) {
            replica.close();
            throw e;
        }
        return replica;
    }

    static Replica start(Store store) {
        return start(store, Map.of());
    }

    /** One that is up and may have to wait for its schema. */
    static Replica startBeforeMigration(Store store) {
        return start(Packaged.command(JVM_OPTIONS), store, Map.of(), "started");
    }

    /** Runs the migration job, and returns its exit code. */
    static int migration(Store store, Map<String, String> more) {
        Map<String, String> settings = settings(store, more);
        settings.put("QUARKUS_FLYWAY_MIGRATE_AT_START", "true");
        settings.put("QUARKUS_INIT_AND_EXIT", "true");
        settings.put("QUARKUS_SHUTDOWN_DELAY", "0S");
        settings.put("QUARKUS_HTTP_PORT", Integer.toString(Ports.free()));
        settings.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(Ports.free()));
        Process job = launch(Packaged.command(JVM_OPTIONS), settings, newLog("migration"));
        try {
            return job.waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            job.destroyForcibly();
        }
    }

    static void migrate(Store store, Map<String, String> more) {
        int exit = migration(store, more);
        if (exit != 0) {
            throw new AssertionError("the migration ended with " + exit);
        }
    }

    URI url() {
        return URI.create("http://localhost:" + port);
    }

    /** Status of one of the health addresses. */
    int health(String which) {
        return client.get(URI.create("http://localhost:" + managementPort + "/q/health/" + which));
    }

    void awaitReady() {
        awaitHealth("ready");
    }

    private void awaitHealth(String which) {
        Await.until(
                "the service is " + which + ", see " + log,
                START,
                () -> health(which) == 200 || (!process.isAlive() && fail("it has ended, see " + log)));
    }

    private static boolean fail(String why) {
        throw new AssertionError(why);
    }

    /** kill -9: no finally, no shutdown hook, no flush. */
    void kill() {
        process.destroyForcibly();
        exitCode(Duration.ofSeconds(20));
    }

    void startAgain() {
        process = launch();
    }

    /** SIGTERM, as Kubernetes sends it. */
    void terminate() {
        process.destroy();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int exitCode(Duration atMost) {
        try {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("it is still running after " + atMost.toSeconds() + " s");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many threads the process has; 0 where the system does not tell. */
    int threads() {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("Threads:"))
                    .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    /** What the log calls an error: whatever is none of an outage's own. */
    List<String> errors() {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains("\"level\":\"ERROR\"") || line.contains("\"level\":\"FATAL\""))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        exitCode(Duration.ofSeconds(20));
    }

    private Process launch() {
        return launch(command, settings, log);
    }

    private static Process launch(List<String> command, Map<String, String> settings, Path log) {
        ProcessBuilder service = new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        service.environment().clear();
        service.environment().putAll(settings);
        return Processes.start(service);
    }

    /** An earlier run's is not read for this one's. */
    private static Path newLog(String of) {
        Path log = FOLDER.resolve(of + "-" + STARTED.incrementAndGet() + ".log");
        try {
            Files.createDirectories(FOLDER);
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return log;
    }

    private static Map<String, String> settings(Store store, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>();
        settings.put("LC_ALL", "C.UTF-8");
        settings.put("QUARKUS_HTTP_HOST", "localhost");
        settings.put("QUARKUS_MANAGEMENT_HOST", "localhost");
        settings.put("QUARKUS_DATASOURCE_JDBC_URL", store.url());
        settings.put("CALLFILE_PUBLIC_URL", Sent.PUBLIC_URL);
        settings.put("CALLFILE_TWILIO_AUTH_TOKENS", Sent.AUTH_TOKEN);
        settings.put("MP_JWT_VERIFY_ISSUER", Keys.ISSUER);
        settings.put("MP_JWT_VERIFY_PUBLICKEY_LOCATION", Keys.pem(FOLDER).toString());
        settings.put("MP_JWT_VERIFY_AUDIENCES", "callfile");
        settings.putAll(more);
        return settings;
    }
}
