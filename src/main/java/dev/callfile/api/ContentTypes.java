package dev.callfile.api;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses a Content-Type that is none. Where an address takes bodies of several types the framework reads it to find the
 * method, and would call its own failure to do so an internal error. Callbacks are left alone: they are to be kept.
 */
class ContentTypes {

    @ServerRequestFilter(preMatching = true)
    public void check(ContainerRequestContext request, RoutingContext routing) {
        if (routing.normalizedPath().startsWith("/v1/")) {
            try {
                request.getMediaType();
            } catch (IllegalArgumentException e) {
                throw new NotSupportedException(e);
            }
        }
    }
}
