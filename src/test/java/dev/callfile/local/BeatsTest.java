package dev.callfile.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Steps come in the order of their beats, whatever the machine does meanwhile. */
class BeatsTest {

    /** Late with everything: whatever is asked for waits here until the test lets it run. */
    private final Deque<Runnable> waiting = new ArrayDeque<>();

    private final List<Duration> delays = new ArrayList<>();
    private final List<String> happened = new ArrayList<>();

    private Beats beats(Duration beat) {
        return new Beats(beat, (delay, step) -> {
            delays.add(delay);
            waiting.add(step);
        });
    }

    @Test
    void steps_comeInOrderOfTheirBeats_andNeverTwoAtOnce() {
        Beats beats = beats(Duration.ofNanos(1));
        beats.after(4, () -> {
            happened.add("answered");
            beats.after(6, () -> happened.add("completed"));
            beats.after(2, () -> {
                happened.add("other leg answered");
                beats.after(3, () -> happened.add("other leg completed"));
            });
            beats.after(1, () -> happened.add("other leg ringing"));
        });
        beats.after(2, () -> happened.add("ringing"));
        beats.after(1, () -> happened.add("initiated"));
        beats.after(1, () -> happened.add("told of it"));

        beats.play();
        while (!waiting.isEmpty()) {
            assertEquals(1, waiting.size());
            waiting.remove().run();
        }

        assertEquals(
                List.of(
                        "initiated",
                        "told of it",
                        "ringing",
                        "answered",
                        "other leg ringing",
                        "other leg answered",
                        "other leg completed",
                        "completed"),
                happened);
    }

    @Test
    void steps_waitForTheirBeat_andForNothingWhereItIsOver() {
        Beats beats = beats(Duration.ofDays(1));
        beats.after(0, () -> happened.add("at once"));
        beats.after(2, () -> happened.add("on the second day"));

        beats.play();
        waiting.remove().run();

        assertEquals(Duration.ZERO, delays.get(0));
        assertTrue(delays.get(1).compareTo(Duration.ofDays(1)) > 0);
        assertTrue(delays.get(1).compareTo(Duration.ofDays(2)) <= 0);
    }

    @Test
    void step_thatFails_keepsNoneFromComing() {
        Beats beats = beats(Duration.ofNanos(1));
        beats.after(1, () -> {
            throw new IllegalStateException("refused");
        });
        beats.after(2, () -> happened.add("went on"));

        beats.play();
        assertThrows(IllegalStateException.class, () -> waiting.remove().run());
        waiting.remove().run();

        assertEquals(List.of("went on"), happened);
    }
}
