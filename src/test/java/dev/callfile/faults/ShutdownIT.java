package dev.callfile.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** SIGTERM: readiness goes first, what was taken is finished, and the rest is sent elsewhere. */
class ShutdownIT {

    private static final Duration DELAY = Duration.ofSeconds(1);
    private static final Map<String, String> SETTINGS = Map.of("QUARKUS_SHUTDOWN_DELAY", DELAY.toSeconds() + "S");
    /** What a JVM ends with when it was asked to, 128 + 15. */
    private static final Set<Integer> SANE = Set.of(0, 143);

    @Test
    void replica_toldToStopUnderLoad_answersWhateverItHasKept() {
        long seed = Size.seed();
        Traffic traffic = new Traffic(seed, Size.callbacks());
        Store store = Server.running().newStore();

        try (Replica replica = Replica.start(store, SETTINGS);
                Load load = new Load()) {
            load.sending(traffic.shuffled(seed), 16, callback -> replica.url());
            load.awaitKept(100);
            long signalled = System.nanoTime();
            replica.terminate();
            Await.until("readiness goes down", DELAY, () -> replica.health("ready") == 503);
            int keptWhenNotReady = load.kept();
            int exit = replica.exitCode(DELAY.plusSeconds(25));
            Duration took = Duration.ofNanos(System.nanoTime() - signalled);
            load.stop();

            Answers answers = load.callbacks();
            Set<Integer> unanswered = answers.all().stream()
                    .filter(answer -> answer.status() == Answer.NONE)
                    .map(Answer::number)
                    .collect(Collectors.toSet());
            unanswered.removeAll(answers.kept());
            Map<Integer, Integer> kept = store.kept();
            List<Integer> cut = unanswered.stream().filter(kept::containsKey).toList();
            new Report("SIGTERM under load", answers)
                    .kept(kept)
                    .note("took", took)
                    .note("exit code", exit)
                    .note("kept without an answer", cut.size())
                    .note("unanswered", answers.unanswered())
                    .print();
            assertTrue(answers.kept().size() > keptWhenNotReady, "nothing was taken after the signal");
            assertEquals(
                    List.of(),
                    answers.neither(Answer::isKept, answer -> answer.isLater() || answer.status() == Answer.NONE));
            assertEquals(List.of(), cut);
            assertEquals(List.of(), Report.lost(answers, kept));
            assertTrue(SANE.contains(exit), "exit code " + exit);
            assertEquals(List.of(), replica.errors());
        }
    }

    @Test
    void replica_toldToStop_waitsForWhatItHasTaken() throws Exception {
        Sent taken = new Traffic(Size.seed(), 1).inOrder().get(0);
        Store store = Server.running().newStore();
        Client client = new Client();

        try (Replica replica = Replica.start(store, SETTINGS);
                Connection blocking = store.connect()) {
            blocking.setAutoCommit(false);
            blocking.createStatement().execute("lock table phone_call in access exclusive mode");
            CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> client.send(taken, replica.url()));
            Await.until(
                    "the callback waits for the table",
                    Duration.ofSeconds(5),
                    () -> store.count("select count(*) from pg_locks l join pg_database d on d.oid = l.database"
                                    + " where d.datname = current_database() and not l.granted")
                            > 0);
            replica.terminate();
            Await.until(
                    "nothing new is taken",
                    DELAY.plusSeconds(2),
                    () -> client.get(replica.url().resolve("/q/openapi")) == 503);
            assertTrue(replica.isAlive());
            blocking.rollback();

            assertEquals(204, answer.get().status());
            assertTrue(SANE.contains(replica.exitCode(Duration.ofSeconds(20))));
            assertTrue(store.kept().containsKey(taken.number()));
        }
    }
}
