// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.dense;

import dev.rollcall.netty.internal.serving.Acceptor;
import dev.rollcall.netty.internal.serving.HostContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.unix.Socket;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Accepts connections without channels, on every event loop by itself: the kernel deals them out (SO_REUSEPORT). */
public record DenseAcceptor(int port, List<DenseServerSocket> acceptors) implements Acceptor {

    /**
     * Begins to listen. Blocks until the port is bound and each loop watches it.
     *
     * @throws IOException when it cannot be bound
     */
    public static Acceptor bind(EventLoopGroup group, HostContext serving, InetSocketAddress address, int backlog)
            throws IOException {
        List<DenseServerSocket> acceptors = new ArrayList<>();
        InetSocketAddress free = free(address);
        try {
            for (EventExecutor loop : group) {
                DenseLoop dense = new DenseLoop((IoEventLoop) loop, serving);
                serving.denseLoops().put((IoEventLoop) loop, dense);
                acceptors.add(DenseServerSocket.bind(dense, free, backlog));
            }
        } catch (IOException e) {
            acceptors.forEach(DenseServerSocket::close);
            throw e;
        }
        acceptors.forEach(DenseServerSocket::begin);
        return new DenseAcceptor(free.getPort(), acceptors);
    }

    /**
     * The address with a port that nobody listens on. Ports that are shared are shared with other processes too, so without
     * this a second server would be given half of the first one's connections and nobody would be told.
     */
    private static InetSocketAddress free(InetSocketAddress address) throws IOException {
        Socket probe = Socket.newSocketStream();
        try {
            probe.setReuseAddress(true);
            probe.bind(address);
            probe.listen(1);
            InetAddress ip = address.getAddress();
            return new InetSocketAddress(ip, probe.localAddress().getPort());
        } finally {
            probe.close();
        }
    }

    @Override
    public void look() {
        acceptors.forEach(DenseServerSocket::look);
    }

    @Override
    public void close() {
        acceptors.forEach(DenseServerSocket::leave);
    }
}
