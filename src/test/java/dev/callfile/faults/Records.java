package dev.callfile.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What readers see of all calls, by CallSid, without what no two runs have in common. */
final class Records {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> OURS = List.of("id", "created_at", "updated_at", "recording_url");
    private static final Map<Long, Map<String, String>> UNDISTURBED = new HashMap<>();

    private Records() {}

    static Map<String, String> of(Replica replica, List<String> cases) {
        Client client = new Client();
        String token = Client.token();
        Map<String, String> records = new TreeMap<>();
        for (String caseId : cases) {
            try {
                for (JsonNode call :
                        JSON.readTree(client.read(caseId, replica.url(), token)).get("data")) {
                    ObjectNode record = (ObjectNode) call;
                    record.put("plays", !record.get("recording_url").isNull());
                    records.put(
                            record.get("twilio_call_sid").asText(),
                            record.remove(OURS).toString());
                }
            } catch (JsonProcessingException e) {
                throw new AssertionError(e);
            }
        }
        return records;
    }

    /** Those that one replica makes of the same traffic, in order, with nothing going wrong. Less traffic is its beginning. */
    static Map<String, String> undisturbed(Traffic traffic) {
        Map<String, String> all = UNDISTURBED.computeIfAbsent(traffic.seed(), seed -> {
            Traffic most = new Traffic(seed, Size.callbacks());
            Store store = Server.running().newStore();
            try (Replica replica = Replica.start(store);
                    Load load = new Load()) {
                load.sending(most.inOrder(), 8, callback -> replica.url()).finish(Duration.ofMinutes(10));
                Map<String, String> records = of(replica, most.cases());
                checkAgainst(most, records);
                return records;
            }
        });
        Map<String, String> some = new TreeMap<>(all);
        some.keySet().retainAll(traffic.statuses().keySet());
        return some;
    }

    /** The traffic itself tells how each of its calls ends. */
    private static void checkAgainst(Traffic traffic, Map<String, String> records) {
        if (!records.keySet().equals(traffic.statuses().keySet())) {
            throw new AssertionError("other calls than were told of");
        }
        traffic.statuses().forEach((sid, status) -> {
            String record = records.get(sid);
            if (!record.contains("\"status\":\"" + status + "\"")) {
                throw new AssertionError("not " + status + ": " + record);
            }
        });
    }

    /** Which records differ, told in full. */
    static List<String> differing(Map<String, String> expected, Map<String, String> found) {
        Map<String, String> all = new TreeMap<>(expected);
        all.putAll(found);
        return all.keySet().stream()
                .filter(sid -> !Objects.equals(expected.get(sid), found.get(sid)))
                .map(sid -> expected.get(sid) + " became " + found.get(sid))
                .toList();
    }
}
