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

/**
 * Accepts connections without channels, on a socket of its own for every event loop; the kernel distributes them
 * (SO_REUSEPORT).
 *
 * @param port the port, 1 to 65535
 * @param sockets one for each event loop
 */
public record DenseAcceptor(int port, List<DenseServerSocket> sockets) implements Acceptor {

    /**
     * Begins to accept. Blocks until the port is bound and each loop watches its socket.
     *
     * @param leave learns of the dense loops
     * @param handOver sets up channels for what cannot be served without one
     * @throws IOException when the port cannot be bound
     */
    public static Acceptor bind(
            EventLoopGroup group,
            HostContext context,
            LeaveToDenseLoop leave,
            HandOver handOver,
            InetSocketAddress address,
            int backlog)
            throws IOException {
        List<DenseServerSocket> sockets = new ArrayList<>();
        InetSocketAddress free = free(address);
        try {
            for (EventExecutor executor : group) {
                IoEventLoop loop = (IoEventLoop) executor;
                DenseLoop dense = new DenseLoop(loop, context, handOver);
                leave.add(loop, dense);
                sockets.add(DenseServerSocket.bind(dense, free, backlog));
            }
        } catch (IOException e) {
            sockets.forEach(DenseServerSocket::close);
            throw e;
        }
        sockets.forEach(DenseServerSocket::begin);
        return new DenseAcceptor(free.getPort(), sockets);
    }

    /**
     * Returns the address with a port on which nothing listens. SO_REUSEPORT shares ports between processes as well:
     * without this check a second server would silently get half of the first one's connections.
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
    public void capacityChanged() {
        sockets.forEach(DenseServerSocket::capacityChanged);
    }

    @Override
    public void close() {
        sockets.forEach(DenseServerSocket::closeSoon);
    }
}
