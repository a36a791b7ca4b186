// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.dense;

import dev.rollcall.netty.internal.serving.Hold;
import dev.rollcall.protocol.wire.Headers;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Verdict.Opening;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Holds a connection that has served requests on a channel without that channel: the channel gives up the socket and is
 * forgotten.
 *
 * @param channel the connection, with everything written and nothing unread
 * @param handler what has served its requests
 * @param dense what holds the connection from now on; its event loop is the channel's
 */
record HoldWithoutChannel(EpollSocketChannel channel, ChannelHandler handler, DenseLoop dense) implements Hold {

    @Override
    public void stream(Response head, Opening opening) {
        leave(socket -> new DenseStream(socket, dense), dense.heads().stream(dense.alloc(), head), opening);
    }

    @Override
    public void webSocket(Headers handshake, Opening opening) {
        ByteBuf head = dense.heads().upgrade(dense.alloc(), handshake);
        leave(socket -> new DenseWebSocket(socket, dense), head, opening);
    }

    private void leave(Function<DenseSocket, DenseWire> wires, ByteBuf head, Opening opening) {
        channel.config().setAutoRead(false); // What comes in the meantime waits in the kernel.
        channel.deregister().addListener(done -> {
            DenseSocket socket = channel.isActive() ? socket() : null;
            if (channel.pipeline().context(handler)
                    != null) { // It has left by itself if the channel was closed meanwhile.
                channel.pipeline().remove(handler);
            }
            if (socket == null) {
                head.release();
                opening.abandon();
            } else {
                DenseWire wire = wires.apply(socket);
                socket.setStage(wire);
                wire.open(head, opening);
            }
        });
    }

    /** Returns the channel's socket, which the channel no longer watches; null when it cannot be watched without it. */
    private @Nullable DenseSocket socket() {
        DenseSocket socket = new DenseSocket(channel.fd().intValue(), dense);
        return socket.begin() ? socket : null;
    }
}
