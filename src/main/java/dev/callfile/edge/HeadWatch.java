package dev.callfile.edge;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hangs up on a client that has begun a request and does not come to the end of its head. It stands before everything else
 * on a connection. What turns out to be HTTP/2 or TLS is left alone: heads come in frames there, and one costs no more than
 * another.
 */
final class HeadWatch extends ChannelInboundHandlerAdapter {

    private static final int HTTP_2_PREFACE = 24;

    private final long timeoutMs;
    private int unrecognized;
    private boolean hearsTheDecoder;
    private boolean betweenRequests = true;
    private @Nullable Future<?> deadline;

    HeadWatch(long timeoutMs) {
        this.timeoutMs = timeoutMs;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (betweenRequests && deadline == null && (decoder(context) != null || unrecognized == 0)) {
            deadline = context.executor().schedule(() -> hangUp(context), timeoutMs, TimeUnit.MILLISECONDS);
        }
        // Byte by byte, because the decoder comes with the first that tells HTTP/1.1 from HTTP/2, and would not be
        // heard.
        while (!hearsTheDecoder && unrecognized < HTTP_2_PREFACE && bytes.isReadable()) {
            hearTheDecoder(context);
            if (!hearsTheDecoder) {
                unrecognized++;
                context.fireChannelRead(bytes.readRetainedSlice(1));
                hearTheDecoder(context);
            }
        }
        if (!hearsTheDecoder && unrecognized == HTTP_2_PREFACE) {
            endDeadline();
        }
        context.fireChannelRead(bytes);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        endDeadline();
        context.fireChannelInactive();
    }

    private void hearTheDecoder(ChannelHandlerContext context) {
        ChannelHandlerContext decoder = decoder(context);
        if (decoder != null) {
            hearsTheDecoder = true;
            context.pipeline().addAfter(decoder.name(), null, new Decoded());
        }
    }

    private static @Nullable ChannelHandlerContext decoder(ChannelHandlerContext context) {
        return context.pipeline().context(HttpRequestDecoder.class);
    }

    private static void hangUp(ChannelHandlerContext context) {
        // Nobody is left to be told whether it worked.
        Future<?> unused = context.close();
    }

    private void endDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    /** Stands behind the decoder, and hears where a request begins and ends. */
    private final class Decoded extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object part) {
            if (part instanceof HttpRequest) {
                betweenRequests = false;
                endDeadline();
            }
            if (part instanceof LastHttpContent) {
                betweenRequests = true;
            }
            context.fireChannelRead(part);
        }
    }
}
