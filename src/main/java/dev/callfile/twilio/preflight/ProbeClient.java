package dev.callfile.twilio.preflight;

import dev.callfile.call.Preflight;
import dev.callfile.twilio.PublicUrl;
import dev.callfile.twilio.preflight.Attempt.Reply;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sends a probe to the public URL and nowhere else: no redirect is followed, and no more than the answer's beginning read. */
class ProbeClient {

    private static final int MOST_BYTES = 16 * 1024;
    private static final int LONGEST_HEADER = 500;

    private final Vertx vertx;
    private final HttpClient http;

    /** @param options for what is connected to; ours are set on top of them */
    ProbeClient(Vertx vertx, HttpClientOptions options, Duration connect) {
        this.vertx = vertx;
        this.http = vertx.createHttpClient(options.setConnectTimeout((int) connect.toMillis())
                .setSslHandshakeTimeout(connect.toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setKeepAlive(false));
    }

    /** Waits for what comes of it, but not longer than it may. */
    Attempt send(ProbeRequest probe, Duration patience) {
        List<InetAddress> addresses = new CopyOnWriteArrayList<>();
        String host = probe.to().host();
        try {
            Reply reply = vertx.executeBlocking(() -> InetAddress.getAllByName(host), false)
                    .compose(all -> {
                        addresses.addAll(List.of(all));
                        return http.request(options(probe, all[0]));
                    })
                    .compose(request -> exchange(request, probe, patience))
                    .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            return new Attempt(addresses, reply, null);
        } catch (CompletionException e) {
            return new Attempt(addresses, null, e.getCause());
        }
    }

    private static RequestOptions options(ProbeRequest probe, InetAddress machine) {
        PublicUrl to = probe.to();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(machine, to.port())))
                .setHost(to.host())
                .setPort(to.port())
                .setSsl(to.isHttps())
                .setURI(to.prefix() + probe.requestTarget());
        probe.headers().forEach(options::putHeader);
        to.authorization().ifPresent(login -> options.putHeader(HttpHeaders.AUTHORIZATION, login));
        return options;
    }

    private static Future<Reply> exchange(HttpClientRequest request, ProbeRequest probe, Duration patience) {
        return request.send(Buffer.buffer(probe.body()))
                .compose(ProbeClient::read)
                .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(silent -> request.reset());
    }

    private static Future<Reply> read(HttpClientResponse response) {
        Promise<Reply> read = Promise.promise();
        Buffer body = Buffer.buffer();
        response.exceptionHandler(read::tryFail);
        response.endHandler(end -> read.tryComplete(reply(response, body)));
        response.handler(part -> {
            body.appendBuffer(part);
            if (body.length() >= MOST_BYTES && read.tryComplete(reply(response, body))) {
                response.request().reset();
            }
        });
        return read.future();
    }

    private static Reply reply(HttpClientResponse response, Buffer body) {
        return new Reply(
                new Preflight.Answer(
                        response.statusCode(),
                        cut(response.getHeader(HttpHeaders.CONTENT_TYPE)),
                        cut(response.getHeader(HttpHeaders.SERVER)),
                        cut(response.getHeader(HttpHeaders.LOCATION))),
                body.toString(StandardCharsets.UTF_8));
    }

    private static @Nullable String cut(@Nullable String header) {
        return header == null || header.length() <= LONGEST_HEADER ? header : header.substring(0, LONGEST_HEADER);
    }
}
