// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.serving;

import dev.rollcall.protocol.wire.HttpErrors;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Verdict;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What whoever serves requests on a channel does in the same way: a connection's, a guest's, a stream's of HTTP/2. */
public final class ChannelSupport {

    private static final Logger LOG = LoggerFactory.getLogger(ChannelSupport.class);
    private static final Duration LINGER = Duration.ofSeconds(1);

    private ChannelSupport() {}

    /** Who is at the other end; null when they have gone already and nobody will read an answer. */
    public static @Nullable InetAddress peer(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress address ? address.getAddress() : null;
    }

    /** Gives the answer, or 500 in its place, on the channel's event loop; never when that has ended. */
    public static void whenThere(Verdict.Later later, Channel channel, Consumer<Response> answer) {
        later.response()
                .whenComplete((response, failure) -> onLoop(channel, () -> {
                    if (failure != null) {
                        LOG.error("An answer failed; it is 500.", failure);
                    }
                    answer.accept(failure == null ? response : HttpErrors.FAILED);
                }));
    }

    /** Runs the task on the channel's event loop, at once when this is it. */
    public static void onLoop(Channel channel, Runnable task) {
        if (channel.eventLoop().inEventLoop()) {
            task.run();
            return;
        }
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("The event loop has ended before an answer was there.");
        }
    }

    /** Logs why something is closed: for developers what came over the wire or the end of it, as an error what is our own. */
    public static void failed(String what, Throwable cause) {
        if (isFromOutside(cause)) {
            LOG.debug("{} broke; it is closed.", what, cause);
        } else {
            LOG.error("{} failed; it is closed.", what, cause);
        }
    }

    /** A broken connection, bytes that are no TLS (its decoder wraps these), frames that are no HTTP/2. */
    private static boolean isFromOutside(Throwable cause) {
        return cause instanceof IOException
                || (cause instanceof DecoderException && cause.getCause() instanceof IOException)
                || Http2CodecUtil.getEmbeddedHttp2Exception(cause) != null;
    }

    /**
     * Says that nothing more will be sent, and lets the alarm end it: closing with bytes unread would reset the connection
     * and could destroy the answer (RFC 9112, section 9.6).
     *
     * @param sent whether the answer has left; else there is nothing to wait for
     */
    public static void linger(Channel channel, boolean sent, ChannelTimeout alarm) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (sent && tls != null) {
            tls.closeOutbound();
            alarm.set(LINGER);
        } else if (sent && channel instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
            alarm.set(LINGER);
        } else {
            channel.close();
        }
    }
}
