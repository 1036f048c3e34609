package dev.callfile.edge;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Hangs up on a client that has begun a request and does not come to the end of its head. It stands before the decoder. */
final class HeadWatch extends ChannelInboundHandlerAdapter {

    private final long timeoutMs;
    private boolean hearsTheDecoder;
    private boolean betweenRequests = true;
    private @Nullable Future<?> deadline;

    HeadWatch(long timeoutMs) {
        this.timeoutMs = timeoutMs;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        ChannelHandlerContext decoder = context.pipeline().context(HttpRequestDecoder.class);
        if (!hearsTheDecoder && decoder != null) {
            hearsTheDecoder = true;
            context.pipeline().addAfter(decoder.name(), null, new Decoded());
        }
        if (hearsTheDecoder && betweenRequests && deadline == null) {
            deadline = context.executor().schedule(() -> context.close(), timeoutMs, TimeUnit.MILLISECONDS);
        }
        context.fireChannelRead(bytes);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        betweenRequests(false);
        context.fireChannelInactive();
    }

    private void betweenRequests(boolean between) {
        betweenRequests = between;
        if (!between && deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    /** Stands behind the decoder, and hears where a request begins and ends. */
    private final class Decoded extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object part) {
            if (part instanceof HttpRequest) {
                betweenRequests(false);
            }
            if (part instanceof LastHttpContent) {
                betweenRequests(true);
            }
            context.fireChannelRead(part);
        }
    }
}
