package dev.callfile.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLState;

/** The calls of a case are counted as they come and go, whoever writes them, and whenever the counting begins. */
class CaseCallsTest {

    private static final int WRITERS = 4;
    private static final int CASES = 5;
    private static final int IDS = 400;
    private static final int CHANGES_BEFORE = 50;
    private static final int CHANGES_AFTER = 300;

    private static final Set<String> SENT_AWAY =
            Set.of(PSQLState.DEADLOCK_DETECTED.getState(), PSQLState.UNIQUE_VIOLATION.getState());

    private static final String UPSERT = """
            insert into phone_call (id, twilio_call_sid, case_id, status, direction, created_at, updated_at)
            select id, id, case when case_no > 0 then '01K' || lpad(cast(case_no as text), 23, '0') end,
                'completed', 'outbound', now(), now()
            from (
                select distinct on (id) '01K' || lpad(cast(n as text), 23, '0') as id, case_no
                from unnest(cast(? as integer[]), cast(? as integer[])) row (n, case_no) order by id, case_no
            ) row
            on conflict (id) do update set (case_id, status) = (excluded.case_id, excluded.status)
            """;
    private static final String DELETE = """
            delete from phone_call where id = any (
                select '01K' || lpad(cast(n as text), 23, '0') from unnest(cast(? as integer[])) n)
            """;
    private static final String DIFFERENCES = """
            select count(*)
            from (select coalesce(case_id, '') as case_id, count(*) as calls from phone_call group by 1) is_so
            full join (select case_id, sum(calls) as calls from case_calls group by 1) counted using (case_id)
            where coalesce(is_so.calls, 0) <> coalesce(counted.calls, 0)
            """;

    private static final String SLOTS = "select count(*) from case_calls";

    private EmbeddedPostgres postgres;
    private DataSource database;

    @BeforeEach
    void start() throws Exception {
        postgres = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(Path.of(".callfile", "binaries").toFile())
                .start();
        database = postgres.getPostgresDatabase();
    }

    @AfterEach
    void stop() throws Exception {
        postgres.close();
    }

    @Test
    void counts_areExact_whileWritersCollideAndTheCountingBegins() throws Exception {
        migrate("8");
        ExecutorService pool = Executors.newFixedThreadPool(WRITERS);
        CountDownLatch under = new CountDownLatch(WRITERS);
        AtomicBoolean isCounted = new AtomicBoolean();
        List<Future<?>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            Random random = new Random(i);
            writers.add(pool.submit(() -> {
                write(random, under, isCounted);
                return null;
            }));
        }

        under.await();
        migrate("9.1");
        migrate("latest");
        isCounted.set(true);
        for (Future<?> writer : writers) {
            writer.get();
        }
        pool.shutdown();

        assertEquals(0, number(DIFFERENCES));
        assertNotEquals(0, number("select count(*) from case_calls where slot = 0"));
    }

    @Test
    void slots_becomeOne_whenTheSchemaIsMigrated() throws Exception {
        migrate("10.2");
        for (int i = 0; i < 40; i++) {
            try (Connection connection = database.getConnection()) {
                change(connection, UPSERT, new Integer[] {i}, new Integer[] {i % 2});
            }
        }
        assertNotEquals(2, number(SLOTS));

        migrate("latest");

        assertEquals(2, number(SLOTS));
        assertEquals(0, number(DIFFERENCES));
    }

    @Test
    void migration_waitsForNobody_andLosesNoCount_whileACaseIsCounted() throws Exception {
        migrate("10.2");
        try (Connection counting = database.getConnection()) {
            for (int i = 0; i < 40; i++) {
                try (Connection connection = database.getConnection()) {
                    change(connection, UPSERT, new Integer[] {i}, new Integer[] {i % 2});
                }
            }
            change(counting, UPSERT, new Integer[] {40}, new Integer[] {1});
            counting.setAutoCommit(false);
            change(counting, UPSERT, new Integer[] {41}, new Integer[] {1});

            migrate("latest");

            change(counting, UPSERT, new Integer[] {42}, new Integer[] {1});
            counting.commit();
        }

        assertEquals(3, number(SLOTS));
        assertEquals(0, number(DIFFERENCES));
    }

    @Test
    void slot_isOne_whereNobodyCountsAtTheSameTime() throws Exception {
        migrate("latest");
        for (int i = 0; i < 40; i++) {
            try (Connection connection = database.getConnection()) {
                change(connection, UPSERT, new Integer[] {i}, new Integer[] {1});
            }
        }

        assertEquals(1, number(SLOTS));
        assertEquals(0, number(DIFFERENCES));
    }

    @Test
    void counting_doesNotWait_forWhoeverCountsTheSameCase() throws Exception {
        migrate("latest");
        try (Connection first = database.getConnection();
                Connection between = database.getConnection();
                Connection other = database.getConnection()) {
            // Both would open the same slot.
            boolean alike = (pid(first) - pid(other)) % 16 == 0;
            Connection second = alike ? between : other;
            change(first, UPSERT, new Integer[] {1}, new Integer[] {1});
            first.setAutoCommit(false);
            second.createStatement().execute("set lock_timeout = '10s'");

            change(first, UPSERT, new Integer[] {2}, new Integer[] {1});
            change(second, UPSERT, new Integer[] {3}, new Integer[] {1});
            first.commit();
        }

        assertEquals(2, number(SLOTS));
        assertEquals(0, number(DIFFERENCES));
    }

    @Test
    void counts_areNone_onceAllIsTruncated() throws Exception {
        migrate("latest");
        try (Connection connection = database.getConnection()) {
            change(connection, UPSERT, new Integer[] {1, 2, 3}, new Integer[] {1, 1, 0});
            assertEquals(2, number("select sum(calls) from case_calls where case_id <> ''"));

            connection.createStatement().execute("truncate phone_call");
        }

        assertEquals(0, number("select count(*) from case_calls"));
    }

    private static int pid(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getBackendPID();
    }

    private void write(Random random, CountDownLatch under, AtomicBoolean isCounted) throws SQLException {
        try (Connection connection = database.getConnection()) {
            int after = 0;
            for (int i = 0; after < CHANGES_AFTER; i++) {
                Integer[] ids =
                        random.ints(1 + random.nextInt(6), 0, IDS).boxed().toArray(Integer[]::new);
                Integer[] cases = random.ints(ids.length, 0, CASES).boxed().toArray(Integer[]::new);
                if (random.nextInt(3) == 0) {
                    change(connection, DELETE, ids);
                } else {
                    change(connection, UPSERT, ids, cases);
                }
                if (i == CHANGES_BEFORE) {
                    under.countDown();
                }
                after += isCounted.get() ? 1 : 0;
            }
        }
    }

    /** Two that want the same rows, or the same new one: who is sent away has changed nothing. */
    private static void change(Connection connection, String sql, Integer[]... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setArray(i + 1, connection.createArrayOf("integer", values[i]));
            }
            statement.execute();
        } catch (SQLException e) {
            if (!SENT_AWAY.contains(e.getSQLState())) {
                throw e;
            }
        }
    }

    private long number(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void migrate(String target) {
        Flyway.configure()
                .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
                .dataSource(database)
                .target(target)
                .load()
                .migrate();
    }
}
