package dev.callfile.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.callfile.call.PhoneCallQuery.After;
import dev.callfile.call.PhoneCallQuery.Numbered;
import dev.callfile.call.PhoneCallQuery.Start;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Asks PostgreSQL how it runs our statements on a million calls. Every list that can be asked for has its index, nothing
 * is sorted or scanned whole, and a page by cursor costs the same wherever it is. A callback looks up what it needs.
 */
class PlanTest {

    private static final CaseId LARGE = new CaseId("01K0000000000000000000CA5E");
    private static final CaseId SMALL = new CaseId("01K0000000000000000010CA5E");
    private static final int PER_PAGE = 25;
    private static final int MOVED = 40;
    /** Buffers that a page may touch: its rows and a few levels of an index, and nowhere near the case's 50,000 rows. */
    private static final int FEW_BUFFERS = 300;

    private static EmbeddedPostgres postgres;
    private static Connection connection;

    private record Plan(List<JsonNode> nodes, JsonNode root) {

        long buffers() {
            return root.path("Shared Hit Blocks").asLong()
                    + root.path("Shared Read Blocks").asLong();
        }

        List<JsonNode> ofCalls() {
            return nodes.stream()
                    .filter(node -> node.path("Relation Name").asText().equals("phone_call"))
                    .toList();
        }
    }

    @BeforeAll
    static void fill() throws Exception {
        postgres = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(Path.of(".callfile", "binaries").toFile())
                .start();
        Flyway.configure().dataSource(postgres.getPostgresDatabase()).load().migrate();
        connection = postgres.getPostgresDatabase().getConnection();
        // Five cases of 50,000 calls, and 750,000 calls over 10,000 others.
        run("""
                insert into phone_call (id, twilio_call_sid, case_id, institution_contact_id, status, direction,
                    duration_seconds, created_at, updated_at)
                select
                    '01K' || lpad(upper(to_hex(n)), 23, '0'),
                    'CA' || lpad(to_hex(n), 32, '0'),
                    '01K' || lpad(upper(to_hex(case when n % 4 = 0 then n / 4 % 5 else 5 + n % 10000 end)), 19, '0') || 'CA5E',
                    case when n % 3 = 0 then null else 'contact-' || n % 7 end,
                    (array['completed', 'completed', 'completed', 'completed', 'busy', 'no_answer', 'failed',
                        'cancelled', 'initiated', 'ringing', 'in_progress'])[1 + (n * 7919 % 11)::int],
                    'outbound',
                    case when n % 5 = 0 then null else (n * 7919 % 900)::int end,
                    timestamptz '2026-01-01' + n * interval '1 second',
                    timestamptz '2026-01-01' + n * interval '1 second'
                from generate_series(bigint '1', 1000000) n
                """);
        run("insert into case_version values ('" + LARGE.value() + "', 40)");
        run("""
                insert into duration_change
                select case_id, row_number() over (), id, 0 from phone_call where case_id = '%s' order by id limit 40
                """.formatted(LARGE.value()));
        run("""
                insert into call_leg (call_sid, root_call_sid)
                select twilio_call_sid, twilio_call_sid from phone_call limit 300000
                """);
        run("""
                insert into call_recording (recording_sid, call_sid)
                select 'RE' || substr(twilio_call_sid, 3), twilio_call_sid from phone_call limit 300000
                """);
        run("""
                insert into twilio_callback
                select id, 'status', null, twilio_call_sid, null, '/', '{}', sha256(cast(id as bytea)), 'applied', now()
                from phone_call limit 300000
                """);
        run("vacuum analyze");
    }

    @AfterAll
    static void stop() throws Exception {
        connection.close();
        postgres.close();
    }

    @Test
    void everyPage_readsAnIndexInItsOrder() throws Exception {
        for (CaseId caseId : List.of(LARGE, SMALL)) {
            for (SortBy sortBy : SortBy.values()) {
                for (SortOrder order : SortOrder.values()) {
                    for (CallStatus status :
                            new @Nullable CallStatus[] {null, CallStatus.COMPLETED, CallStatus.FAILED}) {
                        for (String contact : new @Nullable String[] {null, "contact-1"}) {
                            for (Start start : starts(sortBy)) {
                                PhoneCallQuery query =
                                        new PhoneCallQuery(caseId, status, contact, sortBy, order, start, PER_PAGE);
                                assertReadsAnIndexInItsOrder(query);
                            }
                        }
                    }
                }
            }
        }
    }

    private static List<Start> starts(SortBy sortBy) {
        boolean byTime = sortBy == SortBy.CREATED_AT;
        List<Start> starts = new ArrayList<>(List.of(new Numbered(1)));
        for (int depth : List.of(100_000, 500_000, 900_000)) {
            starts.add(new After(new Position(
                    "01K" + "0".repeat(18) + "%05X".formatted(depth),
                    byTime ? Instant.parse("2026-01-01T00:00:00Z").plusSeconds(depth) : null,
                    byTime ? null : depth / 1000,
                    20)));
        }
        return starts;
    }

