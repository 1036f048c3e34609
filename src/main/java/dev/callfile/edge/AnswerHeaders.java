package dev.callfile.edge;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;

/**
 * Tells browsers and caches, with every answer, to make no more of it than it is. A resource that knows better says so
 * itself.
 *
 * @see <a href="https://cheatsheetseries.owasp.org/cheatsheets/REST_Security_Cheat_Sheet.html#security-headers">OWASP</a>
 */
class AnswerHeaders {

    private static final int FIRST = 2000;

    void register(@Observes Filters filters) {
        filters.register(AnswerHeaders::enter, FIRST);
    }

    private static void enter(RoutingContext routing) {
        MultiMap headers = routing.response().headers();
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        // Browsers take it over https only, which is where an ingress has it from us.
        headers.set("Strict-Transport-Security", "max-age=31536000");
        if (!isOfDevMode(routing)) {
            headers.set("Cache-Control", "no-store");
            headers.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
            headers.set("X-Frame-Options", "DENY");
        }
        routing.next();
    }

    /** Pages with scripts and styles of their own, such as the Dev UI, which no package has. */
    private static boolean isOfDevMode(RoutingContext routing) {
        String path = routing.request().path();
        return path != null && path.startsWith("/q/") && !path.equals("/q/openapi");
    }
}
