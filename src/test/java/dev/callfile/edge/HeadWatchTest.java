package dev.callfile.edge;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeadWatchTest {

    private static final long TIMEOUT = 1000;

    private final EmbeddedChannel connection = new EmbeddedChannel(new HeadWatch(TIMEOUT), new HttpRequestDecoder());

    @BeforeEach
    void freeze() {
        connection.freezeTime();
    }

    @AfterEach
    void finish() {
        connection.finishAndReleaseAll();
    }

    @Test
    void headThatTrickles_isNotWaitedForAnyLonger() {
        for (String piece : "GET / HTTP".split("")) {
            send(piece);
            pass(TIMEOUT / 11);
        }
        assertTrue(connection.isOpen());

        pass(TIMEOUT);

        assertFalse(connection.isOpen());
    }

    @Test
    void silence_isForTheIdleTimeOut() {
        pass(100 * TIMEOUT);

        assertTrue(connection.isOpen());
    }

    @Test
    void bodyAndAnswer_haveTimesOfTheirOwn() {
        send("POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\na");
        pass(100 * TIMEOUT);
        assertTrue(connection.isOpen());

        send("bcd");
        pass(100 * TIMEOUT);
        assertTrue(connection.isOpen());
    }

    @Test
    void nextHeadOfTheSameConnection_isWatchedToo() {
        send("GET / HTTP/1.1\r\n\r\n");
        pass(100 * TIMEOUT);
        send("GET / HTTP/1.1\r\n");
        pass(TIMEOUT - 1);
        send("Host: a\r\n\r\n");
        pass(100 * TIMEOUT);
        assertTrue(connection.isOpen());

        send("G");
        pass(TIMEOUT);

        assertFalse(connection.isOpen());
    }

    private void send(String text) {
        connection.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    private void pass(long ms) {
        connection.advanceTimeBy(ms, TimeUnit.MILLISECONDS);
        connection.runScheduledPendingTasks();
    }
}
