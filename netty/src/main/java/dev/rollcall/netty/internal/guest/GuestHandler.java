// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.guest;

import dev.rollcall.netty.internal.http.HoldOnChannel;
import dev.rollcall.netty.internal.http.RequestReader;
import dev.rollcall.netty.internal.serving.ChannelSupport;
import dev.rollcall.netty.internal.serving.ChannelTimeout;
import dev.rollcall.netty.internal.serving.Hold;
import dev.rollcall.netty.internal.serving.HostContext;
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
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes turns with the server that owns the connection: while a request of ours is in progress none of the server's is,
 * and vice versa, so that responses leave in the order of the requests (RFC 9112, section 9.3.2). Event loop only.
 */
public final class GuestHandler extends ChannelDuplexHandler implements GuestExchange.Connection {

    /*
     * Design: what the codec has decoded too early waits here. Nothing is read while something waits, so at most the
     * contents of one read do. The server does not see our requests at all; to it the connection is idle meanwhile.
     */

    private static final Logger LOG = LoggerFactory.getLogger(GuestHandler.class);

    private final HostContext host;
    private final Predicate<String> paths;
    private final Function<Request, @Nullable CompletionStage<Request>> insight;
    private final ChannelTimeout timeout;
    private final ArrayDeque<Object> waiting = new ArrayDeque<>(0);
    private @Nullable ChannelHandlerContext context;
    private @Nullable GuestExchange ours;
    private HttpResponseStatus theirStatus = HttpResponseStatus.OK;
    private int theirs;
    private boolean resuming;
    private boolean removed;

    /**
     * Makes the handler of one connection.
     *
     * @param paths which requests are ours, by their raw path
     * @param insight adds what the server knows about a request
     */
    public GuestHandler(
            Channel channel,
            HostContext host,
            Predicate<String> paths,
            Function<Request, @Nullable CompletionStage<Request>> insight) {
        this.host = host;
        this.paths = paths;
        this.insight = insight;
        this.timeout = new ChannelTimeout(channel, this::timedOut);
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
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ours != null) {
            ours.writable();
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (ours == null) {
            ctx.fireExceptionCaught(cause);
        } else {
            LOG.debug("A connection failed while a request was in progress; it is closed.", cause);
            ctx.close();
        }
    }

    @Override
    public void answered() {
        ours = null;
        timeout.start(host.limits().idle());
        resume();
    }

    /** Returns a hold that removes the server's handlers from the connection, then this one, and last the codec. */
    @Override
    public @Nullable Hold hold() {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            return null;
        }
        ChannelHandlerContext codec = ctx.pipeline().context(HttpServerCodec.class);
        return codec == null ? null : new HoldOnChannel(host, codec.channel(), ctx, behind(codec), codec.handler());
    }

    @Override
    public boolean hasMore() {
        return !waiting.isEmpty();
    }

    @Override
    public void dropWaiting() {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
    }

    private static List<ChannelHandler> behind(ChannelHandlerContext codec) {
        List<ChannelHandler> handlers = new ArrayList<>(codec.pipeline().toMap().values());
        return handlers.subList(handlers.indexOf(codec.handler()) + 1, handlers.size());
    }

    private void take(ChannelHandlerContext ctx, Object message) {
        GuestExchange exchange = ours;
        if (exchange != null) {
            exchange.read(message); // That may end the exchange.
            exchange.count();
        } else if (message instanceof HttpRequest head) {
            timeout.cancel();
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
        GuestExchange exchange = new GuestExchange(ctx, this, host, insight);
        ours = exchange;
        if (ctx.pipeline().get(IdleStateHandler.class) != null) {
            deferIdleLimits(ctx.pipeline());
        }
        exchange.start();
        exchange.read(head);
    }

    /** A request of ours is taking long, or the connection has idled for too long after one. */
    private void timedOut() {
        ChannelHandlerContext ctx = context;
        if (ctx != null && ours != null) {
            deferIdleLimits(ctx.pipeline());
        } else if (ctx != null) {
            ctx.channel().close();
        }
    }

    /**
     * Restarts the server's idle limits, again and again, until the request under way has been answered. The server
     * does not see that request and would otherwise close the connection.
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
            timeout.start(Duration.ofMillis(shortest).dividedBy(2));
        }
    }

    /** Returns the shortest limit that is set; zero means no limit. */
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
        } else if (theirs == 0) {
            // Not inside the server's own call: it may have more to do after its answer. If nothing waits, this asks
            // for the next bytes, which Reactor Netty up to 1.3.7 sometimes forgets (reactor-netty issue 4361).
            ChannelSupport.later(ctx.channel(), this::resume);
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
        timeout.cancel();
        dropWaiting();
        if (ours != null) {
            ours.over();
            ours = null;
        }
    }
}
