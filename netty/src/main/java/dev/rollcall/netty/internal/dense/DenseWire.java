// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.dense;

import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.netty.internal.frame.SharedFrames;
import dev.rollcall.protocol.wire.HeldTab;
import dev.rollcall.protocol.wire.TabFrame;
import dev.rollcall.protocol.wire.Verdict.Opening;
import dev.rollcall.protocol.wire.Wire;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A held connection without a channel. What is written is sent at once; a queue exists only while the socket has not taken
 * all of it. All but {@link #execute} happens on the event loop.
 */
public abstract class DenseWire implements Wire, DenseSocket.Stage {

    private static final Logger LOG = LoggerFactory.getLogger(DenseWire.class);

    /** What a transport puts around the JSON, at most. */
    private static final int OVERHEAD_BYTES = 64;

    private final DenseSocket socket;
    private final DenseLoop loop;
    private @Nullable HeldTab session;
    private @Nullable WriteQueue unsent;
    private boolean greeting;
    private boolean closing;

    DenseWire(DenseSocket socket, DenseLoop loop) {
        this.socket = socket;
        this.loop = loop;
    }

    /** Opens the session: its greeting leaves together with the head, of which this takes over the buffer. */
    final void open(ByteBuf head, Opening opening) {
        loop.greeting(head);
        greeting = true;
        try {
            session = opening.open(this);
        } catch (RuntimeException e) {
            LOG.error("A connection could not be opened; it is closed.", e);
            breakOff();
        }
        greeted();
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
        return loop.isHere();
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
            sendShared(shared(loop.shared(), frame));
        } else {
            put(append(loop.alloc().directBuffer(frame.jsonLength() + OVERHEAD_BYTES), frame));
        }
    }

    @Override
    public final void close(Disconnect disconnect) {
        if (!closing) {
            closing = true;
            greeted();
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
            caughtUp(waiting);
        }
    }

    @Override
    public final void gone() {
        closing = true;
        if (unsent != null) {
            unsent.release();
            unsent = null;
        }
        if (session != null) {
            session.closed();
        }
    }

    /** Appends one message in this transport's form, to a buffer that it returns. */
    abstract ByteBuf append(ByteBuf to, TabFrame frame);

    /** A message that is the same for all, in this transport's form; it stays the property of {@code bytes}. */
    abstract ByteBuf shared(SharedFrames bytes, TabFrame frame);

    /** Writes the end in this transport's form. */
    abstract void end(Disconnect disconnect);

    /** Sends bytes, of which it takes over the buffer. */
    final void put(ByteBuf bytes) {
        int sent = unsent == null ? socket.send(bytes) : 0;
        if (sent == bytes.readableBytes()) {
            bytes.release();
        } else {
            keep(sent, bytes);
        }
    }

    /** Closes the socket when everything has left; soon, for whoever is writing does not expect to be called back. */
    final void closeAfterAll() {
        if (unsent == null) {
            loop.later(socket::close);
        } else {
            unsent.closeAfterAll();
        }
    }

    /** Closes the socket soon. */
    final void breakOff() {
        closing = true;
        loop.later(socket::close);
    }

    /** From now on nothing is written but what the host itself says. */
    final void stopWriting() {
        closing = true;
    }

    /** Whether messages go either way. */
    public final boolean isOpen() {
        return !closing;
    }

    public final @Nullable HeldTab session() {
        return session;
    }

    final DenseLoop dense() {
        return loop;
    }

    private void greeted() {
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

    /** Keeps what the socket has not taken of these bytes, or gives up when it is broken. */
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

    private void caughtUp(WriteQueue waiting) {
        unsent = null;
        socket.awaitWritable(false);
        if (waiting.closesAfterAll()) {
            socket.close();
        } else if (session != null && !closing) {
            session.writable();
        }
    }

    /** The other side may take so long to follow a close. */
    private static final class Departure extends TimeoutQueue.Timeout {

        private final DenseSocket socket;

        Departure(DenseSocket socket) {
            this.socket = socket;
        }

        @Override
        void expire() {
            socket.close();
        }
    }
}
