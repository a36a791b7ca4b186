// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.held;

import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.netty.internal.frame.ServerFrames;
import dev.rollcall.netty.internal.frame.SharedFrames;
import dev.rollcall.netty.internal.serving.ChannelSupport;
import dev.rollcall.protocol.wire.HeldTab;
import dev.rollcall.protocol.wire.TabFrame;
import dev.rollcall.protocol.wire.Verdict.Opening;
import dev.rollcall.protocol.wire.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A held connection: the last handler of its channel, and the wire of its session, in one object to keep it small. All but
 * {@link #execute} happens on the channel's event loop.
 */
public abstract class ChannelWire extends ChannelInboundHandlerAdapter implements Wire {

    /** How long the other side may take to follow a close before the socket is closed all the same. */
    public static final long CLOSE_MILLIS = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(ChannelWire.class);

    private final Channel channel;
    private final ChannelLoop turn;
    private @Nullable HeldTab session;
    private boolean unflushed;
    private boolean closing;

    public ChannelWire(Channel channel, ChannelLoop turn) {
        this.channel = channel;
        this.turn = turn;
    }

    /** Opens the session. To be called when this handler is in place and the head of the answer has been written. */
    public final void open(Opening opening) {
        written();
        try {
            session = opening.open(this);
        } catch (RuntimeException e) {
            LOG.error("A connection could not be opened; it is closed.", e);
            channel.close();
        }
    }

    @Override
    public final void execute(Runnable task) {
        turn.execute(task);
    }

    @Override
    public final Executor loop() {
        return turn;
    }

    @Override
    public final boolean isOnLoop() {
        return turn.isHere();
    }

    @Override
    public final boolean isWritable() {
        return !closing && channel.isWritable();
    }

    @Override
    public final void write(TabFrame frame) {
        if (isOpen()) {
            send(turn.bytes(), frame);
            written();
        }
    }

    @Override
    public final void ping() {
        if (isOpen()) {
            channel.write(ServerFrames.ping(), channel.voidPromise());
            written();
        }
    }

    @Override
    public final void close(Disconnect disconnect) {
        if (isOpen()) {
            closing = true;
            end(disconnect);
            closeWithin(CLOSE_MILLIS);
        }
    }

    @Override
    public final void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (isWritable()) {
            turn.writable(this);
        }
    }

    @Override
    public final void channelInactive(ChannelHandlerContext ctx) {
        closing = true;
        if (session != null) {
            session.closed();
        }
    }

    /** Over TLS this is how the other side says that it will send nothing more; it has gone, as with TCP. */
    @Override
    public final void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslCloseCompletionEvent) {
            channel.close();
        }
        ctx.fireUserEventTriggered(event); // Some hold buffers, which the end of the pipeline gives back.
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ChannelSupport.failed("A held connection", cause);
        channel.close();
    }

    /** Sends what had been written in this turn. */
    final void flush() {
        unflushed = false;
        channel.flush();
    }

    /** Passes on that the wire takes more, if it still does. */
    final void tellWritable() {
        if (session != null && isWritable()) {
            session.writable();
        }
    }

    /** Writes one message in this transport's form, unflushed. */
    protected abstract void send(SharedFrames bytes, TabFrame frame);

    /** Writes and flushes the end in this transport's form. */
    protected abstract void end(Disconnect disconnect);

    protected final Channel channel() {
        return channel;
    }

    /** Whether messages go either way. */
    public final boolean isOpen() {
        return !closing && channel.isActive();
    }

    /** The session; null when opening it failed. */
    public final @Nullable HeldTab session() {
        return session;
    }

    /** From now on nothing is written, because the other side has said goodbye. */
    final void stopWriting() {
        closing = true;
    }

    /** Writes bytes of the host's own, to be flushed at the end of the turn. */
    final void writeOwn(ByteBuf bytes) {
        channel.write(bytes, channel.voidPromise());
        written();
    }

    private void written() {
        if (!unflushed) {
            unflushed = true;
            turn.written(this);
        }
    }

    private void closeWithin(long millis) {
        try {
            channel.eventLoop().schedule(() -> channel.close(), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            channel.close();
        }
    }
}
