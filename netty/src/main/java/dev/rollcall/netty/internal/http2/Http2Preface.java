// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.http2;

import dev.rollcall.netty.internal.serving.HostContext;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import java.util.List;

/**
 * Determines from the first bytes in the clear whether a client speaks HTTP/2 without asking first, as proxies do
 * ("prior knowledge", RFC 9113, section 3.3). At the first byte that differs it leaves the connection to HTTP/1.1.
 * Event loop only.
 */
public final class Http2Preface extends ByteToMessageDecoder {

    private final List<ChannelHandler> http1;
    private final HostContext context;

    /**
     * Makes the handler of one connection.
     *
     * @param http1 the handlers behind this one, which are removed if the client speaks HTTP/2
     */
    public Http2Preface(List<ChannelHandler> http1, HostContext context) {
        this.http1 = http1;
        this.context = context;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        ByteBuf preface = Http2CodecUtil.connectionPrefaceBuf();
        try {
            int length = Math.min(in.readableBytes(), preface.readableBytes());
            boolean same = same(in, preface, length);
            if (same && length < preface.readableBytes()) {
                return;
            }
            ChannelPipeline pipeline = ctx.pipeline();
            if (same) {
                http1.forEach(pipeline::remove);
                Http2Setup.serve(ctx.channel(), context);
            }
            pipeline.remove(this); // Passes the bytes on.
        } finally {
            preface.release();
        }
    }

    private static boolean same(ByteBuf in, ByteBuf preface, int length) {
        for (int i = 0; i < length; i++) {
            if (in.getByte(in.readerIndex() + i) != preface.getByte(i)) {
                return false;
            }
        }
        return true;
    }
}
