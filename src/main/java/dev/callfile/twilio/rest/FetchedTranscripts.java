package dev.callfile.twilio.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.twilio.http.TwilioRestClient;
import dev.callfile.call.Callback;
import dev.callfile.call.TranscriptFetch;
import dev.callfile.call.TranscriptFetches;
import dev.callfile.twilio.TwilioConfig;
import dev.callfile.twilio.callback.OperatorNames;
import dev.callfile.twilio.callback.TranscriptFacts;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Gets a transcript from Twilio whole, and finds out of which call it is. */
@ApplicationScoped
class FetchedTranscripts {

    private static final String TRANSCRIPTS = "https://intelligence.twilio.com/v2/Transcripts/";
    private static final String ACCOUNTS = "https://api.twilio.com/2010-04-01/Accounts/";
    private static final Pattern RECORDING_SID = Pattern.compile("RE[0-9A-Za-z]{32}");
    private static final Pattern CALL_SID = Pattern.compile("CA[0-9A-Za-z]{32}");

    private final TwilioApi api;
    private final TranscriptFetches fetches;
    private final OperatorNames operators;

    FetchedTranscripts(TwilioApi api, TranscriptFetches fetches, TwilioConfig config) {
        this.api = api;
        this.fetches = fetches;
        this.operators = OperatorNames.of(config);
    }

    /**
     * What Twilio made of a call, for the ledger.
     *
     * @throws NotYetException when Twilio has not finished it
     * @throws FetchException when it cannot be had, or nothing tells of which call it is
     * @throws TwilioBusyException when Twilio wants to be asked later
     */
    Callback get(TranscriptFetch fetch) {
        TwilioRestClient client = api.client(fetch.accountSid())
                .orElseThrow(() -> FetchException.passing("CALLFILE_TWILIO_ACCOUNT_SID is not set"));
        TwilioJson twilio = new TwilioJson(client);
        String url = TRANSCRIPTS + URLEncoder.encode(fetch.transcriptSid(), StandardCharsets.UTF_8);
        JsonNode transcript = twilio.get(url, "transcript");
        requireCompleted(transcript.path("status").asText());
        String callSid = callSid(fetch, transcript, twilio, client.getAccountSid());
        List<String> sentences = twilio.all(url + "/Sentences", TranscriptFacts.SENTENCES);
        List<String> results = twilio.all(url + "/OperatorResults", TranscriptFacts.OPERATOR_RESULTS);
        return TranscriptFacts.of(
                fetch.requestTarget(),
                Map.of(
                        TranscriptFacts.CALL_SID,
                        List.of(callSid),
                        TranscriptFacts.TRANSCRIPT,
                        List.of(TwilioJson.text(transcript)),
                        TranscriptFacts.SENTENCES,
                        sentences,
                        TranscriptFacts.OPERATOR_RESULTS,
                        results),
                operators);
    }

    private static void requireCompleted(String status) {
        switch (status) {
            // Twilio announced it; a status that is not told speaks against nothing.
            case "completed", "", "null" -> {}
            case "failed", "error", "canceled" ->
                throw FetchException.forGood("Twilio made no transcript: its status is " + status);
            default -> throw new NotYetException();
        }
    }

    private String callSid(TranscriptFetch fetch, JsonNode transcript, TwilioJson twilio, String accountSid) {
        String recordingSid = transcript
                .path("channel")
                .path("media_properties")
                .path("source_sid")
                .asText();
        boolean recorded = RECORDING_SID.matcher(recordingSid).matches();
        return Optional.of(recordingSid)
                .filter(sid -> recorded)
                .flatMap(sid -> callOfRecording(sid, twilio, accountSid))
                .or(() -> Optional.of(transcript.path("customer_key").asText())
                        .filter(key -> CALL_SID.matcher(key).matches()))
                .or(() -> Optional.ofNullable(fetch.callSid()))
                .orElseThrow(() -> recorded
                        ? FetchException.passing(
                                "Neither Twilio nor a callback tells of which call " + recordingSid + " is")
                        : FetchException.forGood("Nothing tells of which call the transcript is: it has no recording,"
                                + " and its customer_key is no CallSid"));
    }

    private Optional<String> callOfRecording(String recordingSid, TwilioJson twilio, String accountSid) {
        return fetches.callOfRecording(recordingSid)
                .or(() -> twilio.find(ACCOUNTS + accountSid + "/Recordings/" + recordingSid + ".json", "recording")
                        .map(recording -> recording.path("call_sid").asText())
                        .filter(sid -> CALL_SID.matcher(sid).matches()));
    }
}
