// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty;

import dev.rollcall.netty.internal.guest.GuestHandler;
import dev.rollcall.netty.internal.guest.JoinAfterTls;
import dev.rollcall.netty.internal.serving.HostContext;
import dev.rollcall.netty.internal.serving.LeaveChannel;
import dev.rollcall.netty.internal.serving.Limits;
import dev.rollcall.protocol.wire.Contract;
import dev.rollcall.protocol.wire.Request;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Serves a {@link Contract} on the connections of another Netty server, over HTTP/1.1 in the clear or with TLS. It sees
 * each request behind the server's own codec: it answers requests for the contract itself, and passes all others on
 * unchanged, on the same connection and in order. When a connection becomes an event stream or a WebSocket, the guest
 * takes it over and removes the server's handlers. Thread-safe.
 */
public final class NettyGuest {

    private static final String NAME = "rollcall";

    private final HostContext host;
    private final Predicate<String> paths;
    private final Function<Request, @Nullable CompletionStage<Request>> insight;
    private final ChannelHandler joinAfterTls = new JoinAfterTls(this::join);

    private NettyGuest(
            Contract contract, Predicate<String> paths, Function<Request, @Nullable CompletionStage<Request>> insight) {
        this.host = new HostContext(contract, Limits.DEFAULTS, LeaveChannel.NEVER, false);
        this.paths = Objects.requireNonNull(paths, "paths");
        this.insight = Objects.requireNonNull(insight, "insight");
    }

    /**
     * Serves a contract. The guest does not close it.
     *
     * @param contract decides about requests, for example {@code Protocol}
     * @param paths which requests are for the contract, by their raw path without query. Called on event loops, so it
     *     must not block
     * @param insight adds to a request what else the server knows about it, off the event loop if that takes time. It
     *     returns null when there is nothing to wait for. If its stage fails, the request continues as it came
     */
    public static NettyGuest of(
            Contract contract, Predicate<String> paths, Function<Request, @Nullable CompletionStage<Request>> insight) {
        return new NettyGuest(Objects.requireNonNull(contract, "contract"), paths, insight);
    }

    /**
     * Joins a connection, right behind its {@link HttpServerCodec}; with TLS, after HTTP/1.1 has been negotiated. Does
     * nothing on a connection that will have no such codec (HTTP/2). To be called on the connection's event loop, or
     * before the connection is registered.
     *
     * @param pipeline the connection's pipeline, set up by its server
     */
    public void join(ChannelPipeline pipeline) {
        ChannelHandlerContext codec = pipeline.context(HttpServerCodec.class);
        if (codec != null) {
            pipeline.addAfter(codec.name(), NAME, new GuestHandler(pipeline.channel(), host, paths, insight));
            return;
        }
        ChannelHandlerContext alpn = pipeline.context(ApplicationProtocolNegotiationHandler.class);
        if (alpn != null) {
            pipeline.addAfter(alpn.name(), NAME + "-tls", joinAfterTls);
        }
    }

    /** Returns how many connections have a request for the contract in progress. */
    public int pendingConnections() {
        return host.pending().count();
    }

    /**
     * Drains: has the contract send the tabs away, and answers the requests in progress. The server's connections stay
     * the server's to close. Does not block.
     *
     * @param grace how long draining may take; zero or more
     * @return a stage that completes, never with a failure, when that is done or the grace period is over
     */
    public CompletionStage<@Nullable Void> drain(Duration grace) {
        Objects.requireNonNull(grace, "grace");
        return CompletableFuture.allOf(
                        host.contract().drain(grace).toCompletableFuture(),
                        host.pending().drain().toCompletableFuture())
                .completeOnTimeout(null, grace.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> null);
    }
}
