// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.held;

import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.netty.internal.frame.ServerFrames;
import dev.rollcall.netty.internal.frame.SharedFrames;
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

/**
 * A connection held on its channel: the channel's last handler and the tab's wire, in one object to save memory.
 * Everything but {@link #execute} happens on the channel's event loop.
 */
public abstract class ChannelWire extends ChannelInboundHandlerAdapter implements Wire {

    /** How long the peer may take to close its side before the host closes the socket itself. */
    public static final long CLOSE_MILLIS = 1000;

    private final Channel channel;
    private final ChannelLoop loop;
    private @Nullable HeldTab tab;
    private boolean unflushed;
    private boolean closing;

    /** Makes the wire of a channel that is registered with this loop. */
    protected ChannelWire(Channel channel, ChannelLoop loop) {
        this.channel = channel;
        this.loop = loop;
    }

    /**
     * Opens the tab. To be called when this handler is in the pipeline and the head of the response has been written.
     */
    public final void open(Opening opening) {
        written();
        try {
            tab = opening.open(this);
        } catch (RuntimeException e) {
            ChannelFailures.fault("The opening of a connection", e);
            channel.close();
        }
    }

    @Override
    public final void execute(Runnable task) {
        loop.execute(task);
    }

    @Override
    public final Executor loop() {
        return loop;
    }

    @Override
    public final boolean isOnLoop() {
        return loop.isOnLoop();
    }

    @Override
    public final boolean isWritable() {
        return !closing && channel.isWritable();
    }

    @Override
    public final void write(TabFrame frame) {
        if (isOpen()) {
            send(loop.frames(), frame);
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
            loop.notifyWritableLater(this);
        }
    }

    @Override
    public final void channelInactive(ChannelHandlerContext ctx) {
        closing = true;
        released();
        if (tab != null) {
            tab.closed();
        }
    }

    /** Called when the connection is gone. */
    protected void released() {}

    /** Returns what the connections of this event loop share. */
    protected final ChannelLoop shared() {
        return loop;
    }

    /** Closes the channel when the peer has closed TLS: it will send nothing more, so it is gone, as with TCP. */
    @Override
    public final void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslCloseCompletionEvent) {
            channel.close();
        }
        ctx.fireUserEventTriggered(event); // Some events hold buffers, which the end of the pipeline releases.
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ChannelFailures.log("A held connection", cause);
        channel.close();
    }

    /** Sends what was written in this turn. */
    final void flush() {
        unflushed = false;
        channel.flush();
    }

    /** Tells the tab that the wire takes more, if that is still true. */
    final void notifyWritable() {
        if (tab != null && isWritable()) {
            tab.writable();
        }
    }

    /** Writes one message in this transport's form, without flushing. */
    protected abstract void send(SharedFrames frames, TabFrame frame);

    /** Writes and flushes the end of the connection in this transport's form. */
    protected abstract void end(Disconnect disconnect);

    /** Returns the channel that holds the connection. */
    protected final Channel channel() {
        return channel;
    }

    /** Returns whether messages still travel both ways. */
    public final boolean isOpen() {
        return !closing && channel.isActive();
    }

    /** Returns the tab; null when it could not be opened. */
    public final @Nullable HeldTab tab() {
        return tab;
    }

    /** Stops writing, because the peer has closed the WebSocket. */
    final void stopWriting() {
        closing = true;
    }

    /** Writes bytes of the host's own, which are flushed at the end of the turn. */
    final void writeOwn(ByteBuf bytes) {
        channel.write(bytes, channel.voidPromise());
        written();
    }

    private void written() {
        if (!unflushed) {
            unflushed = true;
            loop.flushLater(this);
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
