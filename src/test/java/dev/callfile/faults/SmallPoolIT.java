package dev.callfile.faults;

import static dev.callfile.Api.newSid;
import static dev.callfile.TwilioStandIn.STATUS;
import static dev.callfile.TwilioStandIn.form;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Four connections for five hundred clients: they wait, or are told to come again, and nothing else. */
class SmallPoolIT {

    private static final int CONNECTIONS = 4;
    private static final long SEARCHES = 7;

    @Test
    void clients_farMoreThanConnections_waitOrComeAgain() {
        long seed = Size.seed();
        Traffic traffic = new Traffic(seed, Size.fewer());
        Store store = Server.running().newStore();
        Map<String, String> settings = Map.of("QUARKUS_DATASOURCE_JDBC_MAX_SIZE", Integer.toString(CONNECTIONS));

        try (Replica replica = Replica.start(store, settings);
                Load load = new Load()) {
            int threads = replica.threads();
            load.sending(traffic.shuffled(seed), Size.crowd() / 2, callback -> replica.url())
                    .reading(traffic.cases(), Size.crowd() / 2, replica::url)
                    .finish(Duration.ofMinutes(5));

            Answers answers = load.callbacks();
            Map<Integer, Integer> kept = store.kept();
            List<String> differing =
                    Records.differing(Records.undisturbed(traffic), Records.of(replica, traffic.cases()));
            long connections = store.count(
                    "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
            new Report(Size.crowd() + " clients, " + CONNECTIONS + " connections", answers)
                    .threads(threads, replica.threads())
                    .kept(kept)
                    .differing(differing)
                    .note("lists", load.lists().told())
                    .note("slowest list", load.lists().slowest())
                    .print();
            assertEquals(List.of(), answers.neither(Answer::isKept, Answer::isLater));
            assertEquals(List.of(), load.lists().neither(answer -> answer.status() == 200, Answer::isLater));
            assertTrue(answers.slowest().compareTo(Duration.ofSeconds(15)) < 0, "slowest: " + answers.slowest());
            assertEquals(traffic.inOrder().size(), kept.size());
            assertEquals(List.of(), Report.doubled(kept));
            assertEquals(List.of(), differing);
            assertTrue(connections <= CONNECTIONS, "connections: " + connections);
            assertEquals(List.of(), replica.errors());
            poolIsWhole(store, replica, traffic);
        }
    }

    /** Whoever waits for a call holds no connection: more of them than there are connections leave the others be. */
    @Test
    void crowdForOneCall_leavesConnectionsToOthers() throws SQLException {
        Traffic traffic = new Traffic(Size.seed(), 1);
        Store store = Server.running().newStore();
        Map<String, String> settings = Map.of("QUARKUS_DATASOURCE_JDBC_MAX_SIZE", Integer.toString(CONNECTIONS));
        String wanted = newSid("CA");

        try (Replica replica = Replica.start(store, settings);
                Connection blocking = store.connect();
                Load crowd = new Load()) {
            blocking.setAutoCommit(false);
            try (PreparedStatement lock =
                    blocking.prepareStatement("select pg_advisory_xact_lock(hashtextextended(?, 0))")) {
                lock.setString(1, wanted);
                lock.execute();
            }
            crowd.sending(
                    Collections.nCopies(3 * CONNECTIONS, of(wanted, traffic)),
                    3 * CONNECTIONS,
                    callback -> replica.url());
            Await.until("one of them waits for the call", Duration.ofSeconds(10), () -> waiting(store) == 1);

            Client client = new Client();
            for (int i = 0; i < 2 * CONNECTIONS; i++) {
                assertTrue(client.send(of(newSid("CA"), traffic), replica.url()).isKept());
                assertEquals(
                        200,
                        client.list(traffic.cases().get(0), replica.url(), Client.token())
                                .status());
            }
            assertTrue(waiting(store) <= 1);
            blocking.rollback();
            crowd.finish(Duration.ofMinutes(1));
            assertEquals(List.of(), crowd.callbacks().neither(Answer::isKept, Answer::isLater));
            assertEquals(List.of(), replica.errors());
        }
    }

    /** However many search, and however long it takes, half of the connections are left to others. */
    @Test
    void crowdOfSearches_leavesConnectionsToCallbacks() throws SQLException {
        Traffic traffic = new Traffic(Size.seed(), 1);
        List<String> searched = List.of(traffic.cases().get(0));
        Store store = Server.running().newStore();
        Map<String, String> settings = Map.of("QUARKUS_DATASOURCE_JDBC_MAX_SIZE", Integer.toString(CONNECTIONS));

        try (Connection blocking = store.connect()) {
            searchesWaitForLock(blocking);
            try (Replica replica = Replica.start(store, settings);
                    Load crowd = new Load()) {
                Client client = new Client();
                assertTrue(client.send(of(newSid("CA"), traffic), replica.url()).isKept());
                blocking.setAutoCommit(false);
                blocking.createStatement().execute("select pg_advisory_xact_lock(" + SEARCHES + ")");
                crowd.asking(searched, 3 * CONNECTIONS, replica::url, "q=account");
                Await.until("searches wait", Duration.ofSeconds(10), () -> waiting(store) == CONNECTIONS / 2);

                for (int i = 0; i < 2 * CONNECTIONS; i++) {
                    assertTrue(client.send(of(newSid("CA"), traffic), replica.url())
                            .isKept());
                    assertEquals(
                            200,
                            client.list(searched.get(0), replica.url(), Client.token())
                                    .status());
                }
                assertTrue(waiting(store) <= CONNECTIONS / 2);
                blocking.rollback();
                crowd.stop();
                assertEquals(List.of(), crowd.lists().neither(answer -> answer.status() == 200, Answer::isLater));
                assertEquals(List.of(), replica.errors());
            }
        }
    }

    /** Has what makes a query of words, and nothing else, wait for a lock. */
    private static void searchesWaitForLock(Connection database) throws SQLException {
        database.createStatement().execute("""
                create function public.websearch_to_tsquery(regconfig, text) returns tsquery language plpgsql as $$
                begin
                    perform pg_advisory_xact_lock_shared(%d);
                    return pg_catalog.websearch_to_tsquery($1, $2);
                end
                $$;
                do $$ begin
                    execute format('alter database %%I set search_path = public, pg_catalog', current_database());
                end $$;
                """.formatted(SEARCHES));
    }

    private static Sent of(String callSid, Traffic traffic) {
        String target = STATUS + "?case_id=" + traffic.cases().get(0);
        return Sent.of(0, target, form("CallSid", callSid, "CallStatus", "ringing", "To", "+15005550006"));
    }

    private static long waiting(Store store) {
        return store.count("select count(*) from pg_stat_activity where datname = current_database()"
                + " and wait_event_type = 'Lock'");
    }

    /** What finds neither a thread nor a place to wait for one is told so at once. */
    @Test
    void clients_farMoreThanThreads_areSentAway() {
        Traffic traffic = new Traffic(Size.seed(), Size.fewer());
        Store store = Server.running().newStore();
        Map<String, String> settings =
                Map.of("QUARKUS_THREAD_POOL_MAX_THREADS", "4", "QUARKUS_THREAD_POOL_QUEUE_SIZE", "8");

        try (Replica replica = Replica.start(store, settings);
                Load load = new Load()) {
            load.sending(traffic.shuffled(Size.seed()), Size.crowd() / 5, callback -> replica.url())
                    .finish(Duration.ofMinutes(5));

            Answers answers = load.callbacks();
            Map<Integer, Integer> kept = store.kept();
            new Report(Size.crowd() / 5 + " clients, 4 threads", answers)
                    .kept(kept)
                    .print();
            assertTrue(answers.count(Answer::isLater) > 0, "nobody was sent away");
            assertEquals(List.of(), answers.neither(Answer::isKept, Answer::isLater));
            assertEquals(traffic.inOrder().size(), kept.size());
            assertEquals(List.of(), replica.errors());
        }
    }

    /** As many as there are connections can be served at the same moment, so none has leaked. */
    private static void poolIsWhole(Store store, Replica replica, Traffic traffic) {
        String token = Client.token();
        Client client = new Client();
        try (Connection blocking = store.connect();
                Load held = new Load()) {
            blocking.setAutoCommit(false);
            blocking.createStatement().execute("lock table phone_call in access exclusive mode");
            for (int i = 0; i < CONNECTIONS; i++) {
                held.reading(traffic.cases(), 1, replica::url);
            }
            Await.until(
                    "every connection waits for the lock", Duration.ofSeconds(10), () -> waiting(store) == CONNECTIONS);
            blocking.rollback();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        assertEquals(
                200, client.list(traffic.cases().get(0), replica.url(), token).status());
    }
}
