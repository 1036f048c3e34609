package dev.callfile.monitoring;

import static dev.callfile.Api.as;
import static dev.callfile.Api.calls;
import static dev.callfile.Api.newCase;
import static dev.callfile.Api.newSid;
import static dev.callfile.TwilioStandIn.STATUS;
import static dev.callfile.TwilioStandIn.form;
import static dev.callfile.TwilioStandIn.post;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.callfile.Metrics;
import dev.callfile.Metrics.Series;
import dev.callfile.Tokens;
import dev.callfile.Unready;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the dashboard and the alerts of k8s/monitoring ask for, the running service has. */
@QuarkusTest
@TestProfile(MonitoringTest.AsInProduction.class)
class MonitoringTest {

    private static final Path MONITORING = Path.of("k8s", "monitoring");
    private static final Path OPERATIONS = Path.of("docs", "operations.md");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    @TestHTTPResource(value = "/metrics", management = true)
    String metrics;

    @TestHTTPResource(value = "/health/ready", management = true)
    String ready;

    /** Tests turn the check of records off. */
    public static class AsInProduction implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("callfile.check.every", "10s");
        }
    }

    @Test
    void everyQuery_asksForWhatTheServiceTells() throws Exception {
        Metrics exposed = afterTraffic();

        List<String> faults = new ArrayList<>();
        for (String expression : expressions()) {
            Query.of(expression).faults(exposed).forEach(fault -> faults.add(fault + " in: " + expression));
        }
        assertEquals(List.of(), faults);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "callfile_callback_total{job=\"callfile\"}",
                "sum(rate(callfile_callbacks_total{job=\"callfile\",status=\"x\"}[5m]))",
                "callfile_callbacks_total{job=\"callfile\",kind=\"voice\"}",
                "callfile_callbacks_total{job=\"callfile\",kind!~\".*\"}",
                "callfile_callbacks_rejected_total{job=\"callfile\",reason=~\"signature\"}",
                "sum by (reason) (callfile_callbacks_total{job=\"callfile\"})",
                "histogram_quantile(0.9, sum by (le) (rate(callfile_callback_delay_seconds_count{job=\"callfile\"}[5m])))",
                "http_server_requests_seconds_bucket{job=\"callfile\",uri=\"/v1/cases/{id}/phone-calls\"}",
                "http_server_requests_seconds_count{job=\"callfile\",method=\"GET\",uri=\"/webhooks/twilio/voice/status\"}",
                "agroal_active_count and agroal_awaiting_count{job=\"callfile\"}",
                "1"
            })
    void queryForSomethingElse_isFound(String expression) throws Exception {
        assertNotEquals(List.of(), Query.of(expression).faults(afterTraffic()));
    }

    @Test
    void metricsOfOurOwn_areAllDocumented_andAllButTheirGreatestAreShown() throws Exception {
        Set<String> told = afterTraffic().series().stream()
                .map(Series::name)
                .filter(name -> name.startsWith("callfile_"))
                .map(name -> name.replaceFirst("_(bucket|count|sum|max)$", ""))
                .collect(Collectors.toCollection(TreeSet::new));

        String documented = Files.readString(OPERATIONS);
        String shown = String.join("\n", expressions());
        assertEquals(
                List.of(),
                told.stream().filter(name -> !documented.contains("`" + name)).toList());
        assertEquals(
                List.of(), told.stream().filter(name -> !shown.contains(name)).toList());
    }

    @Test
    void alerts_sayWhatToDo() throws IOException {
        Set<String> anchors = Files.readString(OPERATIONS)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());

        for (JsonNode alert : alerts()) {
            String shown = alert.toPrettyString();
            assertTrue(alert.path("alert").asText().startsWith("Callfile"), shown);
            assertTrue(
                    Set.of("critical", "warning", "info")
                            .contains(alert.at("/labels/severity").asText()),
                    shown);
            assertTrue(alert.at("/annotations/summary").asText().endsWith("."), shown);
            assertTrue(alert.at("/annotations/description").asText().endsWith("."), shown);
            String[] runbook = alert.at("/annotations/runbook").asText().split("#");
            assertEquals("docs/operations.md", runbook[0], shown);
            assertTrue(anchors.contains(runbook[1]), shown);
        }
    }

    @Test
    void prometheusOperator_hasTheSameRules() throws IOException {
        assertEquals(
                yaml("rules.yaml").path("groups"), yaml("prometheusrule.yaml").at("/spec/groups"));
    }

    private Metrics afterTraffic() throws Exception {
        String caseId = newCase();
        String callSid = newSid("CA");
        post(
                STATUS + "?case_id=" + caseId,
                form("CallSid", callSid, "CallStatus", "ringing", "Timestamp", "Thu, 12 Feb 2026 11:49:25 +0000"));
        post(STATUS, "CallSid=" + callSid, "wrong");
        as(Tokens.reader(caseId)).get(calls(caseId)).then().statusCode(200);
        given().get("/faulty/unexpected").then().statusCode(500);
        Unready.WANTED.set(true);
        try {
            given().get(ready).then().statusCode(503);
        } finally {
            Unready.WANTED.set(false);
        }
        for (int i = 0; i < 1500; i++) {
            Metrics exposed = Metrics.of(metrics);
            // The check begins 10 s after the start.
            if (exposed.text().contains("\ncallfile_records_differing ")
                    && exposed.text().contains("status=\"503\"")) {
                return exposed;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("records are not checked");
    }

    private static List<String> expressions() throws IOException {
        List<String> expressions = new ArrayList<>();
        alerts().forEach(alert -> expressions.add(alert.path("expr").asText()));
        JsonNode dashboard = new ObjectMapper()
                .readTree(MONITORING.resolve("callfile-dashboard.json").toFile());
        for (JsonNode panel : dashboard.path("panels")) {
            panel.path("targets")
                    .forEach(target -> expressions.add(target.path("expr").asText()));
        }
        assertTrue(expressions.size() > 50, "some were not found");
        return expressions.stream()
                .map(expression -> expression.replace("$namespace", ".*"))
                .toList();
    }

    private static List<JsonNode> alerts() throws IOException {
        List<JsonNode> alerts = new ArrayList<>();
        yaml("rules.yaml").path("groups").forEach(group -> group.path("rules").forEach(alerts::add));
        return alerts;
    }

    private static JsonNode yaml(String name) throws IOException {
        return YAML.readTree(MONITORING.resolve(name).toFile());
    }
}
