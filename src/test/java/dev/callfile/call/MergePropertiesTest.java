package dev.callfile.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** The merge is a join: whatever facts come, in whatever order, how often and in whatever groups, it ends the same. */
class MergePropertiesTest {

    private static final List<String> SIDS = List.of("CA1", "CA2", "CA3", "CA4");

    @RepeatedTest(300)
    void leg_merge_isCommutativeAssociativeIdempotent(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());

        assertJoin(CallLeg::merge, () -> randomLeg(random, "CA1"));
    }

    @RepeatedTest(300)
    void recording_merge_isCommutativeAssociativeIdempotent(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());

        assertJoin(CallRecording::merge, () -> randomRecording(random, "RE1"));
    }

    @RepeatedTest(500)
    void record_anyOrderAnyRepetition_endsTheSame(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<Object> facts = new ArrayList<>();
        for (int i = random.nextInt(12) + 1; i > 0; i--) {
            facts.add(
                    random.nextInt(4) == 0
                            ? randomRecording(random, "RE" + random.nextInt(3))
                            : randomLeg(random, SIDS.get(random.nextInt(SIDS.size()))));
        }
        Map<String, CallFacts> once = records(facts);

        List<Object> shuffled = new ArrayList<>(facts);
        for (int i = random.nextInt(6); i > 0; i--) {
            shuffled.add(facts.get(random.nextInt(facts.size())));
        }
        Collections.shuffle(shuffled, random);

        assertEquals(once, records(shuffled));
    }

    @RepeatedTest(300)
    void status_ofOneLeg_neverGoesBack(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        CallLeg leg = randomLeg(random, "CA1");
        for (int i = 0; i < 8; i++) {
            CallLeg next = leg.merge(randomLeg(random, "CA1"));
            assertTrue(leg.status() == null || next.status().compareTo(leg.status()) >= 0);
            assertTrue(leg.status() == null
                    || !leg.status().isTerminal()
                    || next.status().isTerminal());
            leg = next;
        }
    }

    static <T> void assertJoin(BinaryOperator<T> merge, Supplier<T> make) {
        T a = make.get();
        T b = make.get();
        T c = make.get();
        assertEquals(merge.apply(a, b), merge.apply(b, a));
        assertEquals(merge.apply(merge.apply(a, b), c), merge.apply(a, merge.apply(b, c)));
        assertEquals(a, merge.apply(a, a));
        assertEquals(merge.apply(a, b), merge.apply(merge.apply(a, b), b));
    }

    private static Map<String, CallFacts> records(List<Object> facts) {
        Map<String, CallLeg> legs = new HashMap<>();
        Map<String, CallRecording> recordings = new HashMap<>();
        for (Object fact : facts) {
            if (fact instanceof CallLeg leg) {
                legs.merge(leg.callSid(), leg, CallLeg::merge);
            } else if (fact instanceof CallRecording recording) {
                recordings.merge(recording.recordingSid() + recording.callSid(), recording, CallRecording::merge);
            }
        }
        Map<String, CallFacts> records = new HashMap<>();
        Legs.trees(legs.values(), recordings.values()).forEach((root, tree) -> records.put(root, tree.facts()));
        return records;
    }

    private static CallLeg randomLeg(Random random, String sid) {
        return new CallLeg(
                sid,
                pick(random, null, null, "CA1", "CA2"),
                pick(random, null, "AC1"),
                pick(random, null, "+15005550001", "client:dana"),
                pick(random, null, "", "+15005550006", "client:erin"),
                pick(random, null, "inbound", "outbound-api", "outbound-dial"),
                pick(random, withNull(CallStatus.values())),
                time(random),
                time(random),
                time(random),
                pick(random, null, 0, 5, 60),
                pick(random, null, "A", "B"),
                pick(random, null, "x", "y"),
                pick(random, null, "dana"),
                pick(random, null, "01K8PC05EJ4T11HRYE78AN7EEE"),
                pick(random, null, "C", "D"),
                time(random),
                time(random));
    }

    private static CallRecording randomRecording(Random random, String sid) {
        return new CallRecording(
                sid,
                pick(random, "CA1", "CA2", "CA3"),
                null,
                pick(random, withNull(RecordingStatus.values())),
                time(random),
                pick(random, null, 0, 53),
                pick(random, null, 1, 2),
                pick(random, null, "https://api.twilio.com/x"),
                time(random));
    }

    private static <T> @Nullable T[] withNull(T[] values) {
        return Arrays.copyOf(values, values.length + 1);
    }

    static @Nullable Instant time(Random random) {
        return random.nextBoolean() ? null : Legs.at(random.nextInt(100));
    }

    @SafeVarargs
    static <T> T pick(Random random, T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