    private static void assertReadsAnIndexInItsOrder(PhoneCallQuery query) throws Exception {
        Plan plan = explain(Statement.page(query));
        String shown = query + "\n" + plan.root().toPrettyString();

        boolean bothFilters = query.status() != null && query.institutionContactId() != null;
        boolean mergesWhatMoved = query.start() instanceof After && query.sortBy() == SortBy.DURATION_SECONDS;
        if (query.caseId().equals(SMALL)) {
            plan.ofCalls()
                    .forEach(node ->
                            assertNotEquals("Seq Scan", node.path("Node Type").asText(), shown));
        } else {
            for (JsonNode node : plan.ofCalls()) {
                assertTrue(node.path("Node Type").asText().startsWith("Index"), shown);
                // What moved since the walk began is looked up call by call, and filtered then.
                boolean lookedUp = node.path("Index Name").asText().equals("phone_call_pk");
                assertTrue(
                        lookedUp
                                || bothFilters
                                || node.path("Rows Removed by Filter").asLong() <= MOVED,
                        shown);
            }
            long mostSorted = plan.nodes().stream()
                    .filter(node -> node.path("Node Type").asText().equals("Sort"))
                    .mapToLong(sort ->
                            sort.path("Plans").get(0).path("Actual Rows").asLong())
                    .max()
                    .orElse(0);
            assertTrue(mostSorted <= (mergesWhatMoved ? PER_PAGE + 1 + MOVED : 0), shown);
        }
        // With both filters the contact's calls of other statuses are passed over until the page is full.
        assertTrue(plan.buffers() < (bothFilters ? 10 : 1) * FEW_BUFFERS, shown);
    }

    @Test
    void everyCount_readsAnIndexAlone() throws Exception {
        for (CallStatus status : new @Nullable CallStatus[] {null, CallStatus.COMPLETED}) {
            for (String contact : new @Nullable String[] {null, "contact-1"}) {
                PhoneCallQuery query = new PhoneCallQuery(
                        LARGE, status, contact, SortBy.CREATED_AT, SortOrder.DESC, new Numbered(1), PER_PAGE);
                Plan plan = explain(Statement.count(query));
                for (JsonNode node : plan.ofCalls()) {
                    assertFalse(
                            node.path("Node Type").asText().equals("Seq Scan"),
                            plan.root().toPrettyString());
                }
            }
        }
    }

    @Test
    void cursor_costsTheSameAtAnyDepth() throws Exception {
        List<Long> buffers = new ArrayList<>();
        for (Start start : starts(SortBy.CREATED_AT)) {
            PhoneCallQuery query =
                    new PhoneCallQuery(LARGE, null, null, SortBy.CREATED_AT, SortOrder.DESC, start, PER_PAGE);
            Plan plan = explain(Statement.page(query));
            assertEquals(PER_PAGE + 1, plan.root().path("Actual Rows").asInt());
            buffers.add(plan.buffers());
        }
        long least = buffers.stream().min(Long::compare).orElseThrow();
        long most = buffers.stream().max(Long::compare).orElseThrow();
        assertTrue(most <= least + 10, buffers::toString);
    }

    @Test
    void callback_looksUpWhatItNeeds() throws Exception {
        String known = "CA" + "0".repeat(28) + "0fff";
        String unknown = "CA" + "f".repeat(32);
        for (String parent : List.of(known, unknown)) {
            CallLeg leg = Legs.leg(known, parent, "+1", "+2", "outbound-dial", CallStatus.COMPLETED, 1);
            Map<String, Object> named = Map.of("callSid", known, "parentCallSid", parent, "digest", "00");
            assertLooksUp(explain(new Statement(CallStore.LOCK, named)));
            assertLooksUp(explain(new Statement(CallStore.READ, named)));

            Callback callback = new Callback(Callback.Kind.STATUS, "/" + parent, Map.of(), null, leg, null);
            CallFacts facts = new CallTree(known, List.of(leg), List.of()).facts();
            Rows.Change change = new Rows.Change(
                    new CallMerge(Legs.NOON).unlinked(callback).callback(),
                    List.of(new Rows.LegRow(leg, known)),
                    List.of(Legs.recording("RE" + parent, known, RecordingStatus.COMPLETED, 1)),
                    List.of(new Rows.CallRow("01K" + "0".repeat(19) + "0FFF", known, facts, Legs.NOON, Legs.NOON)),
                    Set.of("01K" + "0".repeat(19) + "0AAA"),
                    List.of(new Rows.DurationChange(LARGE.value(), "01K" + "0".repeat(19) + "0FFF", 5)));
            assertLooksUp(
                    explain(new Statement(CallStore.WRITE, Map.of("change", Rows.write(change), "parameters", "{}"))));
        }
    }

    private static void assertLooksUp(Plan plan) {
        String shown = plan.root().toPrettyString();
        for (JsonNode node : plan.nodes()) {
            assertNotEquals("Seq Scan", node.path("Node Type").asText(), shown);
        }
        assertTrue(plan.buffers() < FEW_BUFFERS, shown);
    }

    /** Runs it twice: the first finds cold pages and hint bits to set. */
    private static Plan explain(Statement statement) throws Exception {
        explainOnce(statement);
        return explainOnce(statement);
    }

    private static Plan explainOnce(Statement statement) throws Exception {
        Matcher named = Pattern.compile("(?<!:):([a-zA-Z]+)").matcher(statement.sql());
        List<Object> values = new ArrayList<>();
        String sql = named.replaceAll(match -> {
            values.add(statement.values().get(match.group(1)));
            return "?";
        });
        try (PreparedStatement explain =
                connection.prepareStatement("explain (analyze, buffers, timing off, format json) " + sql)) {
            for (int i = 0; i < values.size(); i++) {
                Object value = values.get(i);
                explain.setObject(i + 1, value instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : value);
            }
            ResultSet rows = explain.executeQuery();
            rows.next();
            JsonNode root =
                    new ObjectMapper().readTree(rows.getString(1)).get(0).get("Plan");
            List<JsonNode> nodes = new ArrayList<>();
            collect(root, nodes);
            return new Plan(nodes, root);
        }
    }

    private static void collect(JsonNode node, List<JsonNode> nodes) {
        nodes.add(node);
        node.path("Plans").forEach(child -> collect(child, nodes));
    }

    private static void run(String sql) throws Exception {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
