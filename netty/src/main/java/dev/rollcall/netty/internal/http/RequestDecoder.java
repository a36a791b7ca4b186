// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Netty's request decoder, one request at a time: what is pipelined behind a request stays undecoded until that one has
 * been answered. So nothing of it is lost when the connection turns into a WebSocket.
 */
public final class RequestDecoder extends HttpRequestDecoder {

    /** Longest request line, in bytes; over it 414. */
    public static final int MAX_LINE_BYTES = 8 * 1024;

    /** All headers of a request together, in bytes; over it 431. */
    public static final int MAX_HEADER_BYTES = 16 * 1024;

    private final Runnable began;
    private @Nullable ChannelHandlerContext context;
    private boolean underway;
    private boolean waiting;
    private boolean reading;

    /**
     * Makes a decoder for one connection.
     *
     * @param began called at the first byte of each request
     */
    RequestDecoder(Runnable began) {
        super(new HttpDecoderConfig().setMaxInitialLineLength(MAX_LINE_BYTES).setMaxHeaderSize(MAX_HEADER_BYTES));
        this.began = began;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        context = ctx;
        super.handlerAdded(ctx);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object input) throws Exception {
        reading = true;
        try {
            super.channelRead(ctx, input);
        } finally {
            reading = false;
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (waiting) {
            return;
        }
        if (!underway) {
            underway = true;
            began.run();
        }
        super.decode(ctx, in, out);
        if (!out.isEmpty() && out.get(out.size() - 1) instanceof LastHttpContent) {
            underway = false;
            waiting = true;
        }
    }

    /** The request has been answered: goes on with what is already there. On the event loop. */
    void next() throws Exception {
        waiting = false;
        // Inside channelRead the loop that is under way goes on by itself; a second one inside it would decode twice.
        if (!reading && context != null && actualReadableBytes() > 0) {
            channelRead(context, Unpooled.EMPTY_BUFFER);
        }
    }

    /** Whether bytes are here that belong to no request yet. */
    boolean hasMore() {
        return actualReadableBytes() > 0;
    }

    /** Whether a request has been read whole and is not answered yet. */
    boolean waiting() {
        return waiting;
    }
}
