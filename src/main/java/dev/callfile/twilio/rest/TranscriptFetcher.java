package dev.callfile.twilio.rest;

import dev.callfile.call.CallLedger;
import dev.callfile.call.Callback;
import dev.callfile.call.Outcome;
import dev.callfile.call.TranscriptFetches;
import dev.callfile.call.TranscriptFetches.Taken;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/** Fetches what Twilio has announced, after the announcement was answered. */
@ApplicationScoped
class TranscriptFetcher {

    private static final Logger LOG = Logger.getLogger(TranscriptFetcher.class);

    private final TranscriptFetches fetches;
    private final FetchedTranscripts transcripts;
    private final CallLedger ledger;
    private final Worker<Taken> worker;

    TranscriptFetcher(TranscriptFetches fetches, FetchedTranscripts transcripts, CallLedger ledger) {
        this.fetches = fetches;
        this.transcripts = transcripts;
        this.ledger = ledger;
        this.worker = new Worker<>(fetches, LOG, "Transcript", "fetched");
    }

    @Scheduled(
            every = "${callfile.twilio.intelligence.fetch-every}",
            concurrentExecution = ConcurrentExecution.SKIP,
            identity = "transcripts")
    void fetch() {
        worker.work(this::fetch);
    }

    private void fetch(Taken due) {
        try {
            Callback transcript = transcripts.get(due.fetch());
            if (transcript.leg() != null) {
                MDC.put("callSid", transcript.leg().callSid());
            }
            Outcome outcome = ledger.accept(transcript);
            fetches.settle(due);
            LOG.infof("Transcript %s: %s", due.fetch().transcriptSid(), outcome.word());
        } finally {
            MDC.remove("callSid");
        }
    }
}
