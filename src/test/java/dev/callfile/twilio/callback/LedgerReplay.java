package dev.callfile.twilio.callback;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.callfile.Database;
import dev.callfile.call.CallLedger;
import dev.callfile.call.Callback;
import dev.callfile.http.UrlEncoded;
import io.quarkus.arc.Arc;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Takes the ledger's lines about some legs out, and says them again. */
final class LedgerReplay {

    private static final OperatorNames OPERATORS = OperatorNames.of(List.of("Summary"), List.of("Action Items"));

    private LedgerReplay() {}

    static void replay(String... callSids) {
        CallLedger ledger = Arc.container().instance(CallLedger.class).get();
        for (Line line : take(callSids)) {
            ledger.accept(read(line));
        }
    }

    private static Callback read(Line line) {
        UrlEncoded query = UrlEncoded.queryOf(line.target);
        SignedForm form = new SignedForm(line.target, query, new UrlEncoded(line.parameters));
        return switch (line.kind) {
            case "status" -> CallbackFacts.status(form);
            case "recording" -> CallbackFacts.recording(form);
            case "transcription" -> CallbackFacts.transcription(form);
            case "transcript" -> TranscriptFacts.of(line.target, line.parameters, OPERATORS);
            case "intelligence" -> {
                String body = line.parameters.get("body").get(0);
                yield IntelligenceFacts.of(new SignedJson(line.target, query, body, Json.parse(body)), OPERATORS);
            }
            default -> throw new AssertionError(line.kind);
        };
    }

    private record Line(String kind, String target, Map<String, List<String>> parameters) {}

    private static List<Line> take(String... callSids) {
        try (Connection connection = Database.connect();
                PreparedStatement statement =
                        connection.prepareStatement("delete from twilio_callback where call_sid = any (?)"
                                + " returning kind, request_target, parameters")) {
            statement.setArray(1, connection.createArrayOf("text", callSids));
            List<Line> lines = new ArrayList<>();
            ResultSet rows = statement.executeQuery();
            while (rows.next()) {
                lines.add(new Line(
                        rows.getString(1),
                        rows.getString(2),
                        new ObjectMapper().readValue(rows.getString(3), new TypeReference<>() {})));
            }
            return lines;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
