// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.flow;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpResponse;

/**
 * Sends a long body in pieces, each when the channel takes more. Whatever the transport turns the bytes into (copies
 * outside the heap, TLS records, HTTP/2 frames), a client that reads nothing makes it hold only a few pieces. Event
 * loop only.
 */
public final class BodySender {

    /** The length of a piece, in bytes. Shorter bodies are sent at once. */
    public static final int PIECE_BYTES = 16 * 1024;

    private final Channel channel;
    private final ChannelOutboundInvoker out;
    private final ByteBuf body;
    private final ChannelPromise sent;
    private boolean sending;

    private BodySender(Channel channel, ChannelOutboundInvoker out, ByteBuf body) {
        this.channel = channel;
        this.out = out;
        this.body = body;
        this.sent = channel.newPromise();
        sent.addListener(done -> body.release());
    }

    /**
     * Begins to send a response.
     *
     * @param channel tells when it takes more
     * @param out where the response is written
     * @param head states the length of the body
     * @param body not empty; released when it has been sent, or cannot be
     */
    public static BodySender begin(Channel channel, ChannelOutboundInvoker out, HttpResponse head, ByteBuf body) {
        BodySender sender = new BodySender(channel, out, body);
        out.write(head);
        sender.more();
        return sender;
    }

    /** Returns a future that completes when the body has been sent, or cannot be. */
    public ChannelFuture sent() {
        return sent;
    }

    /** Sends as much as the channel takes. To be called when the channel has become writable, or is gone. */
    public void more() {
        if (sending) {
            return; // A flush can make the channel writable within the loop below.
        }
        sending = true;
        do {
            if (!sent.isDone() && body.isReadable()) {
                piece();
            }
        } while (!sent.isDone() && body.isReadable() && channel.isWritable());
        sending = false;
        if (!channel.isActive()) {
            fail();
        }
    }

    /** Gives up the rest of the body. */
    public void fail() {
        sent.tryFailure(new java.nio.channels.ClosedChannelException());
    }

    private void piece() {
        ByteBuf piece = body.readRetainedSlice(Math.min(PIECE_BYTES, body.readableBytes()));
        boolean last = !body.isReadable();
        ChannelFuture written =
                out.writeAndFlush(last ? new DefaultLastHttpContent(piece) : new DefaultHttpContent(piece));
        written.addListener(done -> {
            if (!done.isSuccess()) {
                sent.tryFailure(done.cause());
            } else if (last) {
                sent.trySuccess();
            }
        });
    }
}
