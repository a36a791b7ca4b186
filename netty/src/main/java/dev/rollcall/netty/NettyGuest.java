// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty;

import dev.rollcall.netty.internal.guest.GuestHandler;
import dev.rollcall.netty.internal.guest.JoinAfterTls;
import dev.rollcall.netty.internal.serving.HostContext;
import dev.rollcall.netty.internal.serving.Limits;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Verdict;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Serves a {@link Protocol} on the connections of another Netty server, HTTP/1.1 in the clear or over TLS. It looks at each
 * request behind the server's own codec: what is for the protocol it answers itself, everything else goes on untouched, on
 * the same connection and in order. A connection that becomes an event stream or a WebSocket it takes over: the server's
 * handlers leave it. Thread-safe.
 */
public final class NettyGuest {

    private static final String NAME = "rollcall";

    private final HostContext serving;
    private final Predicate<String> paths;
    private final Function<Request, @Nullable CompletionStage<Request>> insight;
    private final Function<Duration, CompletionStage<@Nullable Void>> drain;

    NettyGuest(
            Function<Request, Verdict> decide,
            Consumer<String> rejected,
            Function<Duration, CompletionStage<@Nullable Void>> drain,
            Predicate<String> paths,
            Function<Request, @Nullable CompletionStage<Request>> insight) {
        this.serving = new HostContext(decide, rejected, Limits.DEFAULTS);
        this.drain = drain;
        this.paths = Objects.requireNonNull(paths, "paths");
        this.insight = Objects.requireNonNull(insight, "insight");
    }

    /**
     * Serves a protocol, which it does not close.
     *
     * @param paths which requests are for the protocol, by their raw path without query; on event loops, so it must not block
     * @param insight adds to a request what the server knows of it besides, off the event loop if that takes time; null from
     *     it means that there is nothing to wait for. When its stage fails the request goes on as it came
     */
    public static NettyGuest of(
            Protocol protocol, Predicate<String> paths, Function<Request, @Nullable CompletionStage<Request>> insight) {
        return new NettyGuest(protocol::decide, protocol::rejected, protocol::drain, paths, insight);
    }

    /**
     * Takes its place in a connection: right behind the {@link HttpServerCodec}, or there once TLS has agreed on HTTP/1.1.
     * Where neither is to be (HTTP/2) it does nothing. To be called on the connection's event loop or before it is registered.
     *
     * @param pipeline the connection's, set up by its server
     */
    public void join(ChannelPipeline pipeline) {
        ChannelHandlerContext codec = pipeline.context(HttpServerCodec.class);
        if (codec != null) {
            GuestHandler guest = new GuestHandler(pipeline.channel(), serving, paths, insight);
            pipeline.addAfter(codec.name(), NAME, guest);
            return;
        }
        ChannelHandlerContext agreement = pipeline.context(ApplicationProtocolNegotiationHandler.class);
        if (agreement != null) {
            pipeline.addAfter(agreement.name(), NAME + "-tls", new JoinAfterTls(this));
        }
    }

    /** Connections with a request for the protocol under way. */
    public int pendingConnections() {
        return serving.lobby().count();
    }

    /**
     * Leaves in order: has the protocol send the tabs away, and answers requests under way. The server's connections stay its
     * own to close. Does not block.
     *
     * @param grace how long it may take; zero or more
     * @return completes, never with a failure, when that is done or the grace is over
     */
    public CompletionStage<@Nullable Void> drain(Duration grace) {
        Objects.requireNonNull(grace, "grace");
        return CompletableFuture.allOf(
                        drain.apply(grace).toCompletableFuture(),
                        serving.lobby().drain().toCompletableFuture())
                .completeOnTimeout(null, grace.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> null);
    }
}
