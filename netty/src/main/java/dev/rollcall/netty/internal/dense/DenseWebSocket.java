// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.dense;

import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.netty.internal.frame.FrameReader;
import dev.rollcall.netty.internal.frame.ServerEndpoint;
import dev.rollcall.netty.internal.frame.ServerFrames;
import dev.rollcall.netty.internal.frame.SharedFrames;
import dev.rollcall.netty.internal.frame.UnfinishedMessage;
import dev.rollcall.protocol.wire.TabFrame;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** A WebSocket held without a channel. */
final class DenseWebSocket extends DenseWire implements ServerEndpoint {

    /** Only while a frame or message is incomplete. */
    private @Nullable UnfinishedMessage unfinished;

    DenseWebSocket(DenseSocket socket, DenseLoop loop) {
        super(socket, loop);
    }

    @Override
    public void received() {
        UnfinishedMessage own = unfinished;
        FrameReader used = own == null ? dense().spareReader() : own.reader();
        used.read(dense().in(), this);
        if (own == null && !used.isIdle()) {
            dense().spareReaderTaken();
            own = dense().unfinished(used, this, address());
            unfinished = own;
        }
        if (own != null && !own.goesOn() && used.isIdle()) {
            unfinished = null;
        }
    }

    @Override
    public boolean admitsEmpty() {
        return dense().admitsEmpty(this);
    }

    @Override
    void released() {
        if (unfinished != null) {
            unfinished.over();
        }
    }

    @Override
    public void ping() {
        if (isOpen()) {
            put(ServerFrames.ping());
        }
    }

    @Override
    ByteBuf append(ByteBuf to, TabFrame frame) {
        return ServerFrames.header(to, ServerFrames.TEXT, frame.jsonLength())
                .writeBytes(frame.encoded().json())
                .writeBytes(frame.tailOrEmpty());
    }

    @Override
    ByteBuf shared(SharedFrames frames, TabFrame frame) {
        return frames.text(dense().alloc(), frame.encoded());
    }

    @Override
    void end(Disconnect disconnect) {
        put(ServerFrames.close(dense().alloc(), disconnect));
    }

    @Override
    public void sendPong(ByteBuf payload) {
        put(ServerFrames.pong(dense().alloc(), payload));
    }

    @Override
    public void echoClose(int code) {
        stopWriting();
        put(ServerFrames.closeEcho(dense().alloc(), code));
        closeWhenSent();
    }

    @Override
    public void hangUp() {
        breakOff();
    }
}
