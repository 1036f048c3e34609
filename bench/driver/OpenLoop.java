import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Sends requests on a schedule that does not wait for answers, and measures each from the moment at which it was due. What a
 * closed loop would not send while it waits is sent, and counted.
 *
 * <p>It goes over as many connections as a proxy in front of the service may have; beyond, a request waits for one, which
 * counts as well.
 *
 * <p>Arguments: port, seconds, seconds of warm-up that are not counted, lists each second, file of tokens, first case, last
 * case, callbacks each second, file of callbacks, file of crowds, size of a crowd, seed. A crowd is sent each second, all of
 * it at once. A file that is {@code -} is none. Prints one line of JSON.
 */
class OpenLoop {

    private static final String HEAD = " HTTP/1.1\r\nHost: 127.0.0.1\r\n";

    /** The service hangs up on a connection that has been idle for two minutes. */
    private static final long STALE = 60_000_000_000L;

    private static final int MOST_CONNECTIONS = 512;

    private final int port;
    private final Semaphore connections = new Semaphore(MOST_CONNECTIONS, true);
    private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Kind> kinds = new LinkedHashMap<>();
    private final long countedFrom;
    private final long end;

    private OpenLoop(int port, long countedFrom, long end) {
        this.port = port;
        this.countedFrom = countedFrom;
        this.end = end;
    }

    public static void main(String[] arguments) throws Exception {
        Iterator<String> given = Arrays.asList(arguments).iterator();
        int port = Integer.parseInt(given.next());
        long begin = System.nanoTime();
        long end = begin + Long.parseLong(given.next()) * 1_000_000_000;
        OpenLoop loop = new OpenLoop(port, begin + Long.parseLong(given.next()) * 1_000_000_000, end);
        double lists = Double.parseDouble(given.next());
        Path tokens = Path.of(given.next());
        int firstCase = Integer.parseInt(given.next());
        int lastCase = Integer.parseInt(given.next());
        double callbacks = Double.parseDouble(given.next());
        Path callbackFile = Path.of(given.next());
        Path crowdFile = Path.of(given.next());
        int crowd = Integer.parseInt(given.next());
        Random random = new Random(Long.parseLong(given.next()));

        List<Thread> schedules = new ArrayList<>();
        if (lists > 0) {
            List<String> bearers = Files.readAllLines(tokens);
            schedules.add(loop.schedule("list", 200, lists, 1, () -> list(
                    firstCase + random.nextInt(lastCase - firstCase + 1), bearers.get(random.nextInt(bearers.size())))));
        }
        if (callbacks > 0) {
            schedules.add(loop.schedule("callback", 204, callbacks, 1, lines(callbackFile)));
        }
        if (!crowdFile.toString().equals("-")) {
            schedules.add(loop.schedule("crowd", 204, 1, crowd, lines(crowdFile)));
        }
        for (Thread schedule : schedules) {
            schedule.join();
        }
        loop.threads.close();
        System.out.println(loop.kinds.values().stream().map(Kind::json).collect(Collectors.joining(", ", "{", "}")));
    }

    private Thread schedule(String name, int expected, double perSecond, int atOnce, Supplier<byte[]> requests) {
        Kind kind = new Kind(name, expected);
        kinds.put(name, kind);
        long begin = System.nanoTime();
        return Thread.ofPlatform().start(() -> {
            // At half the rate until it counts: whoever has just started is slow, and what waits then is soon gone again.
            long slowly = (long) ((countedFrom - begin) / 1e9 * perSecond / 2);
            for (long sent = 0; ; sent++) {
                long due = sent < slowly
                        ? begin + (long) (sent * 2e9 / perSecond)
                        : countedFrom + (long) ((sent - slowly) * 1e9 / perSecond);
                if (due >= end) {
                    return;
                }
                List<byte[]> now = new ArrayList<>();
                for (int i = 0; i < atOnce; i++) {
                    byte[] request = requests.get();
                    if (request == null) {
                        return;
                    }
                    now.add(request);
                }
                for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                now.forEach(request -> threads.execute(() -> send(kind, request, due)));
            }
        });
    }

    private void send(Kind kind, byte[] request, long due) {
        int status = 0;
        connections.acquireUninterruptibly();
        try {
            Connection connection = idle.pollFirst();
            // The last one used comes first: where that one is stale, so is every other.
            if (connection != null && System.nanoTime() - connection.usedAt > STALE) {
                idle.clear();
                connection = null;
            }
            if (connection == null) {
                connection = new Connection(new Socket(InetAddress.getLoopbackAddress(), port));
            }
            status = connection.ask(request);
            idle.addFirst(connection);
        } catch (IOException e) {
            kind.trouble = e.toString();
        } finally {
            connections.release();
        }
        if (status != kind.expected) {
            kind.failed.incrementAndGet();
        }
        if (due >= countedFrom) {
            kind.micros.add((System.nanoTime() - due) / 1000);
        }
    }

    private static byte[] list(int number, String token) {
        return ("GET /v1/cases/01K8PC0000%016d/phone-calls".formatted(number) + HEAD + "Authorization: Bearer " + token
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Callbacks as bench/driver/callbacks.py writes them; null after the last. */
    private static Supplier<byte[]> lines(Path file) throws IOException {
        var reader = Files.newBufferedReader(file);
        return () -> {
            try {
                String line = reader.readLine();
                if (line == null) {
                    return null;
                }
                String[] parts = line.split("\t");
                return ("POST " + parts[0] + HEAD + "X-Twilio-Signature: " + parts[1]
                                + "\r\nContent-Type: application/x-www-form-urlencoded; charset=UTF-8\r\nContent-Length: "
                                + parts[2].length() + "\r\n\r\n" + parts[2])
                        .getBytes(StandardCharsets.US_ASCII);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        };
    }

    private static final class Kind {
        private final String name;
        private final int expected;
        private final List<Long> micros = Collections.synchronizedList(new ArrayList<>());
        private final AtomicInteger failed = new AtomicInteger();
        private volatile String trouble = "";

        Kind(String name, int expected) {
            this.name = name;
            this.expected = expected;
        }

        String json() {
            List<Long> sorted = new ArrayList<>(micros);
            Collections.sort(sorted);
            return "\"%s\": {\"counted\": %d, \"failed\": %d, \"trouble\": \"%s\", \"p50\": %.3f, \"p99\": %.3f, \"max\": %.3f}"
                    .formatted(name, sorted.size(), failed.get(), trouble.replace('"', ' '), part(sorted, 0.5),
                            part(sorted, 0.99), part(sorted, 1));
        }

        private static double part(List<Long> sorted, double part) {
            return sorted.isEmpty() ? 0 : sorted.get((int) Math.min(sorted.size() - 1, part * sorted.size())) / 1000.0;
        }
    }

    private static final class Connection {
        private final OutputStream out;
        private final InputStream in;
        private volatile long usedAt = System.nanoTime();

        Connection(Socket socket) throws IOException {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(30_000);
            out = socket.getOutputStream();
            in = new BufferedInputStream(socket.getInputStream(), 32_768);
        }

        int ask(byte[] request) throws IOException {
            usedAt = System.nanoTime();
            out.write(request);
            int status = Integer.parseInt(line().split(" ")[1]);
            long length = 0;
            for (String header = line(); !header.isEmpty(); header = line()) {
                if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
                    length = Long.parseLong(header.substring(15).trim());
                }
            }
            in.skipNBytes(length);
            return status;
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new IOException("closed");
                }
                if (next != '\r') {
                    line.append((char) next);
                }
            }
            return line.toString();
        }
    }
}
