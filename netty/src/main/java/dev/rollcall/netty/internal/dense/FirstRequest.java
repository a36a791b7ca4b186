// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.dense;

import dev.rollcall.netty.internal.flow.TimeoutQueue;
import dev.rollcall.netty.internal.http.PlainRequestHead;
import dev.rollcall.netty.internal.serving.Pending;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Verdict;
import dev.rollcall.protocol.wire.Verdict.Opening;
import dev.rollcall.protocol.wire.WebSocketHandshake;
import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose first request has not come yet. If that is plain and is to be held, the connection stays without a
 * channel; everything else is handed over to a channel, together with the verdict. Event loop only, except
 * {@link #leaveSoon}.
 */
final class FirstRequest extends TimeoutQueue.Entry implements DenseSocket.Stage, Pending, Verdict.Carrier {

    /** Too many tabs, or the server is leaving: what a crowd is told at the same time. */
    private static final int UNAVAILABLE = 503;

    private static final int MAX_REFUSAL_BYTES = 512;

    private final DenseSocket socket;
    private final InetAddress peer;
    private final DenseLoop loop;
    private @Nullable PlainRequestHead head;

    private FirstRequest(DenseSocket socket, InetAddress peer, DenseLoop loop) {
        this.socket = socket;
        this.peer = peer;
        this.loop = loop;
    }

    /**
     * Awaits the first request of a connection that was accepted. Returns false, with it closed, when it cannot be
     * watched.
     */
    static boolean await(int fd, InetAddress peer, DenseLoop loop) {
        DenseSocket socket = new DenseSocket(fd, loop);
        FirstRequest first = new FirstRequest(socket, peer, loop);
        loop.firstRequests().join(first);
        socket.setStage(first);
        loop.context().pending().enter(first, peer, Pending.Stage.SILENT);
        return socket.begin();
    }

    @Override
    public void received() {
        leave();
        PlainRequestHead plain = loop.plainHead();
        if (plain == null) {
            handOver(null);
        } else {
            head = plain;
            loop.context().contract().decide(plain.request(peer)).carryOut(this);
        }
    }

    @Override
    public void answer(Response response) {
        if (response.status() == UNAVAILABLE && response.body().length <= MAX_REFUSAL_BYTES) {
            refuse(response);
        } else {
            handOver(new Verdict.Answer(response));
        }
    }

    /* Without a channel: being turned away must not cost more than being let in. A connection that has just been opened
     * takes so few bytes at once, and as nothing of it is unread, closing it resets nothing. */
    private void refuse(Response response) {
        ByteBuf whole = loop.heads().whole(loop.alloc(), response);
        socket.send(whole);
        whole.release();
        socket.close();
    }

    @Override
    public void answer(Verdict.Answering answering) {
        handOver(new Verdict.Lease(answering));
    }

    @Override
    public void answerLater(Verdict.Later later) {
        handOver(later);
    }

    @Override
    public void stream(Response streamHead, Opening opening) {
        hold(new DenseStream(socket, loop), loop.heads().stream(loop.alloc(), streamHead), opening);
    }

    @Override
    public void upgrade(Opening opening) {
        PlainRequestHead handshake = head;
        if (handshake == null || WebSocketHandshake.refusal(handshake) != null) {
            handOver(new Verdict.Upgrade(opening));
        } else {
            hold(new DenseWebSocket(socket, loop), loop.heads().upgrade(loop.alloc(), handshake), opening);
        }
    }

    private void hold(DenseWire wire, ByteBuf responseHead, Opening opening) {
        socket.setStage(wire);
        wire.open(responseHead, opening);
    }

    private void handOver(@Nullable Verdict decided) {
        socket.detach();
        loop.handOver(socket.intValue(), decided);
    }

    @Override
    public void writable() {}

    @Override
    public void gone() {
        leave();
    }

    /** Closes the connection, because not one byte has come in the time for a whole request. */
    @Override
    protected void expire() {
        socket.close();
    }

    @Override
    public void makeRoom() {
        leaveSoon();
    }

    @Override
    public void leaveSoon() {
        loop.later(() -> {
            if (socket.isInStage(this)) {
                socket.close();
            }
        });
    }

    private void leave() {
        leaveQueue();
        loop.context().pending().leave(this);
    }
}
