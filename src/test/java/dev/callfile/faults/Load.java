package dev.callfile.faults;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;

/** Many at once who send callbacks and read lists, until every callback has been answered 204 or somebody stops them. */
final class Load implements AutoCloseable {

    /** Whoever was sent away comes again after a while. */
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Client client = new Client();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<?>> running = new ArrayList<>();
    private final Queue<Answer> callbacks = new ConcurrentLinkedQueue<>();
    private final Queue<Answer> lists = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean stopped = new AtomicBoolean();

    /** Sends each callback until it is kept, or is refused in a way that no repetition mends. */
    Load sending(Collection<Sent> callbacks, int clients, Function<Sent, URI> to) {
        Queue<Sent> waiting = new ConcurrentLinkedQueue<>(callbacks);
        for (int i = 0; i < clients; i++) {
            running.add(threads.submit(() -> {
                for (Sent next = waiting.poll(); next != null && !stopped.get(); next = waiting.poll()) {
                    Answer answer = client.send(next, to.apply(next));
                    this.callbacks.add(answer);
                    if (answer.isLater() || answer.status() == Answer.NONE) {
                        waiting.add(next);
                        LockSupport.parkNanos(PAUSE.toNanos());
                    }
                }
            }));
        }
        return this;
    }

    /** Reads one case after the other until the callbacks are all sent. */
    Load reading(List<String> cases, int clients, Supplier<URI> from) {
        return asking(cases, clients, from, Client.ALL);
    }

    /** The same, and asks for what a query tells. */
    Load asking(List<String> cases, int clients, Supplier<URI> from, String query) {
        String token = Client.token();
        for (int i = 0; i < clients; i++) {
            int first = i;
            threads.submit(() -> {
                for (int n = first; !stopped.get(); n++) {
                    Answer answer = client.list(cases.get(n % cases.size()), query, from.get(), token);
                    lists.add(answer);
                    if (answer.status() != 200) {
                        LockSupport.parkNanos(PAUSE.toNanos());
                    }
                }
            });
        }
        return this;
    }

    /** How many callbacks have been kept so far. */
    int kept() {
        return (int) callbacks.stream().filter(Answer::isKept).count();
    }

    void awaitKept(int number) {
        Await.until(number + " callbacks are kept", Duration.ofSeconds(120), () -> kept() >= number || isDone());
    }

    private boolean isDone() {
        return running.stream().allMatch(Future::isDone);
    }

    /** Waits until every callback is kept. */
    Load finish(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        for (Future<?> sender : running) {
            try {
                sender.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (ExecutionException | InterruptedException e) {
                throw new AssertionError(e);
            } catch (TimeoutException e) {
                throw new AssertionError("not all was kept within " + atMost.toSeconds() + " s: "
                        + callbacks().told());
            }
        }
        stop();
        return this;
    }

    Answers callbacks() {
        return Answers.of(callbacks);
    }

    Answers lists() {
        return Answers.of(lists);
    }

    @Override
    public void close() {
        stop();
    }

    /** Lets everybody finish what they are at, and nothing more. */
    void stop() {
        stopped.set(true);
        threads.shutdown();
        try {
            if (!threads.awaitTermination(60, TimeUnit.SECONDS)) {
                throw new AssertionError("somebody still waits for an answer");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
