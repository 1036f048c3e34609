package dev.callfile.twilio.preflight;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.callfile.RawHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What stands before the service, and does with requests what a test says. */
final class Proxy implements AutoCloseable {

    /** A request as it came, or as it goes on; names of headers in any case. */
    record Request(String method, String target, Map<String, String> headers, String body) {

        Request method(String method) {
            return new Request(method, target, headers, body);
        }

        Request target(UnaryOperator<String> change) {
            return new Request(method, change.apply(target), headers, body);
        }

        Request query(UnaryOperator<String> change) {
            int query = target.indexOf('?') + 1;
            return target(target -> target.substring(0, query) + change.apply(target.substring(query)));
        }

        Request body(UnaryOperator<String> change) {
            return new Request(method, target, headers, change.apply(body));
        }

        Request header(String name, String value) {
            Map<String, String> changed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            changed.putAll(headers);
            changed.put(name, value);
            return new Request(method, target, changed, body);
        }

        Request without(String name) {
            Map<String, String> changed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            changed.putAll(headers);
            changed.remove(name);
            return new Request(method, target, changed, body);
        }
    }

    /** An answer. */
    record Answer(int status, Map<String, String> headers, String body) {}

    /** Every request so far. */
    final Queue<Request> requests = new ConcurrentLinkedQueue<>();

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final String prefix;
    private volatile Function<Request, Answer> behaviour;

    /** One that passes everything on as it should: without the prefix of the public URL. */
    Proxy(URI publicUrl) {
        try {
            server = HttpServer.create(new InetSocketAddress("localhost", publicUrl.getPort()), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        prefix = publicUrl.getPath().replaceFirst("/$", "");
        passesOn(UnaryOperator.identity());
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Passes on what a request, whose prefix has been stripped, is changed to. */
    void passesOn(UnaryOperator<Request> change) {
        behaviour = request -> forward(change.apply(request.target(target -> target.substring(prefix.length()))));
    }

    /** Answers by itself. */
    void answers(int status, String body, String... headers) {
        Map<String, String> named = new TreeMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            named.put(headers[i], headers[i + 1]);
        }
        does(request -> new Answer(status, named, body));
    }

    void does(Function<Request, Answer> behaviour) {
        this.behaviour = behaviour;
    }

    static Answer forward(Request request) {
        String headers = request.headers().entrySet().stream()
                .filter(header -> !List.of("host", "connection", "content-length")
                        .contains(header.getKey().toLowerCase()))
                .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
                .collect(Collectors.joining());
        RawHttp.Answer answer = RawHttp.send(request.method(), request.target(), headers, request.body());
        return new Answer(
                answer.status(), Map.of("Content-Type", answer.headers().get("Content-Type")), answer.body());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
            Request request = new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    headers,
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            requests.add(request);
            Answer answer = behaviour.apply(request);
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            answer.headers().forEach(exchange.getResponseHeaders()::add);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
