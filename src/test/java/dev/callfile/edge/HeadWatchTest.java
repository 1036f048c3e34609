package dev.callfile.edge;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.vertx.core.http.impl.Http1xOrH2CHandler;
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
    void connection_whoseDecoderComesLate_isWatchedFromItsFirstByte() {
        EmbeddedChannel sniffed = new EmbeddedChannel(new HeadWatch(TIMEOUT), new Http1xOrH2CHandler() {
            @Override
            protected void configure(ChannelHandlerContext context, boolean h2c) {
                context.pipeline().addLast(h2c ? new ChannelInboundHandlerAdapter() : new HttpRequestDecoder());
            }
        });
        sniffed.freezeTime();
        sniffed.writeInbound(
                Unpooled.copiedBuffer("POST / HTTP/1.1\r\nContent-Length: 1\r\n\r\na", StandardCharsets.US_ASCII));
        assertTrue(sniffed.readInbound() instanceof HttpRequest);
        sniffed.advanceTimeBy(100 * TIMEOUT, TimeUnit.MILLISECONDS);
        sniffed.runScheduledPendingTasks();
        assertTrue(sniffed.isOpen());

        sniffed.writeInbound(Unpooled.copiedBuffer("P", StandardCharsets.US_ASCII));
        sniffed.advanceTimeBy(TIMEOUT, TimeUnit.MILLISECONDS);
        sniffed.runScheduledPendingTasks();

        assertFalse(sniffed.isOpen());
    }

    @Test
    void http2_isLeftAlone() {
        EmbeddedChannel http2 = new EmbeddedChannel(new HeadWatch(TIMEOUT), new ChannelInboundHandlerAdapter());
        http2.freezeTime();
        http2.writeInbound(Unpooled.copiedBuffer("PRI * HTTP/2.0\r\n", StandardCharsets.US_ASCII));
        http2.writeInbound(Unpooled.copiedBuffer("\r\nSM\r\n\r\nframes", StandardCharsets.US_ASCII));
        http2.advanceTimeBy(100 * TIMEOUT, TimeUnit.MILLISECONDS);
        http2.runScheduledPendingTasks();
        http2.writeInbound(Unpooled.copiedBuffer("frames", StandardCharsets.US_ASCII));
        http2.advanceTimeBy(100 * TIMEOUT, TimeUnit.MILLISECONDS);
        http2.runScheduledPendingTasks();

        assertTrue(http2.isOpen());
        http2.finishAndReleaseAll();
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
