package dev.callfile.api;

import dev.callfile.access.CaseAccess;
import dev.callfile.access.RequestRate;
import dev.callfile.access.RequestRate.Spent;
import dev.callfile.problem.ProblemCode;
import dev.callfile.problem.ProblemException;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Counts every request with a valid token, whatever resource it is for: it runs once the token has been verified, and
 * before a resource looks at what the token admits. A callback has no token, and is never counted.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/">RateLimit header fields for HTTP</a>
 */
@ApplicationScoped
class RateLimit {

    private static final String READERS_AND_WRITERS = "/v1/";

    private final CaseAccess access;
    private final RequestRate rate;

    RateLimit(CaseAccess access, RequestRate rate) {
        this.access = access;
        this.rate = rate;
    }

    @ServerRequestFilter
    public void count(RoutingContext routing) {
        if (routing.normalizedPath().startsWith(READERS_AND_WRITERS)) {
            access.caller().flatMap(rate::spend).ifPresent(spent -> tell(spent, routing));
        }
    }

    private static void tell(Spent spent, RoutingContext routing) {
        routing.response()
                .putHeader("RateLimit-Policy", "\"default\";q=" + spent.quota() + ";w=" + spent.periodSeconds())
                .putHeader("RateLimit", "\"default\";r=" + spent.left() + ";t=" + spent.fullInSeconds());
        if (!spent.granted()) {
            throw new ProblemException(
                    ProblemCode.RATE_LIMITED,
                    "This token's subject has sent " + spent.quota() + " requests in " + spent.periodSeconds()
                            + " seconds: go on after the seconds in Retry-After.",
                    Map.of(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, spent.nextInSeconds()))));
        }
    }
}
