// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.tls;

import dev.rollcall.netty.internal.flow.ByteBudget;
import dev.rollcall.netty.internal.serving.ChannelSupport;
import dev.rollcall.netty.internal.serving.ChannelTimeout;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/**
 * The server's side of TLS, without renegotiation: each one would be a key exchange, which a client could repeat
 * without end, and HTTP/2 forbids it (RFC 9113, section 9.2.1). A client that tries is disconnected. Event loop only.
 */
public final class ServerTlsHandler extends SslHandler {

    /* Design: in TLS 1.2 the type of a record is in the clear (RFC 5246, section 6.2), and after the handshake a client
     * has no handshake record to send but the ClientHello of a renegotiation. TLS 1.3 has no renegotiation and
     * disguises all records as application data (RFC 8446, section 5.2). So the type tells, before any work is done.
     * The JDK can refuse renegotiation too, but only with a system property for the whole process. */

    private static final int HANDSHAKE_RECORD = 22;
    private static final Duration GOODBYE = Duration.ofSeconds(3);

    /** The memory that an engine takes during its handshake, besides what has come, in bytes. */
    private static final int HANDSHAKE_BYTES = 32 * 1024;

    private final ByteBudget.Account account;
    private boolean closing;

    /**
     * Makes the handler of one connection.
     *
     * @param budget the budget that incomplete records count against
     * @param channel the connection
     */
    public ServerTlsHandler(SSLEngine engine, ByteBudget budget, Channel channel) {
        super(engine);
        this.account = budget.open(
                ChannelSupport.peer(channel),
                () -> ChannelSupport.onLoop(channel, () -> channel.unsafe().close(channel.voidPromise())));
        setCloseNotifyFlushTimeoutMillis(0); // Netty's own timeout logs the peer's address.
    }

    /** Sends close_notify and closes; a peer that does not take it in time is closed without it. */
    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) throws Exception {
        if (!closing) {
            closing = true;
            limitGoodbye(ctx.channel());
        }
        super.close(ctx, promise);
    }

    private static void limitGoodbye(Channel channel) {
        ChannelTimeout limit =
                new ChannelTimeout(channel, () -> channel.unsafe().close(channel.voidPromise()));
        limit.start(GOODBYE);
        channel.closeFuture().addListener(closed -> limit.cancel());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        super.channelReadComplete(ctx);
        account.set(actualReadableBytes() + (handshakeFuture().isDone() ? 0 : HANDSHAKE_BYTES));
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        account.close();
        super.channelInactive(ctx);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws SSLException {
        if (handshakeFuture().isSuccess() && in.getByte(in.readerIndex()) == HANDSHAKE_RECORD) {
            in.skipBytes(in.readableBytes());
            throw new SSLHandshakeException("a client asked for renegotiation");
        }
        super.decode(ctx, in, out);
    }
}
