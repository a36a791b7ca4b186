// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.dense;

import dev.rollcall.core.fault.OncePerMinute;
import dev.rollcall.netty.internal.serving.SocketOptions;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.NativeInetAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listening socket of one event loop. Everything but {@link #capacityChanged} and {@link #closeSoon} happens on
 * that loop.
 */
final class DenseServerSocket extends Socket implements EpollIoHandle {

    private static final Logger LOG = LoggerFactory.getLogger(DenseServerSocket.class);

    private static final OncePerMinute REFUSALS = new OncePerMinute();

    /** At most this many are accepted at once, because the loop's other connections wait meanwhile. */
    private static final int MAX_AT_ONCE = 64;

    /** The pause after a failure, which usually means that the process has no file descriptors left. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final int IPPROTO_TCP = 6;
    private static final int TCP_USER_TIMEOUT = 18;

    private final DenseLoop loop;
    /* The peer's address as the kernel writes it: length, address, port. */
    private final byte[] address = new byte[25];
    private @Nullable IoRegistration registration;
    private boolean pausing;

    private DenseServerSocket(DenseLoop loop) {
        super(newSocketStream0());
        this.loop = loop;
    }

    /** Listens; connections wait in the backlog until {@link #begin}. Accepted sockets inherit the options (tcp(7)). */
    static DenseServerSocket bind(DenseLoop loop, InetSocketAddress address, int backlog) throws IOException {
        DenseServerSocket socket = new DenseServerSocket(loop);
        try {
            socket.setReuseAddress(true);
            socket.setReusePort(true);
            socket.setKeepAlive(true);
            socket.setTcpNoDelay(true);
            socket.setSendBufferSize(SocketOptions.SEND_BYTES);
            socket.setIntOpt(IPPROTO_TCP, TCP_USER_TIMEOUT, SocketOptions.UNACKNOWLEDGED_MILLIS);
            socket.bind(address);
            socket.listen(backlog);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Has the loop watch the socket. */
    void begin() {
        loop.watch(this).addListener(watched -> {
            registration = (IoRegistration) watched.getNow();
            updateInterest();
        });
    }

    /** Accepts connections, or leaves them in the backlog, depending on the capacity. From any thread. */
    void capacityChanged() {
        loop.later(this::updateInterest);
    }

    /** Stops accepting. From any thread. */
    void closeSoon() {
        loop.later(this::close);
    }

    @Override
    public FileDescriptor fd() {
        return this;
    }

    @Override
    public void handle(IoRegistration from, IoEvent event) {
        try {
            for (int count = 0; count < MAX_AT_ONCE && isOpen() && hasCapacity(); count++) {
                int fd = accept(address);
                if (fd < 0) {
                    return;
                }
                if (!FirstRequest.await(fd, peer(), loop)) {
                    pause();
                    return;
                }
            }
        } catch (IOException e) {
            long more = REFUSALS.next();
            if (more != OncePerMinute.HELD_BACK) {
                LOG.warn(
                        "A connection could not be accepted ({} more since the last such line); the next attempt is in a"
                                + " second.",
                        more,
                        e);
            }
            pause();
        }
    }

    private void pause() {
        pausing = true;
        updateInterest();
        loop.after(PAUSE, () -> {
            pausing = false;
            updateInterest();
        });
    }

    @Override
    public void close() {
        try {
            super.close();
        } catch (IOException e) {
            LOG.debug("A listening socket could not be closed cleanly.", e);
        }
        if (registration != null) {
            registration.cancel();
            registration = null;
        }
    }

    private void updateInterest() {
        if (registration != null && isOpen()) {
            boolean accepts = !pausing && hasCapacity();
            registration.submit(accepts ? EpollIoOps.EPOLLIN : EpollIoOps.EPOLLERR);
        }
    }

    private boolean hasCapacity() {
        return loop.context().pending().hasCapacity();
    }

    private InetAddress peer() {
        return NativeInetAddress.address(address, 1, address[0]).getAddress();
    }
}
