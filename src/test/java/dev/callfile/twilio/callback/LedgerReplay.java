package dev.callfile.twilio.callback;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.callfile.Database;
import dev.callfile.call.CallLedger;
import dev.callfile.call.Callback;
import dev.callfile.call.LedgerReader;
import io.quarkus.arc.Arc;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Takes the ledger's lines about some legs out, and says them again. */
final class LedgerReplay {

    private LedgerReplay() {}

    static void replay(String... callSids) {
        CallLedger ledger = Arc.container().instance(CallLedger.class).get();
        for (Line line : take(callSids)) {
            ledger.accept(read(line));
        }
    }

    private static Callback read(Line line) {
        Callback.Kind kind = Callback.Kind.valueOf(line.kind.toUpperCase(Locale.ROOT));
        return Arc.container()
                .instance(LedgerReader.class)
                .get()
                .read(kind, line.target, line.parameters)
                .orElseThrow();
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
