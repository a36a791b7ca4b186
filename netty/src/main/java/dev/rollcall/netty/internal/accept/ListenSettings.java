// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.accept;

import dev.rollcall.netty.internal.dense.DenseAcceptor;
import dev.rollcall.netty.internal.dense.LeaveToDenseLoop;
import dev.rollcall.netty.internal.serving.Acceptor;
import dev.rollcall.netty.internal.serving.HostContext;
import dev.rollcall.netty.internal.tls.CertificateFiles;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where and how a host listens.
 *
 * @param transport how it reaches its sockets
 * @param eventLoops how many event loops, at least 1
 * @param address the address to listen on, resolved; port 0 for a free one
 * @param backlog how many connections may wait to be accepted, at least 1
 */
public record ListenSettings(IoTransport transport, int eventLoops, InetSocketAddress address, int backlog) {

    /** Returns new event loops. */
    public EventLoopGroup newGroup() {
        return transport.newGroup(eventLoops);
    }

    /**
     * Begins to accept connections. Blocks until the port is bound.
     *
     * @param leave learns of the dense loops, if there are any
     * @param certificate the certificate for TLS; null for connections in the clear
     * @throws IOException when the port cannot be bound
     */
    public Acceptor bind(
            EventLoopGroup group, HostContext context, LeaveToDenseLoop leave, @Nullable CertificateFiles certificate)
            throws IOException {
        if (transport == IoTransport.DENSE) {
            return DenseAcceptor.bind(
                    group, context, leave, decided -> new HostInitializer(context, null, decided), address, backlog);
        }
        HostInitializer initializer = new HostInitializer(context, certificate, null);
        return ChannelAcceptor.bind(transport, group, context.pending(), initializer, address, backlog);
    }
}
