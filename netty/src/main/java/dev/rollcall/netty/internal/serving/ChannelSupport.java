// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.serving;

import dev.rollcall.netty.internal.held.ChannelFailures;
import dev.rollcall.protocol.wire.HttpErrors;
import dev.rollcall.protocol.wire.Response;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every server of requests on a channel does alike. */
public final class ChannelSupport {

    private static final Logger LOG = LoggerFactory.getLogger(ChannelSupport.class);
    private static final int TCP_ESTABLISHED = 1; // tcp(7), as in netinet/tcp.h
    private static final Duration LINGER = Duration.ofSeconds(1);

    private ChannelSupport() {}

    /** Returns the peer's address; null when the peer is gone, so nobody would read an answer. */
    public static @Nullable InetAddress peer(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress address ? address.getAddress() : null;
    }

    /**
     * Returns whether the peer has closed the connection, even though earlier bytes are still being read. False if the
     * system does not tell.
     */
    public static boolean peerHasClosed(Channel channel) {
        Channel socket = channel.parent() instanceof EpollSocketChannel connection ? connection : channel;
        try {
            return socket instanceof EpollSocketChannel epoll && epoll.tcpInfo().state() != TCP_ESTABLISHED;
        } catch (ChannelException e) {
            return true; // The socket is gone.
        }
    }

    /**
     * Passes a response on when it is there, on the channel's event loop; if it failed, 500 in its place. Never does so
     * if the event loop has ended.
     */
    public static void whenComplete(CompletionStage<Response> response, Channel channel, Consumer<Response> answer) {
        response.whenComplete((result, failure) -> onLoop(channel, () -> {
            if (failure != null) {
                ChannelFailures.fault("An answer", failure);
            }
            answer.accept(failure == null ? result : HttpErrors.FAILED);
        }));
    }

    /** Runs a task on the channel's event loop: now when called on it, otherwise soon. From any thread. */
    public static void onLoop(Channel channel, Runnable task) {
        if (channel.eventLoop().inEventLoop()) {
            task.run();
        } else {
            later(channel, task);
        }
    }

    /**
     * Runs a task on the channel's event loop, after the current one. Drops it if the loop has ended. From any thread.
     */
    public static void later(Channel channel, Runnable task) {
        try {
            channel.eventLoop().execute(() -> ChannelFailures.run(task));
        } catch (RejectedExecutionException e) {
            LOG.debug("The event loop has ended, and its connections with it; a task is dropped.");
        }
    }

    /**
     * Says that nothing more will be sent, and closes the connection when the timeout expires. Closing it with bytes
     * unread would reset it and could destroy the answer (RFC 9112, section 9.6).
     *
     * @param sent whether the answer has been sent; otherwise there is nothing to wait for
     * @param timeout closes the channel when it expires
     */
    public static void linger(Channel channel, boolean sent, ChannelTimeout timeout) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (sent && tls != null) {
            tls.closeOutbound();
            timeout.start(LINGER);
        } else if (sent && channel instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
            timeout.start(LINGER);
        } else {
            channel.close();
        }
    }
}
