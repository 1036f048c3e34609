package dev.callfile.openapi;

import static dev.callfile.Api.as;
import static dev.callfile.Api.newSid;
import static dev.callfile.TwilioStandIn.RECORDING;
import static dev.callfile.TwilioStandIn.STATUS;
import static dev.callfile.TwilioStandIn.TRANSCRIPTION;
import static dev.callfile.TwilioStandIn.form;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.callfile.Api;
import dev.callfile.Database;
import dev.callfile.RawHttp;
import dev.callfile.StandIn;
import dev.callfile.Tokens;
import dev.callfile.TwilioStandIn;
import dev.callfile.openapi.Description.Operation;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Sends every described operation what its description allows, nearly allows and does not, and holds each answer against
 * the description. Operations that are added are found by themselves. For a longer run, or another one:
 * {@code -Dfuzz.requests=5000 -Dfuzz.seed=7}.
 */
@QuarkusTest
class OpenApiFuzzTest {

    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 150);
    private static final long SEED = Long.getLong("fuzz.seed", 4);
    private static final String EVERYTHING = "phone-calls:read phone-calls:write recordings:read phone-calls:admin";
    /** Takes nobody's requests but the service's own. */
    private static final String OURS_ALONE = "/webhooks/twilio/preflight";

    private static final Set<Integer> BEFORE_ANY_ADDRESS = Set.of(408, 413, 414, 431);
    private static final Pattern CODE = Pattern.compile("(?m)^\\| `([a-z_]+)` \\| ([0-9]{3}) ");

    private Description description;
    private final Map<String, List<String>> known = new HashMap<>();
    private final Set<String> codes = codes();
    private final List<String> faults = new ArrayList<>();

    @BeforeEach
    void haveSomethingToFind() {
        description = Description.served();
        String caseId = Api.newCase();
        String callSid = newSid("CA");
        StandIn twilio = StandIn.ofTheService();
        twilio.addCall(Map.of("sid", callSid));
        String recordingSid = twilio.addRecording(callSid, Map.of());
        String query = "?case_id=" + caseId + "&called_by=anna&institution_contact_id=chase";
        for (String status : List.of("initiated", "completed")) {
            callback(
                    STATUS + query,
                    "CallSid",
                    callSid,
                    "CallStatus",
                    status,
                    "From",
                    "+15005550006",
                    "To",
                    "+15005550010");
        }
        callback(RECORDING + query, "CallSid", callSid, "RecordingSid", recordingSid, "RecordingStatus", "completed");
        callback(
                TRANSCRIPTION + query,
                "CallSid",
                callSid,
                "TranscriptionSid",
                newSid("TR"),
                "TranscriptionText",
                "Hello");
        callback(STATUS, "CallSid", newSid("CA"), "CallStatus", "ringing");
        String id = (String) Api.only(caseId).get("id");
        String item = as(Tokens.writer(caseId))
                .contentType("application/json")
                .body("{\"action_items\": [{\"description\": \"Send the certificate\"}]}")
                .patch(Api.calls(caseId) + "/" + id)
                .path("data.action_items[0].id");
        known.put("case_id", List.of(caseId, caseId, heldCase()));
        known.put("call_id", List.of(id));
        known.put("item_id", List.of(item));
        known.put("recording_id", List.of(recordingSid));
        known.put("CallSid", List.of(callSid, newSid("CA")));
        known.put("to_number", List.of("+15005550006", "+15005550007", "+15005550001", "+15005550010"));
        known.put("from_number", List.of("+15005550006"));
        // Of no call of any other test.
        known.put("phone_number", List.of("+15005559999"));
        known.put("from", List.of("2999-01-01"));
        known.put("to", List.of("2999-12-31"));
        known.put("reconciliation_id", List.of(reconciliation("running"), reconciliation("cancelled")));
        known.put("erasure_id", List.of(erasure()));
    }

    /** One that nobody goes on with for a while. */
    private static String reconciliation(String status) {
        String id = Api.newCase();
        Database.execute(
                "insert into reconciliation (id, from_at, to_at, dry_run, status, position, due_at, created_at, updated_at)"
                        + " values (?, '2999-01-01', '2999-01-02', true, ?,"
                        + " '{\"account\":0,\"step\":\"calls\",\"counted\":0}', now() + interval '1 hour', now(), now())",
                id,
                status);
        return id;
    }

    private static String heldCase() {
        String caseId = Api.newCase();
        Api.as(Tokens.admin())
                .contentType("application/json")
                .body(Map.of("reason", "Doe v. Chase"))
                .put("/v1/cases/" + caseId + "/legal-hold")
                .then()
                .statusCode(200);
        return caseId;
    }

    private static String erasure() {
        return Api.as(Tokens.admin())
                .contentType("application/json")
                .body(Map.of("phone_number", "+15005559999"))
                .post("/v1/erasures")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getString("data.id");
    }

    @Test
    void everyAnswer_isAsDescribed() {
        List<String> tokens = List.of(
                Tokens.claims(EVERYTHING, "*").sign(),
                Tokens.claims("phone-calls:read", "*").sign(),
                Tokens.claims(EVERYTHING).sign(),
                Tokens.claims(EVERYTHING, "*").expiresAt(1).sign(),
                Tokens.reader("*") + "x",
                "x",
                "x".repeat(9000));
        Set<String> neverSucceeded = new TreeSet<>();
        for (Operation operation : description.operations()) {
            haveSomethingToFind();
            Random random = new Random(SEED ^ operation.name().hashCode());
            Invention invention = new Invention(description, random, known);
            boolean succeeded = false;
            for (int i = 0; i < REQUESTS; i++) {
                Attempt attempt = new Attempt(operation, invention, tokens);
                RawHttp.Answer answer = attempt.send();
                judge(operation, attempt, answer);
                succeeded |= answer.status() >= 200 && answer.status() < 300;
            }
            if (!succeeded && !operation.path().equals(OURS_ALONE)) {
                neverSucceeded.add(operation.name());
            }
        }

        assertEquals("", faults.stream().limit(60).collect(Collectors.joining("\n\n")));
        assertEquals(Set.of(), neverSucceeded);
    }

    @Test
    void everyOtherMethod_isNotAllowed() {
        Map<String, Set<String>> described = description.operations().stream()
                .collect(Collectors.groupingBy(
                        Operation::path, Collectors.mapping(Operation::method, Collectors.toSet())));

        described.forEach((path, methods) -> {
            String address = address(path);
            for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW", "CONNECT")) {
                if (!methods.contains(method)) {
                    RawHttp.Answer answer = RawHttp.send(method, address, "", "");
                    assertEquals(405, answer.status(), method + " " + address);
                    assertEquals(
                            "method_not_allowed",
                            parse(answer.body()).path("code").asText());
                    assertTrue(
                            answer.headers()
                                    .getOrDefault("Allow", "")
                                    .contains(methods.iterator().next()),
                            method + " " + address + " " + answer);
                }
            }
        });
    }

    private String address(String path) {
        String address = path;
        for (Map.Entry<String, List<String>> id : known.entrySet()) {
            address = address.replace("{" + id.getKey() + "}", id.getValue().get(0));
        }
        return address.replaceAll("\\{.*?}", known.get("call_id").get(0));
    }

    private void judge(Operation operation, Attempt attempt, RawHttp.Answer answer) {
        List<String> found = new ArrayList<>();
        JsonNode described = description.resolve(operation.responses().path(Integer.toString(answer.status())));
        if (described.isMissingNode() && BEFORE_ANY_ADDRESS.contains(answer.status())) {
            described = description.resolve(operation.responses().path("default"));
        }
        if (described.isMissingNode()) {
            found.add("is not described");
        }
        for (String header :
                List.of("X-Request-Id", "X-Content-Type-Options", "Cache-Control", "Content-Security-Policy")) {
            if (!answer.headers().containsKey(header)) {
                found.add("has no " + header);
            }
        }
        described.path("headers").properties().forEach(header -> {
            if (description.resolve(header.getValue()).path("required").asBoolean()
                    && !answer.headers().containsKey(header.getKey())) {
                found.add("has no " + header.getKey());
            }
        });
        if (answer.status() == 0) {
            found.add("is none: the service hung up");
        }
        if (answer.status() == 500) {
            found.add("is a fault of the service");
        }
        if (!answer.body().isEmpty()) {
            content(described, answer, found);
        } else if (described.has("content") && !operation.method().equals("HEAD")) {
            found.add("has no body");
        }
        if (!found.isEmpty()) {
            String shown = answer.body().length() > 500 ? answer.body().substring(0, 500) : answer.body();
            faults.add(attempt + "\n→ " + answer.status() + " " + shown + "\n" + found);
        }
    }

    private void content(JsonNode described, RawHttp.Answer answer, List<String> found) {
        String type = answer.headers().getOrDefault("Content-Type", "").replaceFirst(";.*", "");
        if (answer.status() >= 400 && !type.equals("application/problem+json")) {
            found.add("is no problem but " + type);
        }
        JsonNode content = described.path("content");
        if (!content.has(type) && !content.has(type.replaceFirst("/.*", "/*"))) {
            found.add("has a type that is not described: " + type);
        }
        if (type.endsWith("json")) {
            JsonNode body = parse(answer.body());
            JsonNode schema = content.path(type).path("schema");
            if (schema.isObject()) {
                found.addAll(description.faults(schema, body));
            }
            if (answer.status() >= 400 && !codes.contains(body.path("code").asText() + " " + answer.status())) {
                found.add("has a code that docs/errors.md does not tell");
            }
        }
    }

    private static JsonNode parse(String body) {
        try {
            return Description.JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError(body, e);
        }
    }

    private static Set<String> codes() {
        try {
            return CODE.matcher(Files.readString(Path.of("docs", "errors.md")))
                    .results()
                    .map(row -> row.group(1) + " " + row.group(2))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void callback(String target, String... fields) {
        TwilioStandIn.post(target, form(fields)).then().statusCode(204);
    }
}
