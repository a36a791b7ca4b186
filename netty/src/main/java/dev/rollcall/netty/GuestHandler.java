// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty;

import dev.rollcall.protocol.wire.Request;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes turns with the server whose connection it is: one request is under way at a time where one of the two is ours, and
 * answers leave in the order of the requests (RFC 9112, section 9.3.2). Event loop only.
 */
final class GuestHandler extends ChannelDuplexHandler {

    /* Design: what the codec decoded too early waits here. No more is read while something waits, so at most one read's
     * worth does. The server is not told of a request of ours at all: for it the connection is idle meanwhile. */

    private static final Logger LOG = LoggerFactory.getLogger(GuestHandler.class);

    private final Serving serving;
    private final Predicate<String> paths;
    private final Function<Request, @Nullable CompletionStage<Request>> insight;
    private final Alarm alarm;
    private final ArrayDeque<Object> waiting = new ArrayDeque<>(0);
    private @Nullable ChannelHandlerContext context;
    private @Nullable GuestExchange ours;
    private HttpResponseStatus theirStatus = HttpResponseStatus.OK;
    private int theirs;
    private boolean resuming;
    private boolean removed;

    GuestHandler(
            Channel channel,
            Serving serving,
            Predicate<String> paths,
            Function<Request, @Nullable CompletionStage<Request>> insight) {
        this.serving = serving;
        this.paths = paths;
        this.insight = insight;
        this.alarm = new Alarm(channel, this::ring);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        removed = true;
        end();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end();
        ctx.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof HttpObject)) {
            ctx.fireChannelRead(message); // The server has upgraded the connection to something else.
        } else if (!waiting.isEmpty() || mustWait(message)) {
            waiting.add(message);
        } else {
            take(ctx, message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.fireChannelReadComplete();
        if (ours != null && isReading() && !ctx.channel().config().isAutoRead()) {
            ctx.read();
        }
    }

    @Override
    public void read(ChannelHandlerContext ctx) {
        if (isReading()) {
            ctx.read();
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response) {
            theirStatus = response.status();
        }
        if (message instanceof LastHttpContent && !isInterim(theirStatus)) {
            boolean upgrade = theirStatus.equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
            ctx.write(message, promise.unvoid().addListener(sent -> theyAnswered(ctx, upgrade)));
        } else {
            ctx.write(message, promise);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (ours == null) {
            ctx.fireExceptionCaught(cause);
        } else {
            LOG.debug("A connection failed while a request was under way; it is closed.", cause);
            ctx.close();
        }
    }

    /** The answer to a request of ours has left, and the connection stays. */
    void answered() {
        ours = null;
        alarm.set(serving.limits().idle());
        resume();
    }

    /** Turns the connection into a held one: the server's handlers leave it, then this one, and at last the codec. */
    @Nullable
    Holding holding() {
        ChannelHandlerContext ctx = context;
        ChannelHandlerContext codec = ctx == null ? null : ctx.pipeline().context(HttpServerCodec.class);
        if (codec == null || !(codec.handler() instanceof HttpServerCodec both)) {
            return null;
        }
        both.removeOutboundHandler(); // What is written from now on is no HTTP.
        return new Holding(codec.channel(), behind(codec), both);
    }

    /** Whether bytes that came after the request have been taken for further requests. */
    boolean hasMore() {
        return !waiting.isEmpty();
    }

    /** Nothing further on this connection is answered. */
    void dropWaiting() {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
    }

    private static List<ChannelHandler> behind(ChannelHandlerContext codec) {
        List<ChannelHandler> handlers = new ArrayList<>(codec.pipeline().toMap().values());
        return handlers.subList(handlers.indexOf(codec.handler()) + 1, handlers.size());
    }

    private void take(ChannelHandlerContext ctx, Object message) {
        if (ours != null) {
            ours.take(message);
        } else if (message instanceof HttpRequest head) {
            alarm.off();
            if (isOurs(head)) {
                begin(ctx, head);
            } else {
                theirs++;
                ctx.fireChannelRead(message);
            }
        } else {
            ctx.fireChannelRead(message);
        }
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest head) {
        GuestExchange exchange = new GuestExchange(ctx, this, serving, head);
        ours = exchange;
        if (ctx.pipeline().get(IdleStateHandler.class) != null) {
            deferIdleLimits(ctx.pipeline());
        }
        exchange.begin(insight);
    }

    /** A request of ours is taking long, or the connection has idled for too long after one. */
    private void ring() {
        ChannelHandlerContext ctx = context;
        if (ctx != null && ours != null) {
            deferIdleLimits(ctx.pipeline());
        } else if (ctx != null) {
            ctx.channel().close();
        }
    }

    /**
     * Restarts the server's idle limits, and does so again in time, until the request under way has been answered. The
     * server does not see that request and would close the connection.
     */
    private void deferIdleLimits(ChannelPipeline pipeline) {
        long shortest = Long.MAX_VALUE;
        for (ChannelHandler handler : pipeline.toMap().values()) {
            if (handler instanceof IdleStateHandler limits) {
                limits.resetReadTimeout();
                limits.resetWriteTimeout();
                shortest = Math.min(shortest, shortestMillis(limits));
            }
        }
        if (shortest < Long.MAX_VALUE) {
            alarm.set(Duration.ofMillis(shortest).dividedBy(2));
        }
    }

    /** Returns the shortest limit that is set; a limit of zero is off. */
    private static long shortestMillis(IdleStateHandler limits) {
        return LongStream.of(
                        limits.getReaderIdleTimeInMillis(),
                        limits.getWriterIdleTimeInMillis(),
                        limits.getAllIdleTimeInMillis())
                .filter(millis -> millis > 0)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private void theyAnswered(ChannelHandlerContext ctx, boolean upgrade) {
        theirs = Math.max(0, theirs - 1);
        if (removed) {
            return;
        }
        if (upgrade) {
            ctx.pipeline().remove(this);
        } else if (theirs == 0 && !waiting.isEmpty()) {
            later(ctx); // Not inside the server's own call: it may have something to do after its answer.
        }
    }

    private void later(ChannelHandlerContext ctx) {
        try {
            ctx.executor().execute(this::resume);
        } catch (RejectedExecutionException e) {
            LOG.debug("The event loop has ended, and the connection with it.");
        }
    }

    private void resume() {
        ChannelHandlerContext ctx = context;
        if (ctx == null || resuming || removed || !ctx.channel().isActive()) {
            return;
        }
        resuming = true;
        boolean any = !waiting.isEmpty();
        while (!waiting.isEmpty() && !mustWait(waiting.element())) {
            take(ctx, waiting.remove());
        }
        resuming = false;
        if (any) {
            ctx.fireChannelReadComplete();
        }
        if (!removed && isReading()) {
            ctx.read();
        }
    }

    private boolean mustWait(Object message) {
        return ours == null ? theirs > 0 && message instanceof HttpRequest head && isOurs(head) : !ours.reads();
    }

    private boolean isReading() {
        return waiting.isEmpty() && (ours == null || ours.reads());
    }

    private boolean isOurs(HttpRequest head) {
        return head.decoderResult().isSuccess() && paths.test(RequestReader.path(head.uri()));
    }

    private static boolean isInterim(HttpResponseStatus status) {
        return status.codeClass() == HttpStatusClass.INFORMATIONAL
                && !status.equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
    }

    private void end() {
        alarm.off();
        dropWaiting();
        if (ours != null) {
            ours.over();
            ours = null;
        }
    }
}
