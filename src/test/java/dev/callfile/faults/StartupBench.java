package dev.callfile.faults;

import static dev.callfile.TwilioStandIn.STATUS;
import static dev.callfile.TwilioStandIn.form;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.callfile.Api;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * How long the packages take from their start to the first answered list request, and how much memory they hold, side by
 * side in one run: {@code bench/startup} builds them and names them in {@code bench.variants}, as {@code name=command} with
 * semicolons between. No part of the tests.
 */
class StartupBench {

    private static final int ROUNDS = Integer.getInteger("bench.rounds", 7);
    private static final int REQUESTS = Integer.getInteger("bench.requests", 10_000);
    private static final int CONNECTIONS = 4;
    private static final int CALLS = 25;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String token = Client.token();
    private final String caseId = Api.newCase();
    private final Map<String, List<Measured>> measured = new LinkedHashMap<>();

    /** @param rss resident memory in KiB */
    private record Measured(long firstAnswerMicros, long rss, long rssAfter) {}

    @Test
    void measure() throws Exception {
        Map<String, String> variants = variants();
        Store store = Server.running().newStore();
        fill(store);
        Random random = new Random(Size.seed());

        for (int round = 0; round <= ROUNDS; round++) {
            List<String> order = new ArrayList<>(variants.keySet());
            Collections.shuffle(order, random);
            for (String name : order) {
                Measured once = measure(List.of(variants.get(name).split(" ")), store);
                // The first round reads the files into the page cache.
                if (round > 0) {
                    measured.computeIfAbsent(name, any -> new ArrayList<>()).add(once);
                }
            }
        }
        print(variants.keySet().iterator().next());
    }

    private static Map<String, String> variants() {
        Map<String, String> variants = new LinkedHashMap<>();
        for (String variant : System.getProperty("bench.variants", "").split(";")) {
            String[] parts = variant.split("=", 2);
            assertEquals(2, parts.length, "bench.variants is for bench/startup to set");
            variants.put(parts[0], parts[1]);
        }
        return variants;
    }

    private void fill(Store store) {
        try (Replica replica = Replica.start(store)) {
            Client client = new Client();
            for (int i = 0; i < CALLS; i++) {
                String target = STATUS + "?case_id=" + caseId;
                Sent sent = Sent.of(
                        i, target, form("CallSid", Api.newSid("CA"), "CallStatus", "completed", "To", "+15005550006"));
                assertTrue(client.send(sent, replica.url()).isKept());
            }
        }
    }

    private Measured measure(List<String> command, Store store) throws IOException {
        int port = Server.Ports.free();
        Path log = Path.of("target", "faults", "startup.log").toAbsolutePath();
        ProcessBuilder builder = Replica.process(command, store, port, log);
        long begin = System.nanoTime();
        Process process = Processes.start(builder);
        try {
            while (ask(port, 1) != 1) {
                assertTrue(process.isAlive(), () -> "it has ended, see " + log);
                assertTrue(System.nanoTime() - begin < PATIENCE.toNanos(), () -> "no answer, see " + log);
                Thread.onSpinWait();
            }
            long micros = (System.nanoTime() - begin) / 1000;
            long rss = rss(process);
            CompletableFuture<?>[] clients = IntStream.range(0, CONNECTIONS)
                    .mapToObj(any -> CompletableFuture.runAsync(
                            () -> assertEquals(REQUESTS / CONNECTIONS, ask(port, REQUESTS / CONNECTIONS))))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(clients).join();
            return new Measured(micros, rss, rss(process));
        } finally {
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    /**
     * Sends so many list requests on one connection.
     *
     * @return how many were answered 200, until the first that was not
     */
    private int ask(int port, int times) {
        byte[] request = ("GET /v1/cases/" + caseId
                        + "/phone-calls HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        int answered = 0;
        try (Socket connection = new Socket(InetAddress.getLoopbackAddress(), port)) {
            connection.setTcpNoDelay(true);
            connection.setSoTimeout((int) PATIENCE.toMillis());
            InputStream in = connection.getInputStream();
            while (answered < times) {
                connection.getOutputStream().write(request);
                String head = head(in);
                if (!head.startsWith("HTTP/1.1 200 ")) {
                    return answered;
                }
                in.skipNBytes(Long.parseLong(head.replaceFirst("(?is).*\\ncontent-length: *(\\d+).*", "$1")));
                answered++;
            }
        } catch (IOException e) {
            return answered;
        }
        return answered;
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no answer");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    /** Resident memory in KiB, as Linux tells it. */
    private static long rss(Process process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void print(String reference) {
        StringBuilder table = new StringBuilder("| package | first list answered, ms: min / median / max | of "
                + reference + " | resident MiB at start | after " + REQUESTS + " requests |\n|---|---|---|---|---|\n");
        double base = median(measured.get(reference).stream().map(Measured::firstAnswerMicros));
        measured.forEach((name, all) -> table.append("| %s | %.0f / %.0f / %.0f | %.2f | %.0f | %.0f |%n"
                .formatted(
                        name,
                        all.stream()
                                        .mapToLong(Measured::firstAnswerMicros)
                                        .min()
                                        .orElseThrow()
                                / 1e3,
                        median(all.stream().map(Measured::firstAnswerMicros)) / 1e3,
                        all.stream()
                                        .mapToLong(Measured::firstAnswerMicros)
                                        .max()
                                        .orElseThrow()
                                / 1e3,
                        median(all.stream().map(Measured::firstAnswerMicros)) / base,
                        median(all.stream().map(Measured::rss)) / 1024,
                        median(all.stream().map(Measured::rssAfter)) / 1024)));
        try {
            Files.writeString(Path.of("target", "faults", "startup.md"), table);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double median(Stream<Long> values) {
        List<Long> sorted = new ArrayList<>(values.sorted().toList());
        return sorted.get(sorted.size() / 2);
    }
}
