package dev.callfile.trace;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where traces are sent to: takes them by gRPC, and gives a test all that has come. The first exports get no answer, as
 * now and then one is waited for in vain.
 *
 * @see <a href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md">gRPC over HTTP/2</a>
 */
public class GrpcTraceReceiver implements QuarkusTestResourceLifecycleManager {

    private static final String EXPORT = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";

    private final List<byte[]> exports = new CopyOnWriteArrayList<>();
    private final AtomicInteger unanswered = new AtomicInteger(3);
    private Vertx vertx;

    @Override
    public Map<String, String> start() {
        vertx = Vertx.vertx();
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> take(request, body)))
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return Map.of(
                "quarkus.otel.exporter.otlp.endpoint",
                "http://localhost:" + server.actualPort(),
                "quarkus.otel.bsp.schedule.delay",
                "50ms");
    }

    /** One message comes after a byte that tells whether it is compressed, and four of its length. */
    private void take(HttpServerRequest request, Buffer body) {
        if (request.path().equals(EXPORT) && body.getByte(0) == 0) {
            exports.add(body.getBytes(5, 5 + body.getInt(1)));
        }
        if (unanswered.getAndDecrement() > 0) {
            return;
        }
        request.response()
                .putHeader("Content-Type", "application/grpc")
                .putTrailer("grpc-status", "0")
                .end(Buffer.buffer(new byte[5]));
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(exports, field -> field.getName().equals("exports"));
    }

    @Override
    public void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
