// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Netty's request decoder, one request at a time: bytes pipelined behind a request stay undecoded until that request
 * has been answered, so that none are lost when the connection becomes a WebSocket. Event loop only.
 */
public final class RequestDecoder extends HttpRequestDecoder {

    /** The length of the longest request line, in bytes; a longer one is answered 414. */
    public static final int MAX_LINE_BYTES = 8 * 1024;

    /** The largest size of all headers of a request, in bytes; more are answered 431. */
    public static final int MAX_HEADER_BYTES = 16 * 1024;

    private static final int COUNTED_FACTOR = 4;
    private static final int UNKNOWN_FACTOR = 40;

    private final Runnable started;
    private final LongConsumer holds;
    private long came;
    private boolean headCame;
    private @Nullable ChannelHandlerContext context;
    private boolean decoding;
    private boolean waiting;
    private boolean reading;

    /**
     * Makes the decoder of one connection.
     *
     * @param started called at the first byte of each request
     * @param holds told after each read about how many bytes of memory the unanswered request holds
     */
    RequestDecoder(Runnable started, LongConsumer holds) {
        super(new HttpDecoderConfig().setMaxInitialLineLength(MAX_LINE_BYTES).setMaxHeaderSize(MAX_HEADER_BYTES));
        this.started = started;
        this.holds = holds;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        context = ctx;
        super.handlerAdded(ctx);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object input) throws Exception {
        reading = true;
        came += input instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
        try {
            super.channelRead(ctx, input);
        } finally {
            reading = false;
            holds.accept(held());
        }
    }

    /** Returns an estimate; a head still being read counts for more, because it may have thousands of empty headers. */
    private long held() {
        if (!decoding && !waiting) {
            return 0;
        }
        return came * (headCame || waiting ? COUNTED_FACTOR : UNKNOWN_FACTOR);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (waiting) {
            return;
        }
        if (!decoding) {
            decoding = true;
            started.run();
        }
        super.decode(ctx, in, out);
        headCame |= !out.isEmpty();
        if (!out.isEmpty() && out.get(out.size() - 1) instanceof LastHttpContent) {
            decoding = false;
            waiting = true;
        }
    }

    /** Continues with the bytes already here, because the request has been answered. */
    void next() throws Exception {
        waiting = false;
        headCame = false;
        came = actualReadableBytes();
        // Within channelRead the caller's loop continues on its own; a second loop inside it would decode twice.
        if (!reading && context != null && actualReadableBytes() > 0) {
            channelRead(context, Unpooled.EMPTY_BUFFER);
        }
    }

    /** Returns whether there are bytes that belong to no request yet. */
    boolean hasMore() {
        return actualReadableBytes() > 0;
    }

    /** Returns whether a whole request has been read and is not answered yet. */
    boolean isWaiting() {
        return waiting;
    }
}
