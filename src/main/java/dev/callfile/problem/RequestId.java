package dev.callfile.problem;

import com.github.f4b6a3.ulid.UlidCreator;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;

/** The id that ties a request, its answer and its log lines together: the caller's if it is sane, else ours. */
final class RequestId {

    static final String HEADER = "X-Request-Id";
    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._:/+=@-]{1,128}");
    private static final String KEY = RequestId.class.getName();

    private RequestId() {}

    /** Gives a request its id, unless it has one. */
    static String assign(RoutingContext request) {
        String assigned = request.get(KEY);
        if (assigned != null) {
            return assigned;
        }
        List<String> given = request.request().headers().getAll(HEADER);
        String id = given.size() == 1 && SANE.matcher(given.get(0)).matches()
                ? given.get(0)
                : UlidCreator.getMonotonicUlid().toString();
        request.put(KEY, id);
        request.response().putHeader(HEADER, id);
        MDC.put("requestId", id);
        return id;
    }
}
