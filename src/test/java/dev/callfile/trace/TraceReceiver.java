package dev.callfile.trace;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Where traces are sent to: takes them over HTTP, and gives a test all that has come. */
public class TraceReceiver implements QuarkusTestResourceLifecycleManager {

    private final List<byte[]> exports = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/traces", exchange -> {
            exports.add(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        return Map.of(
                "quarkus.otel.exporter.otlp.endpoint",
                "http://localhost:" + server.getAddress().getPort(),
                "quarkus.otel.exporter.otlp.protocol",
                "http/protobuf",
                "quarkus.otel.bsp.schedule.delay",
                "50ms");
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(exports, field -> field.getName().equals("exports"));
    }

    @Override
    public void stop() {
        server.stop(0);
    }
}
