package dev.callfile.twilio.rest;

import dev.callfile.call.Audio;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.streams.WriteStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The bytes of an answer on their way. All state is the event loop's that the answer came on.
 *
 * @see io.vertx.core.streams.Pipe
 */
final class MediaBody implements Audio.Body {

    static final long UNKNOWN = Long.MAX_VALUE;
    private static final long IDLE_MS = TimeUnit.SECONDS.toMillis(30);

    private final Vertx vertx;
    private final Context loop;
    private final HttpClientResponse storage;
    private final Promise<Void> sent = Promise.promise();

    private long skip;
    private long left;
    private boolean waitsForClient;
    private boolean heard;

    /**
     * Made on the event loop of a paused answer.
     *
     * @param skip how many bytes are not wanted before those that are
     * @param length how many are wanted; {@link #UNKNOWN} for all that come
     */
    MediaBody(Vertx vertx, HttpClientResponse storage, long skip, long length) {
        this.vertx = vertx;
        this.loop = vertx.getOrCreateContext();
        this.storage = storage;
        this.skip = skip;
        this.left = length;
        storage.exceptionHandler(sent::tryFail);
        sent.future().onComplete(end -> release());
    }

    @Override
    public Future<Void> sendTo(WriteStream<Buffer> client) {
        loop.runOnContext(go -> start(client));
        return sent.future();
    }

    @Override
    public void discard() {
        sent.tryFail("nobody listens any more");
    }

    private void start(WriteStream<Buffer> client) {
        if (left == 0) {
            sent.tryComplete();
        }
        if (sent.future().isComplete()) {
            return;
        }
        long watch = vertx.setPeriodic(IDLE_MS, timer -> watch());
        sent.future().onComplete(end -> vertx.cancelTimer(watch));
        client.drainHandler(drained -> loop.runOnContext(go -> resume()));
        storage.handler(bytes -> pass(bytes, client));
        storage.endHandler(end -> finish());
        storage.resume();
    }

    private void pass(Buffer bytes, WriteStream<Buffer> client) {
        heard = true;
        int from = (int) Math.min(skip, bytes.length());
        int to = (int) Math.min(bytes.length(), from + Math.min(left, Integer.MAX_VALUE - from));
        skip -= from;
        left -= left == UNKNOWN ? 0 : to - from;
        if (from == to) {
            return;
        }
        client.write(bytes.slice(from, to)).onFailure(sent::tryFail);
        if (left == 0) {
            sent.tryComplete();
        } else if (client.writeQueueFull()) {
            waitsForClient = true;
            storage.pause();
        }
    }

    private void resume() {
        waitsForClient = false;
        heard = true;
        storage.resume();
    }

    private void finish() {
        if (left == UNKNOWN) {
            sent.tryComplete();
        } else {
            sent.tryFail("the storage sent less than it told");
        }
    }

    /** A storage that is silent is given up. One that is kept waiting is not silent. */
    private void watch() {
        if (!heard && !waitsForClient) {
            sent.tryFail(new TimeoutException("nothing came in " + IDLE_MS + " ms"));
        }
        heard = false;
    }

    /** What is still to come is nobody's: the connection is closed, unless all has come. */
    private void release() {
        storage.request().reset();
    }
}
