// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.dense;

import dev.rollcall.netty.internal.held.ChannelFailures;
import io.netty.buffer.ByteBuf;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection without a channel: a file descriptor that its event loop watches, and the stage that the connection is
 * in. Event loop only.
 */
final class DenseSocket extends Socket implements EpollIoHandle {

    /** What handles the events of a connection at the moment. */
    interface Stage {

        /** Bytes came; they are in {@link DenseLoop#in}. */
        void received();

        /** The socket takes bytes again. */
        void writable();

        /** The connection is gone, whichever side closed it. Called once. */
        void gone();
    }

    private static final Logger LOG = LoggerFactory.getLogger(DenseSocket.class);
    private static final EpollIoOps READ = EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLRDHUP);
    private static final EpollIoOps READ_AND_WRITE = READ.with(EpollIoOps.EPOLLOUT);

    private final DenseLoop loop;
    private @Nullable IoRegistration registration;
    private @Nullable Stage stage;

    DenseSocket(int fd, DenseLoop loop) {
        super(fd);
        this.loop = loop;
    }

    /** Has the loop watch the socket. Returns false, with the socket closed, when that fails. */
    boolean begin() {
        IoRegistration watched = loop.watch(this).getNow();
        try {
            if (watched != null) {
                registration = watched;
                watched.submit(READ);
                return true;
            }
        } catch (UncheckedIOException e) {
            LOG.warn("A connection could not be watched by epoll, so it is closed.", e);
        }
        close();
        return false;
    }

    boolean isInStage(Stage one) {
        return stage == one;
    }

    /** Passes the connection's events to this stage from now on. */
    void setStage(Stage next) {
        stage = next;
    }

    /** Stops watching the socket, which stays open for whatever takes it over. */
    void detach() {
        stage = null;
        unwatch();
    }

    /** Starts or stops reporting when the socket takes bytes. */
    void awaitWritable(boolean wanted) {
        if (registration != null && isOpen()) {
            registration.submit(wanted ? READ_AND_WRITE : READ);
        }
    }

    /**
     * Sends the buffer's bytes without moving its indexes. Returns how many were taken; -1 when the connection is
     * broken.
     */
    int send(ByteBuf bytes) {
        try {
            if (bytes.hasMemoryAddress()) {
                return sendAddress(bytes.memoryAddress(), bytes.readerIndex(), bytes.writerIndex());
            }
            ByteBuffer nio = bytes.internalNioBuffer(bytes.readerIndex(), bytes.readableBytes());
            return send(nio, nio.position(), nio.limit());
        } catch (IOException e) {
            LOG.debug("A connection broke; it is closed.", e);
            return -1;
        }
    }

    @Override
    public FileDescriptor fd() {
        return this;
    }

    @Override
    public void handle(IoRegistration from, IoEvent event) {
        EpollIoOps ops = ((EpollIoEvent) event).ops();
        try {
            if (ops.contains(EpollIoOps.EPOLLOUT) && stage != null) {
                stage.writable();
            }
            // The event may be left over from a connection that had this descriptor a moment ago; only reading tells.
            if (!ops.equals(EpollIoOps.EPOLLOUT) && stage != null) {
                receive(stage);
            }
        } catch (RuntimeException | Error e) { // Out of here it would end the event loop.
            ChannelFailures.fault("A connection", e);
            close();
        }
    }

    private void receive(Stage to) {
        ByteBuf in = loop.in();
        int count;
        try {
            count = in.hasMemoryAddress()
                    ? recvAddress(in.memoryAddress(), 0, DenseLoop.IN_BYTES)
                    : recv(in.internalNioBuffer(0, DenseLoop.IN_BYTES), 0, DenseLoop.IN_BYTES);
        } catch (IOException e) {
            LOG.debug("A connection broke; it is closed.", e);
            count = -1;
        }
        if (count > 0) {
            in.setIndex(0, count);
            to.received();
        } else if (count < 0) {
            close();
        }
    }

    /** Closes the connection at once, and tells its stage. */
    @Override
    public void close() {
        Stage last = stage;
        stage = null;
        try {
            super.close();
        } catch (IOException e) {
            LOG.debug("A connection could not be closed cleanly.", e);
        }
        unwatch();
        if (last != null) {
            last.gone();
        }
    }

    private void unwatch() {
        if (registration != null) {
            registration.cancel();
            registration = null;
        }
    }
}
