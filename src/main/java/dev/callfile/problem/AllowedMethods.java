package dev.callfile.problem;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.handlers.RestInitialHandler.InitialMatch;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper.RequestMatch;
import org.jboss.resteasy.reactive.server.spi.ServerRestHandler;

/**
 * The methods that the request's address takes. A 405 must name them, and the framework's does not: its routing tables are
 * asked again.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-405-method-not-allowed">RFC 9110, section 15.5.6</a>
 */
final class AllowedMethods {

    private AllowedMethods() {}

    /** A value for {@code Allow}; empty where no resource has this address. */
    static Optional<String> ofRequest() {
        ResteasyReactiveRequestContext request = CurrentRequestManager.get();
        String path = request.getPathWithoutPrefix();
        RequestMapper<InitialMatch> classes =
                new RequestMapper<>(request.getDeployment().getClassMappers());
        Set<String> methods = new TreeSet<>();
        RequestMatch<InitialMatch> resource = classes.map(path);
        // Several classes may begin with the same part of a path, and each have other addresses and methods below it.
        while (resource != null) {
            String rest = resource.remaining.isEmpty() ? "/" : resource.remaining;
            for (ServerRestHandler handler : resource.value.handlers) {
                if (handler instanceof ClassRoutingHandler routing) {
                    routing.getMappers().forEach((method, addresses) -> {
                        if (method != null && addresses.map(rest) != null) {
                            methods.add(method);
                        }
                    });
                }
            }
            resource = classes.continueMatching(path, resource);
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return methods.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", methods));
    }
}
