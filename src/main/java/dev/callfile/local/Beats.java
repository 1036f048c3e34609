package dev.callfile.local;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BiConsumer;

/**
 * What happens beat by beat: one step after another in the order of their beats, however late the one before was, and never
 * two at once.
 */
final class Beats {

    private final PriorityQueue<Step> steps =
            new PriorityQueue<>(Comparator.comparingInt(Step::beat).thenComparingInt(Step::number));
    private final Duration beat;
    private final BiConsumer<Duration, Runnable> later;
    private final long begin = System.nanoTime();
    private int now;
    private int added;

    private record Step(int beat, int number, Runnable work) {}

    /** @param later runs something after a time */
    Beats(Duration beat, BiConsumer<Duration, Runnable> later) {
        this.beat = beat;
        this.later = later;
    }

    /** Has something happen so many beats after the step that asks for it, or after the beginning. */
    void after(int beats, Runnable step) {
        steps.add(new Step(now + beats, added++, step));
    }

    /** Goes on until there is no step left. */
    void play() {
        Step next = steps.poll();
        if (next == null) {
            return;
        }
        Duration early = beat.multipliedBy(next.beat()).minusNanos(System.nanoTime() - begin);
        later.accept(early.isNegative() ? Duration.ZERO : early, () -> {
            now = next.beat();
            try {
                next.work().run();
            } finally {
                play();
            }
        });
    }
}
