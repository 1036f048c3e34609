package dev.callfile.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two replicas on one database, each with callbacks of the same calls: the records are those of one. */
class TwoReplicasIT {

    @Test
    void replicas_withTheSameCalls_makeTheRecordsOfOne() {
        long seed = Size.seed();
        Traffic traffic = new Traffic(seed, Size.fewer());
        Store store = Server.running().newStore();

        try (Replica one = Replica.start(store);
                Replica other = Replica.start(store);
                Load toOne = new Load();
                Load toOther = new Load()) {
            // Each gets all of them, in an order of its own: one call's callbacks are at both at once, the same ones
            // too.
            toOne.sending(traffic.shuffled(seed), 8, callback -> one.url());
            toOther.sending(traffic.shuffled(seed + 1), 8, callback -> other.url());
            toOne.finish(Duration.ofMinutes(5));
            toOther.finish(Duration.ofMinutes(5));

            Answers answers = toOne.callbacks().and(toOther.callbacks());
            Map<Integer, Integer> kept = store.kept();
            Map<String, String> records = Records.of(one, traffic.cases());
            List<String> differing = Records.differing(Records.undisturbed(traffic), records);
            new Report("two replicas", answers).kept(kept).differing(differing).print();
            assertEquals(List.of(), answers.neither(Answer::isKept, Answer::isKept));
            assertEquals(traffic.inOrder().size(), kept.size());
            assertEquals(List.of(), Report.doubled(kept));
            assertEquals(List.of(), differing);
            assertEquals(records, Records.of(other, traffic.cases()));
            assertEquals(List.of(), one.errors());
            assertEquals(List.of(), other.errors());
        }
    }
}
