package dev.callfile.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.Test;

/** The schema changes under a service that goes on, on tables that hold something. */
class MigrationBesideIT {

    private static final String OLD_JAR = System.getProperty("faults.old-jar", "");
    private static final Duration AT_MOST = Duration.ofMinutes(5);

    /** With the jar of an earlier version, which bench/faults builds. */
    @Test
    void oldService_whileTheNewOneMigrates_goesOnAndThenBothDo() {
        assumeTrue(!OLD_JAR.isBlank(), "no faults.old-jar");
        Path old = Path.of(OLD_JAR).toAbsolutePath();
        Traffic traffic = new Traffic(Size.seed(), Size.fewer());
        Store store = Server.running().emptyStore("callfile_faults_old");
        try (Replica first = Replica.start(old, store, Map.of("QUARKUS_FLYWAY_MIGRATE_AT_START", "true"))) {
            first.terminate();
            first.exitCode(AT_MOST);
        }
        fill(store);

        try (Replica before = Replica.start(old, store, Map.of());
                Load load = new Load()) {
            load.sending(traffic.shuffled(1), 8, callback -> before.url()).reading(traffic.cases(), 2, before::url);
            load.awaitKept(Size.fewer() / 10);
            long begin = System.nanoTime();
            Replica.migrate(store, Map.of());
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            try (Replica after = Replica.start(store);
                    Load toNew = new Load()) {
                toNew.sending(traffic.shuffled(2), 8, callback -> after.url()).finish(AT_MOST);
                load.finish(AT_MOST);
                report("old version, new schema", load, took);
                check(traffic, store, load, after);
                assertEquals(List.of(), before.errors());
                check(traffic, store, toNew, after);
            }
        }
    }

    @Test
    void service_whileTheNextVersionMigrates_goesOn() {
        Traffic traffic = new Traffic(Size.seed(), Size.fewer());
        Store store = Server.running().newStore();
        fill(store);

        try (Replica replica = Replica.start(store);
                Load load = new Load()) {
            load.sending(traffic.shuffled(1), 8, callback -> replica.url()).reading(traffic.cases(), 2, replica::url);
            load.awaitKept(Size.fewer() / 10);
            long begin = System.nanoTime();
            NextVersion.migrate(store);
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            load.finish(AT_MOST);

            report("next version's migration", load, took);
            check(traffic, store, load, replica);
            assertEquals(
                    List.of("t"),
                    store.rows("select indisvalid from pg_index where indexrelid = 'phone_call_by_colour'::regclass"));
        }
    }

    @Test
    void migration_thatFindsATableHeld_givesUpBeforeCallbacksDo() throws Exception {
        Traffic traffic = new Traffic(Size.seed(), Size.fewer());
        Store store = Server.running().newStore();

        try (Replica replica = Replica.start(store);
                Connection report = store.connect();
                Load load = new Load()) {
            report.setAutoCommit(false);
            report.createStatement().execute("select count(*) from phone_call");
            load.sending(traffic.shuffled(1), 8, callback -> replica.url());
            load.awaitKept(Size.fewer() / 10);
            FlywayException givenUp = assertThrows(FlywayException.class, () -> NextVersion.migrate(store));
            report.rollback();
            NextVersion.migrate(store);
            load.finish(AT_MOST);

            report("migration behind a long query", load, Duration.ZERO);
            assertTrue(givenUp.getMessage().contains("lock timeout"), givenUp.getMessage());
            check(traffic, store, load, replica);
        }
    }

    /** A roll-back: the version before starts once more, and first runs its migrations. */
    @Test
    void migrationJob_onTheSchemaOfTheNextVersion_hasNothingToDo() {
        Store store = Server.running().newStore();
        NextVersion.migrate(store);

        assertEquals(0, Replica.migration(store, Map.of()));
    }

    /** A roll-out in the wrong order: it costs answers, and nothing else. */
    @Test
    void service_onTheSchemaOfAnyVersionBefore_saysThatItHasToWait() {
        Store store = Server.running().emptyStore("callfile_faults_before");
        Traffic traffic = new Traffic(Size.seed(), 1);
        Client client = new Client();
        String token = Client.token();

        try (Replica replica = Replica.startBeforeMigration(store)) {
            assertEquals(503, replica.health("ready"));
            for (MigrationVersion version : NextVersion.versions(store)) {
                for (Sent callback : traffic.inOrder()) {
                    Answer answer = client.send(callback, replica.url());
                    assertTrue(answer.isKept() || answer.isLater(), version + ": " + answer);
                }
                Answer list = client.list(traffic.cases().get(0), replica.url(), token);
                assertTrue(list.status() == 200 || list.isLater(), version + ": " + list);
                NextVersion.migrate(store, version);
            }
            for (Sent callback : traffic.inOrder()) {
                assertEquals(204, client.send(callback, replica.url()).status());
            }
            assertEquals(200, replica.health("ready"));
            assertEquals(traffic.inOrder().size(), store.kept().size());
            assertEquals(List.of(), replica.errors());
        }
    }

    /** Calls of a case that nobody reads, so that a table that is rewritten or locked for long is felt. */
    private static void fill(Store store) {
        store.execute("""
                insert into phone_call (id, twilio_call_sid, case_id, status, direction, created_at, updated_at)
                select '0' || lpad(n::text, 25, '0'), 'CA' || lpad(n::text, 32, '0'), '00000000000000000000000000',
                    'completed', 'outbound', now(), now()
                from generate_series(1, %d) n
                """.formatted(Size.rows()));
        assertNotEquals(0, store.count("select count(*) from phone_call"));
    }

    private static void report(String run, Load load, Duration took) {
        new Report(run, load.callbacks())
                .note("rows", Size.rows())
                .note("migration took", took)
                .note("lists", load.lists().told())
                .note("slowest list", load.lists().slowest())
                .print();
    }

    private static void check(Traffic traffic, Store store, Load load, Replica replica) {
        Map<Integer, Integer> kept = store.kept();
        assertEquals(List.of(), load.callbacks().neither(Answer::isKept, Answer::isKept));
        assertEquals(List.of(), load.lists().neither(answer -> answer.status() == 200, answer -> false));
        assertEquals(traffic.inOrder().size(), kept.size());
        assertEquals(List.of(), Report.doubled(kept));
        assertEquals(List.of(), Records.differing(Records.undisturbed(traffic), Records.of(replica, traffic.cases())));
        assertEquals(List.of(), replica.errors());
    }
}
