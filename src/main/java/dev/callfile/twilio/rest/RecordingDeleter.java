package dev.callfile.twilio.rest;

import com.twilio.http.TwilioRestClient;
import dev.callfile.call.RecordingDeletions;
import dev.callfile.call.RecordingDeletions.Taken;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.jboss.logging.Logger;

/** Has Twilio delete the recordings of erased calls, and those that have become too old. */
@ApplicationScoped
class RecordingDeleter {

    private static final Logger LOG = Logger.getLogger(RecordingDeleter.class);
    private static final String ACCOUNTS = "https://api.twilio.com/2010-04-01/Accounts/";
    private static final Duration UNTIL_A_HOLD_IS_LOOKED_AT_AGAIN = Duration.ofHours(1);

    private final RecordingDeletions deletions;
    private final TwilioApi api;
    private final Worker<Taken> worker;

    RecordingDeleter(RecordingDeletions deletions, TwilioApi api) {
        this.deletions = deletions;
        this.api = api;
        this.worker = new Worker<>(deletions, LOG, "Recording", "deleted");
    }

    @Scheduled(
            every = "${callfile.twilio.delete-every}",
            concurrentExecution = ConcurrentExecution.SKIP,
            identity = "recordings")
    void delete() {
        worker.work(this::delete);
    }

    private void delete(Taken due) {
        if (due.held()) {
            deletions.postpone(due, UNTIL_A_HOLD_IS_LOOKED_AT_AGAIN);
            return;
        }
        TwilioRestClient client = api.client(due.accountSid())
                .orElseThrow(() -> FetchException.passing("CALLFILE_TWILIO_ACCOUNT_SID is not set"));
        // The main account may delete what a subaccount owns, at the subaccount's address.
        String owner = Objects.requireNonNullElse(due.accountSid(), client.getAccountSid());
        String url = ACCOUNTS + encoded(owner) + "/Recordings/" + encoded(due.recordingSid()) + ".json";
        boolean there = new TwilioJson(client).delete(url, "recording");
        deletions.settle(due);
        LOG.infof("Recording %s: %s", due.recordingSid(), there ? "deleted" : "was deleted already");
    }

    private static String encoded(String sid) {
        return URLEncoder.encode(sid, StandardCharsets.UTF_8);
    }
}
