package dev.callfile.twilio.callback;

import dev.callfile.call.Callback;
import dev.callfile.call.LedgerReader;
import dev.callfile.http.UrlEncoded;
import dev.callfile.twilio.TwilioConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a line of the ledger with what read the callback that it keeps. */
@ApplicationScoped
class LedgerFacts implements LedgerReader {

    private final OperatorNames operators;

    LedgerFacts(TwilioConfig config) {
        this.operators = OperatorNames.of(config);
    }

    @Override
    public Optional<Callback> read(Callback.Kind kind, String requestTarget, Map<String, List<String>> parameters) {
        return switch (kind) {
            case STATUS -> Optional.of(CallbackFacts.status(form(requestTarget, parameters)));
            case RECORDING -> Optional.of(CallbackFacts.recording(form(requestTarget, parameters)));
            case TRANSCRIPTION -> Optional.of(CallbackFacts.transcription(form(requestTarget, parameters)));
            case INTELLIGENCE -> Optional.of(IntelligenceFacts.of(json(requestTarget, parameters), operators));
            case TRANSCRIPT -> Optional.of(TranscriptFacts.of(requestTarget, parameters, operators));
            case PLACEMENT -> PlacementFacts.read(requestTarget, parameters);
            case RECONCILIATION -> Optional.of(ReconciliationFacts.of(requestTarget, parameters));
        };
    }

    private static SignedForm form(String requestTarget, Map<String, List<String>> parameters) {
        return new SignedForm(requestTarget, new UrlEncoded(parameters));
    }

    private static SignedJson json(String requestTarget, Map<String, List<String>> parameters) {
        String body =
                parameters.getOrDefault(IntelligenceFacts.BODY, List.of("")).get(0);
        return new SignedJson(requestTarget, body, Json.parse(body));
    }
}
