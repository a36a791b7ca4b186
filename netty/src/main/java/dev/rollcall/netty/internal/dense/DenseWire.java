// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.dense;

import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.netty.internal.flow.TimeoutQueue;
import dev.rollcall.netty.internal.frame.SharedFrames;
import dev.rollcall.netty.internal.held.ChannelFailures;
import dev.rollcall.protocol.wire.HeldTab;
import dev.rollcall.protocol.wire.TabFrame;
import dev.rollcall.protocol.wire.Verdict.Opening;
import dev.rollcall.protocol.wire.Wire;
import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A connection held without a channel. What is written is sent at once; a queue exists only while the socket has not
 * taken all of it. Everything but {@link #execute} happens on the event loop.
 */
abstract class DenseWire implements Wire, DenseSocket.Stage {

    /** The most that a transport adds to the JSON of a message. */
    private static final int OVERHEAD_BYTES = 64;

    private final DenseSocket socket;
    private final DenseLoop loop;
    private @Nullable HeldTab tab;
    private @Nullable WriteQueue unsent;
    private boolean greeting;
    private boolean closing;

    DenseWire(DenseSocket socket, DenseLoop loop) {
        this.socket = socket;
        this.loop = loop;
    }

    /** Opens the tab. Its greeting is sent together with the head, whose buffer this method takes over. */
    final void open(ByteBuf head, Opening opening) {
        loop.greeting(head);
        greeting = true;
        try {
            tab = opening.open(this);
        } catch (RuntimeException e) {
            ChannelFailures.fault("The opening of a connection", e);
            breakOff();
        }
        sendGreeting();
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
        return !closing && unsent == null;
    }

    @Override
    public final void write(TabFrame frame) {
        if (closing) {
            return;
        }
        if (greeting) {
            append(loop.greeting(), frame);
        } else if (frame.tail() == null) {
            sendShared(shared(loop.frames(), frame));
        } else {
            put(append(loop.alloc().directBuffer(frame.jsonLength() + OVERHEAD_BYTES), frame));
        }
    }

    @Override
    public final void close(Disconnect disconnect) {
        if (!closing) {
            closing = true;
            sendGreeting();
            end(disconnect);
            loop.departures().join(new Departure(socket));
        }
    }

    @Override
    public final void writable() {
        WriteQueue waiting = unsent;
        if (waiting == null) {
            return;
        }
        if (!waiting.sendTo(socket)) {
            breakOff();
        } else if (waiting.isEmpty()) {
            allSent(waiting);
        }
    }

    @Override
    public final void gone() {
        closing = true;
        if (unsent != null) {
            unsent.release();
            unsent = null;
        }
        released();
        if (tab != null) {
            tab.closed();
        }
    }

    /** Called when the connection is gone. */
    void released() {}

    /** Returns the peer's address; null when it has gone. */
    final @Nullable InetAddress address() {
        InetSocketAddress remote = socket.remoteAddress();
        return remote == null ? null : remote.getAddress();
    }

    /** Appends one message in this transport's form to a buffer, and returns the buffer. */
    abstract ByteBuf append(ByteBuf to, TabFrame frame);

    /** Returns a message that is the same for all in this transport's form. It stays the property of {@code frames}. */
    abstract ByteBuf shared(SharedFrames frames, TabFrame frame);

    /** Writes the end of the connection in this transport's form. */
    abstract void end(Disconnect disconnect);

    /** Sends bytes, whose buffer this method takes over. */
    final void put(ByteBuf bytes) {
        int sent = unsent == null ? socket.send(bytes) : 0;
        if (sent == bytes.readableBytes()) {
            bytes.release();
        } else {
            keep(sent, bytes);
        }
    }

    /**
     * Closes the socket when everything has been sent, but not before the caller has returned: it does not expect the tab
     * to be closed during the call.
     */
    final void closeWhenSent() {
        if (unsent == null) {
            loop.later(socket::close);
        } else {
            unsent.closeWhenSent();
        }
    }

    /** Closes the socket when the caller is done. */
    final void breakOff() {
        closing = true;
        loop.later(socket::close);
    }

    /** Stops writing, except what the host itself says. */
    final void stopWriting() {
        closing = true;
    }

    /** Returns whether messages still go both ways. */
    public final boolean isOpen() {
        return !closing;
    }

    /** Returns the tab; null when it could not be opened. */
    public final @Nullable HeldTab tab() {
        return tab;
    }

    final DenseLoop dense() {
        return loop;
    }

    private void sendGreeting() {
        if (greeting) {
            greeting = false;
            put(loop.greeting());
        }
    }

    private void sendShared(ByteBuf bytes) {
        int sent = unsent == null ? socket.send(bytes) : 0;
        if (sent != bytes.readableBytes()) {
            keep(sent, bytes.retainedDuplicate());
        }
    }

    /** Queues what the socket has not taken of these bytes, or gives up if it is broken. */
    private void keep(int sent, ByteBuf bytes) {
        if (sent < 0) {
            bytes.release();
            breakOff();
            return;
        }
        if (unsent == null) {
            unsent = new WriteQueue();
            socket.awaitWritable(true);
        }
        unsent.add(bytes.skipBytes(sent));
    }

    private void allSent(WriteQueue emptied) {
        unsent = null;
        socket.awaitWritable(false);
        if (emptied.closesWhenSent()) {
            socket.close();
        } else if (tab != null && !closing) {
            tab.writable();
        }
    }

    /** Closes the socket of a peer that has not followed a close in time. */
    private static final class Departure extends TimeoutQueue.Entry {

        private final DenseSocket socket;

        Departure(DenseSocket socket) {
            this.socket = socket;
        }

        @Override
        protected void expire() {
            socket.close();
        }
    }
}
