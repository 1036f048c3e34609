package dev.callfile.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.f4b6a3.ulid.UlidCreator;
import dev.callfile.call.PhoneCallQuery.After;
import dev.callfile.call.PhoneCallQuery.Numbered;
import dev.callfile.call.PhoneCallQuery.Start;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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

    /** The index of a case with 50,000 calls, or the part of it that a plan reads. */
    private static final int INDEX_BUFFERS = 4000;

    private static final TimeRange EVER = new TimeRange(null, null);
    private static final TimeRange A_MINUTE =
            new TimeRange(Instant.parse("2026-01-03T00:00:00Z"), Instant.parse("2026-01-03T00:01:00Z"));
    /** Each by itself, and some together; all, some, few or none of the calls match. */
    private static final List<PhoneCallFilter> COVERED = List.of(
            filter(Set.of(), Direction.OUTBOUND, null, null, EVER, null, null),
            filter(Set.of(), Direction.INBOUND, null, null, EVER, null, null),
            filter(Set.of(), null, "dana", null, EVER, null, null),
            filter(Set.of(), null, "rare", null, EVER, null, null),
            filter(Set.of(), null, "nobody", null, EVER, null, null),
            filter(Set.of(), null, null, "+15000000004", EVER, null, null),
            filter(Set.of(), null, null, "+15009999999", EVER, null, null),
            filter(Set.of(), null, null, null, A_MINUTE, null, null),
            filter(Set.of(), null, null, null, EVER, true, null),
            filter(Set.of(), null, null, null, EVER, false, null),
            filter(Set.of(), null, null, null, EVER, null, true),
            filter(Set.of(), null, "rare", null, EVER, null, true),
            filter(Set.of(CallStatus.FAILED, CallStatus.RINGING), Direction.INBOUND, null, null, EVER, null, null),
            filter(Set.of(CallStatus.COMPLETED), Direction.INBOUND, "rare", null, EVER, true, null));

    private static EmbeddedPostgres postgres;
    private static Connection connection;

    private record Plan(List<JsonNode> nodes, JsonNode root) {

        long buffers() {
            return root.path("Shared Hit Blocks").asLong()
                    + root.path("Shared Read Blocks").asLong();
        }

        Set<String> indexes() {
            return nodes.stream()
                    .map(node -> node.path("Index Name").asText())
                    .filter(name -> !name.isEmpty())
                    .collect(Collectors.toSet());
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
        Flyway.configure()
                .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
                .dataSource(postgres.getPostgresDatabase())
                .load()
                .migrate();
        connection = postgres.getPostgresDatabase().getConnection();
        // Five cases of 50,000 calls, 730,000 calls over 10,000 others, and 20,000 calls without a case. Half of all
        // calls
        // are recorded, but none of the large cases, which PostgreSQL does not know. Of each, half
        // speak of a letter, 5 % of an account and 0.1 % of probate; 1 % have something left to do.
        run("""
                insert into phone_call (id, twilio_call_sid, case_id, institution_contact_id, status, direction,
                    duration_seconds, created_at, updated_at, notes, action_items, called_by, to_number, from_number,
                    started_at, transcript, recording_status)
                select
                    '01K' || lpad(upper(to_hex(n)), 23, '0'),
                    'CA' || lpad(to_hex(n), 32, '0'),
                    case when n % 50 <> 7 then '01K' || lpad(
                        upper(to_hex(case when n % 4 = 0 then n / 4 % 5 else 5 + n % 10000 end)), 19, '0') || 'CA5E' end,
                    case when n % 3 = 0 then null else 'contact-' || n % 7 end,
                    (array['completed', 'completed', 'completed', 'completed', 'busy', 'no_answer', 'failed',
                        'cancelled', 'initiated', 'ringing', 'in_progress'])[1 + (n * 7919 % 11)::int],
                    case when n % 9 = 0 then 'inbound' else 'outbound' end,
                    case when n % 5 = 0 then null else (n * 7919 % 900)::int end,
                    timestamptz '2026-01-01' + n * interval '1 second',
                    timestamptz '2026-01-01' + n * interval '1 second',
                    case when chance < 1 then 'Probate' when chance < 50 then 'Account' when chance < 550 then 'Letter' end,
                    case when chance % 100 = 3 then jsonb '[{"id": "1", "description": "Mail", "completed": true},
                        {"id": "2", "description": "Call", "completed": false}]' else '[]' end,
                    case when n % 1000 = 0 then 'rare' else 'dana' end,
                    '+1500' || lpad(cast(n % 5000 as text), 7, '0'),
                    '+15005550006',
                    timestamptz '2026-01-01' + n * interval '1 second' + interval '7 seconds',
                    case when n % 3 > 0 then '-' end,
                    case when n % 4 > 1 then 'completed' when n % 4 = 1 then 'absent' end
                from generate_series(bigint '1', 1000000) n, lateral (select (n * 2654435761 >> 16) % 1000) c (chance)
                """);
        for (String versionedBy : List.of(LARGE.value(), "")) {
            run("insert into case_version values ('" + versionedBy + "', 40)");
            run("""
                    insert into duration_change
                    select coalesce(case_id, ''), row_number() over (), id, 0
                    from phone_call where coalesce(case_id, '') = '%s' order by id limit 40
                    """.formatted(versionedBy));
        }
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
        run("""
                insert into call_transcription
                select 'GT' || substr(twilio_call_sid, 3), twilio_call_sid, null, 'real_time', null, null, '{}', '[]'
                from phone_call limit 300000
                """);
        run("""
                insert into call_insight (insight_id, call_sid, kind)
                select 'GT' || substr(twilio_call_sid, 3), twilio_call_sid, 'summary' from phone_call limit 300000
                """);
        run(
                "update call_leg set from_number = '+1500' || right(call_sid, 7), to_number = '+1600' || right(call_sid, 7)");
        // One number has called 5,000 times.
        run("update call_leg set from_number = '+15005550001' where call_sid like '%00'");
        run("""
                insert into twilio_callback
                select '01J' || substr(id, 4), 'status', null, null, null, '/', '{"To": ["+15005550006"]}',
                    sha256(cast('unlinked' || id as bytea)), 'unlinked', now()
                from phone_call limit 20000
                """);
        run("""
                insert into erased_call
                select 'CAe' || substr(twilio_call_sid, 4), '01K', now(), 0, null from phone_call limit 300000
                """);
        run("""
                insert into placement
                select id, 'dana', id, '', case_id, json_build_object('to_number', '+1700' || right(id, 7),
                    'from_number', '+15005550001'), 'answered', now(), null, 'CAp' || substr(twilio_call_sid, 4)
                from phone_call where case_id is not null limit 100000
                """);
        run("""
                insert into call_event
                select id, twilio_call_sid, 'edit', null, '{}', now() from phone_call limit 100000
                """);
        run("""
                insert into transcript_fetch
                select 'GT' || substr(twilio_call_sid, 3), null, twilio_call_sid, '/', 'fetched', 0, now(), null, now()
                from phone_call limit 100000
                """);
        run("""
                insert into recording_deletion
                select 'RE' || substr(twilio_call_sid, 3), null, twilio_call_sid, case_id, '01K', 'deleted', 1, now(), null,
                    now()
                from phone_call limit 100000
                """);
        run("""
                insert into reconciliation (
                    id, from_at, to_at, dry_run, status, position, due_at, created_at, updated_at)
                values ('01K', now(), now(), false, 'completed', '{}', now(), now(), now())
                """);
        run("""
                insert into reconciliation_finding
                select '01K', twilio_call_sid, 'missing', 'repaired', false from phone_call limit 100000
                """);
        run("insert into reconciliation_mapping select '01K', twilio_call_sid, '' from phone_call limit 100000");
        run("insert into record_difference select id, twilio_call_sid, '[]', now() from phone_call limit 100000");
        run("insert into call_inquiry select twilio_call_sid, 1, now() from phone_call limit 100000");
        run("""
                insert into duration_change
                select 'moved', row_number() over (), id, 0 from phone_call order by id desc limit 100000
                """);
        run("""
                insert into legal_hold (id, case_id, reason, set_by, set_at)
                select distinct case_id, case_id, '', '', now() from phone_call where case_id > '01K0000000000000000500CA5E'
                """);
        run("update phone_call set kept = 0 where created_at < '2026-01-05'");
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
                                PhoneCallQuery query = new PhoneCallQuery(
                                        caseId, filter(status, contact), sortBy, order, start, PER_PAGE);
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

    @Test
    void everyFilter_isAnsweredByAnIndex_howeverManyCallsItPassesOver() throws Exception {
        for (PhoneCallFilter filter : COVERED) {
            for (SortBy sortBy : SortBy.values()) {
                for (SortOrder order : SortOrder.values()) {
                    for (Start start : starts(sortBy)) {
                        PhoneCallQuery query = new PhoneCallQuery(LARGE, filter, sortBy, order, start, PER_PAGE);
                        Plan plan = explain(CallLists.page(query));
                        assertTrue(plan.buffers() < INDEX_BUFFERS, () -> shown(query, plan));
                    }
                }
            }
            PhoneCallQuery query =
                    new PhoneCallQuery(LARGE, filter, SortBy.CREATED_AT, SortOrder.DESC, new Numbered(1), PER_PAGE);
            Plan plan = explain(CallLists.count(query));
            for (JsonNode node : plan.ofCalls()) {
                assertEquals("Index Only Scan", node.path("Node Type").asText(), () -> shown(query, plan));
                // Other tests have written a few calls since the vacuum.
                assertTrue(node.path("Heap Fetches").asLong() < FEW_BUFFERS, () -> shown(query, plan));
            }
            assertTrue(plan.buffers() < INDEX_BUFFERS, () -> shown(query, plan));
        }
    }

    @Test
    void countOfCallsWithoutSomething_readsIndexesAlone() throws Exception {
        PhoneCallFilter silent = filter(Set.of(), null, null, null, EVER, null, false);
        for (PhoneCallFilter filter : List.of(silent, silent.asking(false, false))) {
            PhoneCallQuery query =
                    new PhoneCallQuery(LARGE, filter, SortBy.CREATED_AT, SortOrder.DESC, new Numbered(1), PER_PAGE);
            Plan plan = explain(CallLists.count(query));
            assertTrue(plan.indexes().contains("phone_call_with_transcript"), () -> shown(query, plan));
            assertTrue(plan.buffers() < INDEX_BUFFERS, () -> shown(query, plan));
        }
    }

    private static String shown(PhoneCallQuery query, Plan plan) {
        return query + "\n" + plan.root().toPrettyString();
    }

    private static PhoneCallFilter filter(@Nullable CallStatus status, @Nullable String contact) {
        return filter(status == null ? Set.of() : Set.of(status), contact, null, null);
    }

    private static PhoneCallFilter filter(
            Set<CallStatus> statuses, @Nullable String contact, @Nullable Boolean open, @Nullable String words) {
        return new PhoneCallFilter(statuses, null, contact, null, null, null, EVER, EVER, null, null, open, words);
    }

    private static PhoneCallFilter filter(
            Set<CallStatus> statuses,
            @Nullable Direction direction,
            @Nullable String calledBy,
            @Nullable String phoneNumber,
            TimeRange startedAt,
            @Nullable Boolean recording,
            @Nullable Boolean transcript) {
        return new PhoneCallFilter(
                statuses,
                direction,
                null,
                calledBy,
                phoneNumber,
                null,
                EVER,
                startedAt,
                recording,
                transcript,
                null,
                null);
    }

    private static void assertReadsAnIndexInItsOrder(PhoneCallQuery query) throws Exception {
        Plan plan = explain(CallLists.page(query));
        String shown = query + "\n" + plan.root().toPrettyString();

        boolean bothFilters =
                !query.filter().statuses().isEmpty() && query.filter().institutionContactId() != null;
        boolean mergesWhatMoved = query.start() instanceof After && query.sortBy() == SortBy.DURATION_SECONDS;
        if (SMALL.equals(query.caseId())) {
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
    void everyPageWithoutACase_readsItsIndexInItsOrder() throws Exception {
        for (SortBy sortBy : SortBy.values()) {
            for (SortOrder order : SortOrder.values()) {
                for (Start start : starts(sortBy)) {
                    PhoneCallQuery query = new PhoneCallQuery(null, filter(null, null), sortBy, order, start, PER_PAGE);
                    assertReadsAnIndexInItsOrder(query);
                    assertTrue(
                            explain(CallLists.page(query))
                                    .indexes()
                                    .contains("phone_call_unassigned_by_"
                                            + (sortBy == SortBy.CREATED_AT ? "created" : "duration")),
                            query::toString);
                }
            }
        }
    }

    @Test
    void everyPageOfWords_readsTheirIndexOrTheCases() throws Exception {
        for (CaseId caseId : new @Nullable CaseId[] {LARGE, SMALL, null}) {
            for (String words : List.of("letter", "account", "probate", "absent", "letter -account", "!")) {
                for (SortBy sortBy : SortBy.values()) {
                    for (Start start : starts(sortBy)) {
                        PhoneCallFilter filter = filter(Set.of(), null, null, words);
                        PhoneCallQuery query =
                                new PhoneCallQuery(caseId, filter, sortBy, SortOrder.DESC, start, PER_PAGE);
                        Plan plan = explain(CallLists.page(query));
                        String shown = query + "\n" + plan.root().toPrettyString();
                        for (JsonNode node : plan.ofCalls()) {
                            assertNotEquals("Seq Scan", node.path("Node Type").asText(), shown);
                        }
                        // A rare word is looked up in all cases, a frequent one read in order: never a large case
                        // whole.
                        assertTrue(plan.buffers() < 10 * FEW_BUFFERS, shown);
                    }
                }
            }
        }
        assertTrue(explain(CallLists.count(new PhoneCallQuery(
                        LARGE,
                        filter(Set.of(), null, null, "probate"),
                        SortBy.CREATED_AT,
                        SortOrder.DESC,
                        new Numbered(1),
                        PER_PAGE)))
                .indexes()
                .contains("phone_call_by_words"));
    }

    @Test
    void openActionItems_readTheirIndexInItsOrder() throws Exception {
        for (CaseId caseId : List.of(LARGE, SMALL)) {
            for (Start start : starts(SortBy.CREATED_AT)) {
                ActionItemPosition after =
                        start instanceof After call ? new ActionItemPosition(call.position(), 1) : null;
                Plan plan = explain(ActionItems.statement(new ActionItemQuery(caseId, false, after, PER_PAGE)));
                String shown = plan.root().toPrettyString();
                assertEquals(Set.of("phone_call_with_open_action_items"), plan.indexes(), shown);
                assertTrue(plan.buffers() < FEW_BUFFERS, shown);
            }
        }
    }

    @Test
    void everyCount_readsAnIndexAlone() throws Exception {
        for (CallStatus status : new @Nullable CallStatus[] {null, CallStatus.COMPLETED}) {
            for (String contact : new @Nullable String[] {null, "contact-1"}) {
                PhoneCallQuery query = new PhoneCallQuery(
                        LARGE, filter(status, contact), SortBy.CREATED_AT, SortOrder.DESC, new Numbered(1), PER_PAGE);
                Plan plan = explain(CallLists.count(query));
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
                    new PhoneCallQuery(LARGE, filter(null, null), SortBy.CREATED_AT, SortOrder.DESC, start, PER_PAGE);
            Plan plan = explain(CallLists.page(query));
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
            CallFacts facts = Legs.trees(List.of(leg), List.of()).get(parent).facts();
            Rows.Change change = new Rows.Change(
                    new CallMerge(Legs.NOON).unlinked(callback).callback(),
                    List.of(new Rows.LegRow(leg, known)),
                    List.of(Legs.recording("RE" + parent, known, RecordingStatus.COMPLETED, 1)),
                    List.of(new CallTranscription(
                            "GT" + parent,
                            known,
                            null,
                            CallTranscription.Source.REAL_TIME,
                            null,
                            null,
                            Map.of(),
                            List.of())),
                    List.of(new CallInsight(
                            "GT" + parent, known, CallInsight.Kind.SUMMARY, null, "They have it.", null)),
                    List.of(new Rows.CallRow(
                            "01K" + "0".repeat(19) + "0FFF", known, facts, null, Words.NONE, Legs.NOON, Legs.NOON)),
                    Set.of("01K" + "0".repeat(19) + "0AAA"),
                    List.of(new Rows.DurationChange(LARGE.value(), "01K" + "0".repeat(19) + "0FFF", 5)),
                    List.of(new TranscriptFetch("GT" + parent, null, known, "/")),
                    List.of(new Rows.EventRow(
                            UlidCreator.getUlid().toString(), known, "edit", "dana", Rows.tree(Map.of()), Legs.NOON)));
            assertLooksUp(
                    explain(new Statement(CallStore.WRITE, Map.of("change", Rows.write(change), "parameters", "{}"))));
        }
    }

    @Test
    void reconciliation_looksUpWhatItCompares() throws Exception {
        List<String> sids = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            sids.add("CA" + "0".repeat(28) + "0f%02x".formatted(i));
        }
        String keys = Rows.write(sids);

        assertLooksUp(explain(new Statement(ReconciliationStore.KNOWN, Map.of("sids", keys))));
        assertLooksUp(explain(new Statement(ReconciliationStore.MAPPED, Map.of("id", "01K", "keys", keys))));
        assertLooksUp(explain(new Statement(
                OverdueCalls.PAGE,
                Map.of("after", sids.get(0), "quietSince", Instant.now(), "now", Instant.now(), "limit", 20))));
    }

    @Test
    void waitingCalls_areCountedFromTheirIndexAlone_upToTheMostThatIsTold() throws Exception {
        for (Statement statement : List.of(
                new Statement(WaitingCalls.OVERDUE, Map.of("before", Instant.now(), "most", 100)),
                new Statement(WaitingCalls.UNASSIGNED, Map.of("most", 100)))) {
            explainOnce(statement);
            assertLooksUp(explainOnce(statement), 100);
        }
        assertTrue(explainOnce(new Statement(WaitingCalls.OVERDUE, Map.of("before", Legs.NOON, "most", 10)))
                .indexes()
                .contains("phone_call_not_over"));
    }

    @Test
    void lastValidCallback_isLookedForAtTheLedgersEndAlone() throws Exception {
        Plan plan =
                explain(new Statement(CallbackReport.LAST_VALID, Map.of("recent", "01K" + "0".repeat(18) + "49000")));

        String shown = plan.root().toPrettyString();
        List<JsonNode> ofLedger = plan.nodes().stream()
                .filter(node -> node.path("Relation Name").asText().equals("twilio_callback"))
                .toList();
        assertEquals(1, ofLedger.size(), shown);
        assertEquals("twilio_callback_pk", ofLedger.get(0).path("Index Name").asText(), shown);
        assertTrue(plan.buffers() < FEW_BUFFERS, shown);
    }

    @Test
    void erasure_looksUpWhatItErases() throws Exception {
        String number = "+15005550001";
        for (String after : List.of("", "CA" + "0".repeat(28) + "8000")) {
            assertLooksUp(explainOnce(
                    new Statement(NumberTraces.CALLS, Map.of("number", number, "after", after, "limit", 50))));
        }
        assertLooksUp(explainOnce(new Statement(
                NumberTraces.PLACEMENTS,
                Map.of("number", "+17000000fff", "after", "", "limit", 50, "lately", Legs.NOON))));
        assertLooksUp(
                explainOnce(new Statement(
                        NumberTraces.CALLBACKS,
                        Map.of("mention", NumberTraces.mention(number), "after", "01J1", "limit", 500))),
                500);
        String call = "CA" + "0".repeat(28) + "0f01";
        String sids = Rows.write(List.of(call));
        assertLooksUp(explainOnce(new Statement(WholeCalls.LOOK, Map.of("roots", sids))));
        assertLooksUp(
                explainOnce(new Statement(ErasedCalls.COUNT, Map.of("sids", sids, "number", number, "mention", "x"))));
        assertLooksUp(explainOnce(new Statement(
                ErasedCalls.ERASE_RECORDS,
                Map.of("sids", sids, "erasureId", "01K", "atTwilio", true, "now", Legs.NOON))));
        String records = "{\"ids\": [\"01K%s0F01\"], \"transcripts\": [\"GT1\"]}".formatted("0".repeat(19));
        assertLooksUp(explainOnce(new Statement(
                ErasedCalls.ERASE_REST,
                Map.of("sids", sids, "records", records, "erasureId", "01K", "now", Legs.NOON))));
    }

    @Test
    void retention_looksUpWhatIsDue() throws Exception {
        for (String overAt : List.of("2026-01-01T00:00:00Z", "2026-01-08T00:00:00Z")) {
            Map<String, Object> due = Map.of(
                    "kept",
                    7,
                    "before",
                    Instant.parse("2026-01-10T00:00:00Z"),
                    "overAt",
                    Instant.parse(overAt),
                    "id",
                    "",
                    "limit",
                    50);
            assertLooksUp(explainOnce(new Statement(RetentionStore.DUE, due)));
        }
        assertLooksUp(
                explainOnce(new Statement(
                        RetentionStore.UNLINKED, Map.of("all", true, "before", "01J2", "after", "01J1", "limit", 500))),
                500);
        String sids = Rows.write(List.of("CA" + "0".repeat(28) + "0f02"));
        for (String prune : List.of(
                RetentionStore.PRUNE_LEDGER, RetentionStore.PRUNE_TRANSCRIPTS, RetentionStore.PRUNE_RECORDINGS)) {
            Map<String, Object> values = Map.of("sids", sids, "bit", 1, "now", Legs.NOON);
            assertLooksUp(explainOnce(new Statement(prune, values)));
        }
    }

    @Test
    void rebuildAndWalkOverTheStore_lookUpWhatTheyNeed_anywhere() throws Exception {
        run(
                "insert into call_event select id, twilio_call_sid, 'edit', null, '{}', now() from phone_call limit 300000");
        run("vacuum analyze call_event");
        List<Statement> statements = new ArrayList<>();
        String known = "\"CA" + "0".repeat(28) + "0fff\"";
        for (String sids : List.of("[" + known + "]", "[" + known + ", \"CA" + "f".repeat(32) + "\"]")) {
            statements.add(new Statement(RebuildStore.LOCK, Map.of("sids", sids)));
            statements.add(new Statement(RebuildStore.READ, Map.of("sids", sids)));
            statements.add(new Statement(RebuildStore.WRITTEN, Map.of("sids", sids)));
        }
        for (int depth : List.of(0, 500_000, 900_000)) {
            String id = "01K" + "0".repeat(18) + "%05X".formatted(depth);
            String callSid = "CA" + "0".repeat(27) + "%05x".formatted(depth / 10);
            statements.add(new Statement(StoreWalk.RECORDS, Map.of("after", id, "limit", 25)));
            statements.add(new Statement(StoreWalk.LEGS, Map.of("after", callSid, "limit", 25)));
            statements.add(new Statement(StoreWalk.NEWS, Map.of("after", id, "limit", 25)));
        }

        for (Statement statement : statements) {
            explainOnce(statement);
            assertLooksUp(explainOnce(statement));
        }
        // The other statements find few events, and none that were deleted.
        run("truncate call_event");
    }

    private static void assertLooksUp(Plan plan) {
        assertLooksUp(plan, 0);
    }

    private static void assertLooksUp(Plan plan, int page) {
        String shown = plan.root().toPrettyString();
        for (JsonNode node : plan.nodes()) {
            assertNotEquals("Seq Scan", node.path("Node Type").asText(), shown);
        }
        assertTrue(plan.buffers() < FEW_BUFFERS + page, shown);
    }

    /** Runs it twice: the first finds cold pages and hint bits to set. */
    private static Plan explain(Statement statement) throws Exception {
        explainOnce(statement);
        run("delete from call_event");
        return explainOnce(statement);
    }

    private static Plan explainOnce(Statement statement) throws Exception {
        try (PreparedStatement explain =
                statement.bind(connection, "explain (analyze, buffers, timing off, format json) ")) {
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
