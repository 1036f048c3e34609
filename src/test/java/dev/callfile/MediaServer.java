package dev.callfile;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A storage of recordings, Twilio's or somebody else's, which remembers what it was asked and counts what it sent. */
public final class MediaServer implements AutoCloseable {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");
    /** A prime, so that a byte out of its place is another byte. */
    private static final int PERIOD = 65_521;

    private static final byte[] PATTERN = pattern();

    /** What it was asked for. */
    public record Asked(
            String target,
            @Nullable String authorization,
            @Nullable String range) {}

    public final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
    /** Bytes that were written, in all. */
    public final AtomicLong sent = new AtomicLong();
    /** Answers that the asker did not take to their end. */
    public final AtomicInteger brokenOff = new AtomicInteger();

    private final Map<String, HttpHandler> answers = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    /** @param port 0 for any */
    public MediaServer(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress("localhost", port), 1000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public String url(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    public void answer(String path, HttpHandler answer) {
        answers.put(path, answer);
    }

    public void status(String path, int status, String... headers) {
        answer(path, exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            exchange.sendResponseHeaders(status, -1);
        });
    }

    /** Keeps a file, which it knows ranges of. */
    public void keep(String path, long size, String type) {
        answer(path, exchange -> {
            exchange.getResponseHeaders().add("Content-Type", type);
            exchange.getResponseHeaders().add("ETag", "\"" + size + "\"");
            exchange.getResponseHeaders().add("Last-Modified", "Mon, 23 Nov 2026 10:15:30 GMT");
            String range = exchange.getRequestHeaders().getFirst("Range");
            Matcher asked = RANGE.matcher(range == null ? "" : range);
            if (!asked.matches()) {
                send(exchange, 200, 0, size);
                return;
            }
            boolean suffix = asked.group(1).isEmpty();
            long first = suffix ? Math.max(0, size - Long.parseLong(asked.group(2))) : Long.parseLong(asked.group(1));
            long last =
                    suffix || asked.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(asked.group(2)));
            if (first > last) {
                exchange.getResponseHeaders().add("Content-Range", "bytes */" + size);
                exchange.sendResponseHeaders(416, -1);
            } else {
                exchange.getResponseHeaders().add("Content-Range", "bytes " + first + "-" + last + "/" + size);
                send(exchange, 206, first, last - first + 1);
            }
        });
    }

    /** Keeps a file, and sends it whole whatever range it is asked for. */
    public void keepWithoutRanges(String path, long size, String type) {
        answer(path, exchange -> {
            exchange.getResponseHeaders().add("Content-Type", type);
            send(exchange, 200, 0, size);
        });
    }

    /** Bytes as the files have them. */
    public static byte[] bytes(long first, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = PATTERN[(int) ((first + i) % PERIOD)];
        }
        return bytes;
    }

    /** Sends bytes of a file. */
    public void send(HttpExchange exchange, int status, long first, long length) throws IOException {
        exchange.sendResponseHeaders(status, length);
        write(exchange.getResponseBody(), first, length);
    }

    public void write(OutputStream body, long first, long length) throws IOException {
        long left = length;
        while (left > 0) {
            int from = (int) ((first + length - left) % PERIOD);
            int now = (int) Math.min(left, PERIOD - from);
            body.write(PATTERN, from, now);
            sent.addAndGet(now);
            left -= now;
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        asked.add(new Asked(
                exchange.getRequestURI().toString(),
                exchange.getRequestHeaders().getFirst("Authorization"),
                exchange.getRequestHeaders().getFirst("Range")));
        try (exchange) {
            HttpHandler answer = answers.get(exchange.getRequestURI().getPath());
            if (answer == null) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                answer.handle(exchange);
            }
        } catch (IOException e) {
            brokenOff.incrementAndGet();
            throw e;
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static byte[] pattern() {
        byte[] pattern = new byte[PERIOD];
        for (int i = 0; i < PERIOD; i++) {
            pattern[i] = (byte) (i * 31 + (i >> 8));
        }
        return pattern;
    }
}
