package dev.callfile.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** kill -9 of the service in the middle of its callbacks: what was answered 204 is there, once. */
class KilledServiceIT {

    private static final Duration AT_MOST = Duration.ofMinutes(10);

    @Test
    void service_killedAgainAndAgain_losesNothingThatItAnswered() {
        long seed = Size.seed();
        Traffic traffic = new Traffic(seed, Size.callbacks());
        List<Sent> callbacks = traffic.shuffled(seed);
        Random moments = new Random(seed);
        Store store = Server.running().newStore();

        try (Replica replica = Replica.start(store);
                Load load = new Load()) {
            Gate gate = new Gate();
            load.sending(callbacks, 16, callback -> gate.pass(replica.url()));
            int each = callbacks.size() / (Size.kills() + 1);
            for (int i = 0; i < Size.kills(); i++) {
                load.awaitKept(each * i + 1 + moments.nextInt(each));
                gate.close();
                replica.kill();
                Answers answered = load.callbacks();
                assertEquals(List.of(), Report.lost(answered, store.kept()), "lost by kill " + i);
                replica.startAgain();
                replica.awaitReady();
                gate.open();
            }
            load.finish(AT_MOST);

            Answers answers = load.callbacks();
            Map<Integer, Integer> kept = store.kept();
            Map<String, String> records = Records.of(replica, traffic.cases());
            List<String> differing = Records.differing(Records.undisturbed(traffic), records);
            new Report("service killed " + Size.kills() + " times", answers)
                    .kept(kept)
                    .differing(differing)
                    .note("fsync", Server.isDurable())
                    .print();
            assertTrue(answers.count(answer -> answer.status() == Answer.NONE) > 0, "no kill hit a request");
            assertEquals(List.of(), answers.neither(Answer::isKept, answer -> answer.status() == Answer.NONE));
            assertEquals(traffic.inOrder().size(), kept.size());
            assertEquals(List.of(), Report.doubled(kept));
            assertEquals(List.of(), differing);
            assertEquals(List.of(), replica.errors());
        }
    }
}
