// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.dense;

import dev.rollcall.netty.internal.http.PlainRequestHead;
import dev.rollcall.netty.internal.serving.PendingConnections;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Verdict;
import dev.rollcall.protocol.wire.WebSocketHandshake;
import io.netty.buffer.ByteBuf;
import java.net.InetAddress;

/**
 * A connection whose first request has not come. A plain request to be held stays without a channel; for everything else a
 * channel takes over.
 */
public final class FirstRequest extends TimeoutQueue.Timeout implements DenseSocket.Stage, PendingConnections.Waiter {

    private final DenseSocket socket;
    private final InetAddress peer;
    private final DenseLoop loop;

    FirstRequest(DenseSocket socket, InetAddress peer, DenseLoop loop) {
        this.socket = socket;
        this.peer = peer;
        this.loop = loop;
    }

    @Override
    public void received() {
        leave();
        PlainRequestHead head = loop.plainHead();
        if (head == null) {
            loop.handOver(socket, null);
            return;
        }
        Request request = head.request(peer);
        Verdict verdict = loop.serving().verdict(request);
        if (verdict instanceof Verdict.Stream stream) {
            hold(new DenseStream(socket, loop), loop.heads().stream(loop.alloc(), stream.head()), stream.opening());
        } else if (verdict instanceof Verdict.Upgrade upgrade
                && WebSocketHandshake.refusal(request.headers()) == null) {
            hold(new DenseWebSocket(socket, loop), loop.heads().upgrade(loop.alloc(), head), upgrade.opening());
        } else {
            loop.handOver(socket, verdict);
        }
    }

    private void hold(DenseWire wire, ByteBuf head, Verdict.Opening opening) {
        socket.goOn(wire);
        wire.open(head, opening);
    }

    @Override
    public void writable() {}

    @Override
    public void gone() {
        leave();
    }

    /** Not a byte has come in the time for a whole request. */
    @Override
    void expire() {
        socket.close();
    }

    @Override
    public void leaveSoon() {
        loop.later(() -> {
            if (socket.isAt(this)) {
                socket.close();
            }
        });
    }

    private void leave() {
        leaveList();
        loop.serving().lobby().leave(this);
    }
}
