package dev.callfile.call;

import dev.callfile.call.PhoneCallQuery.Numbered;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.ExecutorService;
import org.jboss.logging.Logger;

/**
 * Asks for an empty list beside the rest of the start, so that the first who asks for one does not wait for a connection, and
 * for all that is made when it is first used (docs/adr/0020).
 */
@ApplicationScoped
class WarmUp {

    private static final Logger LOG = Logger.getLogger(WarmUp.class);

    /** A ULID that nobody is given: of the first millisecond of 1970. */
    private static final CaseId NOBODYS = new CaseId("00000000000000000000000000");

    private final PhoneCalls calls;

    WarmUp(PhoneCalls calls) {
        this.calls = calls;
    }

    void begin(@Observes @Priority(1) StartupEvent started, ExecutorService threads, WarmUp self) {
        threads.execute(self::list);
    }

    @ActivateRequestContext
    void list() {
        try {
            calls.list(new PhoneCallQuery(
                    NOBODYS, PhoneCallFilter.NONE, SortBy.CREATED_AT, SortOrder.DESC, new Numbered(1), 1));
        } catch (RuntimeException e) {
            // Whoever asks will be told; requests and readiness find out for themselves.
            LOG.debugf("Nothing was listed in advance: %s", e.getClass().getName());
        }
    }
}
