package dev.callfile.twilio.rest;

import com.twilio.http.NetworkHttpClient;
import com.twilio.http.Request;
import com.twilio.http.Response;
import dev.callfile.twilio.Accounts;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.util.Timeout;

/**
 * The SDK's way to Twilio, which asks once. The SDK's own repeats any request up to three times and Apache's below it
 * again, POST included, and a call that is placed twice cannot be taken back.
 */
final class OneAttempt extends NetworkHttpClient {

    private static final Timeout CONNECT = Timeout.ofSeconds(3);
    private static final Timeout ANSWER = Timeout.ofSeconds(10);
    private static final int AT_ONCE = 50;
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}");
    private static final int UNAUTHORIZED = 401;
    private static final int TOO_MANY_REQUESTS = 429;

    private final TwilioAddresses addresses;
    private final Accounts accounts;

    OneAttempt(TwilioAddresses addresses, Accounts accounts) {
        super(HttpClientBuilder.create()
                .disableAutomaticRetries()
                .disableCookieManagement()
                // A kept connection that Twilio has closed meanwhile fails a request of which nobody knows then whether
                // it
                // was heard.
                .setConnectionReuseStrategy((request, response, context) -> false)
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnPerRoute(AT_ONCE)
                        .setMaxConnTotal(AT_ONCE)
                        .build())
                // The SDK sets its own patience on each request, which is longer than Twilio's is with us.
                .addExecInterceptorFirst("patience", (request, scope, chain) -> {
                    scope.clientContext.setRequestConfig(patience(scope.clientContext.getRequestConfigOrDefault()));
                    return chain.proceed(request, scope);
                }));
        this.addresses = addresses;
        this.accounts = accounts;
    }

    /** The request's own time for connecting is set the deprecated way by the SDK, and only so can it be taken back. */
    @SuppressWarnings("deprecation")
    private static RequestConfig patience(RequestConfig config) {
        return RequestConfig.copy(config)
                .setConnectTimeout(CONNECT)
                .setConnectionRequestTimeout(CONNECT)
                .setResponseTimeout(ANSWER)
                .setRedirectsEnabled(false)
                .build();
    }

    @Override
    public Response reliableRequest(Request request, int[] retryCodes, int retries, long delayMillis) {
        return makeRequest(request);
    }

    /**
     * Asks once. Who is not let in with one Auth Token, and so has done nothing, tries the account's next.
     *
     * @throws TwilioBusyException when Twilio has more to do than it takes, and did nothing
     */
    @Override
    public Response makeRequest(Request request) {
        Response response = super.makeRequest(new Readdressed(request, addresses, request.getPassword()));
        for (String token : otherTokens(request)) {
            if (response.getStatusCode() == UNAUTHORIZED) {
                response = super.makeRequest(new Readdressed(request, addresses, token));
            }
        }
        if (response.getStatusCode() == TOO_MANY_REQUESTS) {
            throw new TwilioBusyException(retryAfter(response));
        }
        return response;
    }

    private List<String> otherTokens(Request request) {
        return accounts.credentialsOf(request.getUsername()).stream()
                .flatMap(credentials -> credentials.authTokens().stream())
                .filter(token -> !token.equals(request.getPassword()))
                .toList();
    }

    private static Optional<Duration> retryAfter(Response response) {
        return Stream.of(response.getHeaders())
                .filter(header -> header.getName().equalsIgnoreCase("Retry-After"))
                .map(Header::getValue)
                .filter(value -> SECONDS.matcher(value).matches())
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .findFirst();
    }

    /** The same request, to where Twilio's addresses are really asked. */
    private static final class Readdressed extends Request {

        private final Request request;
        private final TwilioAddresses addresses;

        Readdressed(Request request, TwilioAddresses addresses, String token) {
            super(request.getMethod(), request.getUrl());
            this.request = request;
            this.addresses = addresses;
            request.getQueryParams().forEach((name, values) -> values.forEach(value -> addQueryParam(name, value)));
            request.getPostParams().forEach((name, values) -> values.forEach(value -> addPostParam(name, value)));
            request.getHeaderParams().forEach((name, values) -> values.forEach(value -> addHeaderParam(name, value)));
            setContentType(request.getContentType());
            setBody(request.getBody());
            setUserAgentExtensions(request.getUserAgentExtensions());
            setAuth(request.getUsername(), token);
        }

        @Override
        public URL constructURL() {
            try {
                return addresses
                        .resolve(URI.create(request.constructURL().toString()))
                        .toURL();
            } catch (MalformedURLException e) {
                throw new IllegalStateException("the stand-in's address is no URL", e);
            }
        }
    }
}
