// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.dense;

import dev.rollcall.netty.internal.http.NettyHeaders;
import dev.rollcall.netty.internal.http.RequestHandler;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Verdict.Opening;
import io.netty.buffer.ByteBuf;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.http.HttpRequest;
import java.util.function.Function;

/**
 * Turns a connection that has served requests on a channel into a held one without: the channel lets go of the socket and
 * is forgotten.
 *
 * @param channel the connection, with everything written and nothing unread
 * @param handler what has served its requests
 * @param dense the loop that goes on with it, which is the channel's own
 */
public record HoldWithoutChannel(EpollSocketChannel channel, RequestHandler handler, DenseLoop dense) {

    public void sse(Response head, Opening opening) {
        leave(socket -> new DenseStream(socket, dense), dense.heads().stream(dense.alloc(), head), opening);
    }

    /** For a handshake that is sound. */
    public void webSocket(HttpRequest request, Opening opening) {
        ByteBuf head = dense.heads().upgrade(dense.alloc(), new NettyHeaders(request.headers()));
        leave(socket -> new DenseWebSocket(socket, dense), head, opening);
    }

    private void leave(Function<DenseSocket, DenseWire> wires, ByteBuf head, Opening opening) {
        channel.config().setAutoRead(false); // What comes meanwhile waits in the kernel.
        channel.deregister().addListener(done -> {
            channel.pipeline().remove(handler);
            DenseSocket socket = channel.isActive() ? dense.socketOf(channel) : null;
            if (socket == null) {
                head.release();
                opening.abandon();
            } else {
                DenseWire wire = wires.apply(socket);
                socket.goOn(wire);
                wire.open(head, opening);
            }
        });
    }
}
