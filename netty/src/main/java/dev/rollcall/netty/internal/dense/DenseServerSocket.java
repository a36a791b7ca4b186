// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.dense;

import dev.rollcall.netty.internal.accept.IoTransport;
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

/** Accepts the connections of one event loop. All but {@link #look} and {@link #leave} happens on that loop. */
public final class DenseServerSocket extends Socket implements EpollIoHandle {

    private static final Logger LOG = LoggerFactory.getLogger(DenseServerSocket.class);

    /** So many at once, for others on the loop wait meanwhile. */
    private static final int MAX_AT_ONCE = 64;

    /** After a failure, which most of the time means that the process has no descriptors left. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final int IPPROTO_TCP = 6;
    private static final int TCP_USER_TIMEOUT = 18;

    private final DenseLoop loop;
    /* As the kernel gives it: length, address, port. */
    private final byte[] address = new byte[25];
    private @Nullable IoRegistration registration;
    private boolean pausing;

    private DenseServerSocket(DenseLoop loop) {
        super(newSocketStream0());
        this.loop = loop;
    }

    /** Listens, and lets connections wait until {@link #begin}. What is set here the accepted sockets inherit (tcp(7)). */
    static DenseServerSocket bind(DenseLoop loop, InetSocketAddress address, int backlog) throws IOException {
        DenseServerSocket acceptor = new DenseServerSocket(loop);
        try {
            acceptor.setReuseAddress(true);
            acceptor.setReusePort(true);
            acceptor.setKeepAlive(true);
            acceptor.setTcpNoDelay(true);
            acceptor.setIntOpt(IPPROTO_TCP, TCP_USER_TIMEOUT, IoTransport.UNACKNOWLEDGED_MILLIS);
            acceptor.bind(address);
            acceptor.listen(backlog);
            return acceptor;
        } catch (IOException e) {
            acceptor.close();
            throw e;
        }
    }

    /** Has the loop watch it. */
    void begin() {
        loop.watch(this).addListener(watched -> {
            registration = (IoRegistration) watched.getNow();
            attend();
        });
    }

    /** Looks whether the lobby has room. From any thread. */
    void look() {
        loop.later(this::attend);
    }

    /** Accepts no more. From any thread. */
    void leave() {
        loop.later(this::close);
    }

    @Override
    public FileDescriptor fd() {
        return this;
    }

    @Override
    public void handle(IoRegistration from, IoEvent event) {
        try {
            for (int count = 0;
                    count < MAX_AT_ONCE && isOpen() && loop.serving().lobby().hasRoom();
                    count++) {
                int fd = accept(address);
                if (fd < 0) {
                    return;
                }
                loop.arrive(fd, peer());
            }
        } catch (IOException e) {
            LOG.warn("A connection could not be accepted; the next try is in a second.", e);
            pausing = true;
            attend();
            loop.after(PAUSE, () -> {
                pausing = false;
                attend();
            });
        }
    }

    @Override
    public void close() {
        try {
            super.close();
        } catch (IOException e) {
            LOG.debug("A listener could not be closed in order.", e);
        }
        if (registration != null) {
            registration.cancel();
            registration = null;
        }
    }

    private void attend() {
        if (registration != null && isOpen()) {
            boolean accepts = !pausing && loop.serving().lobby().hasRoom();
            registration.submit(accepts ? EpollIoOps.EPOLLIN : EpollIoOps.EPOLLERR);
        }
    }

    private InetAddress peer() {
        return NativeInetAddress.address(address, 1, address[0]).getAddress();
    }
}
