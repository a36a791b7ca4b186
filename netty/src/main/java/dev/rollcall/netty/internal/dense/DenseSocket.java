// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.dense;

import io.netty.buffer.ByteBuf;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection without a channel: a file descriptor that its event loop watches, and who to tell. Event loop only.
 */
public final class DenseSocket extends Socket implements EpollIoHandle {

    /** Who a connection belongs to at the moment. */
    interface Stage {

        /** Bytes came; they are in {@link DenseLoop#in}. */
        void received();

        /** The socket takes bytes again. */
        void writable();

        /** The connection is gone, whoever closed it. Called once. */
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

    /** Has the loop watch it; false when that cannot be, and it is closed. */
    boolean begin() {
        IoRegistration watched = loop.watch(this).getNow();
        if (watched == null) {
            close();
            return false;
        }
        registration = watched;
        watched.submit(READ);
        return true;
    }

    boolean isAt(Stage one) {
        return stage == one;
    }

    /** Belongs to this one from now on. */
    void goOn(Stage next) {
        stage = next;
    }

    /** Is watched no more, and stays open for whoever takes it over. */
    void letGo() {
        stage = null;
        unwatch();
    }

    /** Asks to be told when the socket takes bytes, or no more. */
    void awaitWritable(boolean wanted) {
        if (registration != null && isOpen()) {
            registration.submit(wanted ? READ_AND_WRITE : READ);
        }
    }

    /** Sends what the buffer holds, without moving its indexes. How many bytes were taken; -1 when the connection is broken. */
    int send(ByteBuf bytes) {
        try {
            if (bytes.hasMemoryAddress()) {
                return sendAddress(bytes.memoryAddress(), bytes.readerIndex(), bytes.writerIndex());
            }
            ByteBuffer nio = bytes.internalNioBuffer(bytes.readerIndex(), bytes.readableBytes());
            return send(nio, nio.position(), nio.limit());
        } catch (IOException e) {
            LOG.debug("A held connection broke.", e);
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
        if (ops.contains(EpollIoOps.EPOLLOUT) && stage != null) {
            stage.writable();
        }
        // An event may be left from a connection that had this descriptor a moment ago: only reading tells.
        if (!ops.equals(EpollIoOps.EPOLLOUT) && stage != null) {
            receive(stage);
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
            LOG.debug("A held connection broke.", e);
            count = -1;
        }
        if (count > 0) {
            in.setIndex(0, count);
            to.received();
        } else if (count < 0) {
            close();
        }
    }

    /** Closes the connection at once, and tells whoever it belongs to. */
    @Override
    public void close() {
        Stage last = stage;
        stage = null;
        try {
            super.close();
        } catch (IOException e) {
            LOG.debug("A connection could not be closed in order.", e);
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
