package dev.callfile.edge;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/**
 * Refuses an address or headers of absurd length with a problem. The server's own limits lie higher, because what it
 * refuses it answers with an empty body.
 */
class RequestHeads {

    private static final int AFTER_THE_REQUEST_ID = 950;
    private static final int LONGEST_TARGET = 16 * 1024;
    private static final int LARGEST_HEADERS = 20 * 1024;
    private static final int MOST_PARAMETERS = 1000;
    private static final int COLON_BLANK_AND_LINE_END = 4;

    void register(@Observes Filters filters) {
        filters.register(RequestHeads::enter, AFTER_THE_REQUEST_ID);
    }

    private static void enter(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        if (request.uri().length() > LONGEST_TARGET) {
            routing.fail(414);
        } else if (size(request) > LARGEST_HEADERS) {
            routing.fail(431);
        } else if (parameters(request.query()) > MOST_PARAMETERS) {
            routing.fail(400);
        } else {
            routing.next();
        }
    }

    private static int size(HttpServerRequest request) {
        int size = 0;
        for (var header : request.headers()) {
            size += header.getKey().length() + header.getValue().length() + COLON_BLANK_AND_LINE_END;
        }
        return size;
    }

    private static long parameters(@Nullable String query) {
        return query == null ? 0 : 1 + query.chars().filter(c -> c == '&').count();
    }
}
