package dev.callfile.twilio.rest;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks for media hop by hop: each address is judged anew, and none but Twilio's is told a login. */
@ApplicationScoped
class MediaClient {

    private static final int MOST_HOPS = 5;
    /** Each holds up to 130 KB of heap while its listener is slow. */
    private static final int MOST_CONNECTIONS = 500;

    private static final int CONNECT_MS = 3_000;
    private static final int ANSWER_MS = 10_000;
    /** The location of a file in somebody's storage carries a signature, and may be long. */
    private static final int LONGEST_HEADERS = 32 * 1024;

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int UNAUTHORIZED = 401;

    private final Vertx vertx;
    private final TwilioAddresses addresses;
    private final HttpClient http;

    MediaClient(Vertx vertx, TwilioAddresses addresses) {
        this.vertx = vertx;
        this.addresses = addresses;
        this.http = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout(CONNECT_MS)
                .setSslHandshakeTimeout(CONNECT_MS)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setMaxHeaderSize(LONGEST_HEADERS)
                // One that waits for a listener is of no use to another, and one that Twilio has closed fails who takes
                // it.
                .setKeepAlive(false)
                .setMaxPoolSize(MOST_CONNECTIONS)
                .setMaxWaitQueueSize(0));
    }

    /**
     * Asks where an address leads.
     *
     * @param logins values of {@code Authorization}, for Twilio only; each is tried where the one before it was refused
     * @param range value of {@code Range}
     * @return an answer of any status but a redirect's, paused, which holds a connection until it is read or reset
     */
    Future<HttpClientResponse> get(URI address, List<String> logins, @Nullable String range) {
        return follow(new Hop(address, logins, range, 0));
    }

    private Future<HttpClientResponse> follow(Hop hop) {
        return ask(hop).compose(response -> {
            if (REDIRECTS.contains(response.statusCode())) {
                response.request().reset();
                return follow(hop.to(response.getHeader(HttpHeaders.LOCATION)));
            }
            if (response.statusCode() == UNAUTHORIZED
                    && login(hop) != null
                    && hop.logins().size() > 1) {
                response.request().reset();
                return follow(hop.withNextLogin());
            }
            return Future.succeededFuture(response);
        });
    }

    private Future<HttpClientResponse> ask(Hop hop) {
        URI address = addresses.resolve(hop.address());
        boolean https = "https".equalsIgnoreCase(address.getScheme());
        boolean anywhere = addresses.areStoodInFor();
        String host = address.getHost();
        if (host == null || !(https || (anywhere && "http".equalsIgnoreCase(address.getScheme())))) {
            return Future.failedFuture(new RefusedAddressException("not an https address"));
        }
        int port = address.getPort() != -1 ? address.getPort() : https ? 443 : 80;
        return vertx.executeBlocking(() -> OpenInternet.locate(host, anywhere), false)
                .compose(machine -> http.request(options(hop, address, https, port, machine)))
                .compose(this::answer);
    }

    /** The connection is made to the address that was judged: the name is not looked up again. */
    private RequestOptions options(Hop hop, URI address, boolean https, int port, InetAddress machine) {
        String path = address.getRawPath().isEmpty() ? "/" : address.getRawPath();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(machine, port)))
                .setHost(address.getHost())
                .setPort(port)
                .setSsl(https)
                .setURI(address.getRawQuery() == null ? path : path + "?" + address.getRawQuery());
        String login = login(hop);
        if (login != null) {
            options.putHeader(HttpHeaders.AUTHORIZATION, login);
        }
        if (hop.range() != null) {
            options.putHeader("Range", hop.range());
        }
        return options;
    }

    /** What an address may be told, judged by what it is and not by what stands in for it. */
    private @Nullable String login(Hop hop) {
        return hop.logins().isEmpty() || !addresses.areTwilios(hop.address())
                ? null
                : hop.logins().get(0);
    }

    private Future<HttpClientResponse> answer(HttpClientRequest request) {
        return request.send()
                // Without a handler, each one that is reset would be logged as an error.
                .onSuccess(response -> response.pause().exceptionHandler(broken -> {}))
                .timeout(ANSWER_MS, TimeUnit.MILLISECONDS)
                .onFailure(silent -> request.reset());
    }

    /** Where the way to the media has got to. */
    private record Hop(
            URI address, List<String> logins, @Nullable String range, int number) {

        Hop to(@Nullable String location) {
            if (location == null || location.isBlank() || number == MOST_HOPS) {
                throw new RefusedAddressException("redirected nowhere, or too often");
            }
            try {
                return new Hop(address.resolve(location), logins, range, number + 1);
            } catch (IllegalArgumentException e) {
                throw new RefusedAddressException("redirected to what is no address");
            }
        }

        Hop withNextLogin() {
            return new Hop(address, logins.subList(1, logins.size()), range, number);
        }
    }
}
