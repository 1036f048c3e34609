package dev.callfile.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** PostgreSQL goes away under load, in each of its ways, and comes back. */
class DatabaseAwayIT {

    private static final Duration TWILIOS_PATIENCE = Duration.ofSeconds(15);

    /** How a database goes, and how it comes back. */
    enum Outage {
        STOPPED {
            @Override
            Runnable begin(Server server) {
                server.stop();
                return server::start;
            }
        },
        KILLED {
            @Override
            Runnable begin(Server server) {
                server.kill();
                return server::start;
            }
        },
        FROZEN {
            @Override
            Runnable begin(Server server) {
                return server.freeze();
            }
        };

        /** Returns what ends it. */
        abstract Runnable begin(Server server);
    }

    @ParameterizedTest
    @EnumSource
    void service_withoutItsDatabase_saysSoAndCatchesUp(Outage outage) {
        assumeTrue(Server.isOurs(), "the given PostgreSQL is not ours to stop");
        long seed = Size.seed();
        Traffic traffic = new Traffic(seed, Size.fewer());
        Server server = Server.running();
        Store store = server.newStore();

        try (Replica replica = Replica.start(store);
                Load load = new Load()) {
            load.sending(traffic.shuffled(seed), 32, callback -> replica.url())
                    .reading(traffic.cases(), 8, replica::url);
            load.awaitKept(Size.fewer() / 4);
            int threads = replica.threads();
            Runnable end = outage.begin(server);
            long away = System.nanoTime();
            AtomicInteger most = new AtomicInteger();
            try {
                Await.until("readiness goes down", TWILIOS_PATIENCE, () -> replica.health("ready") == 503);
                Await.until("the outage is over", Size.outage().plusSeconds(10), () -> {
                    most.accumulateAndGet(replica.threads(), Math::max);
                    assertEquals(200, replica.health("live"));
                    return System.nanoTime() - away > Size.outage().toNanos();
                });
            } finally {
                end.run();
            }
            long back = System.nanoTime();
            Await.until("readiness comes back", TWILIOS_PATIENCE, () -> replica.health("ready") == 200);
            load.finish(Duration.ofMinutes(5));

            Answers answers = load.callbacks();
            Answers meanwhile = Answers.of(answers.all().stream()
                    .filter(answer -> answer.began() > away && answer.began() < back)
                    .toList());
            Map<Integer, Integer> kept = store.kept();
            List<String> differing =
                    Records.differing(Records.undisturbed(traffic), Records.of(replica, traffic.cases()));
            new Report("PostgreSQL " + outage.name().toLowerCase(Locale.ROOT) + ", all the while", answers)
                    .threads(threads, most.get())
                    .kept(kept)
                    .differing(differing)
                    .note("lists", load.lists().told())
                    .note("slowest list", load.lists().slowest())
                    .print();
            new Report(
                            "PostgreSQL " + outage.name().toLowerCase(Locale.ROOT) + " for "
                                    + Size.outage().toSeconds() + " s",
                            meanwhile)
                    .print();
            assertEquals(List.of(), answers.neither(Answer::isKept, Answer::isLater));
            assertEquals(List.of(), load.lists().neither(answer -> answer.status() == 200, Answer::isLater));
            assertTrue(answers.slowest().compareTo(TWILIOS_PATIENCE) < 0, "slowest: " + answers.slowest());
            assertEquals(List.of(), Report.lost(answers, kept));
            assertEquals(traffic.inOrder().size(), kept.size());
            assertEquals(List.of(), Report.doubled(kept));
            assertEquals(List.of(), differing);
            assertEquals(List.of(), replica.errors());
        }
    }
}
