// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.http;

import dev.rollcall.protocol.wire.Headers;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.WebSocketHandshake;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The heads of responses that begin a held connection, as bytes in buffers with space for a greeting. One for each
 * event loop; used on that loop only.
 */
public final class ResponseHeads {

    private static final byte[] ACCEPT =
            ascii("HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n"
                    + "sec-websocket-accept: ");
    private static final byte[] END = ascii("\r\n\r\n");

    private static final int BUFFER_BYTES = 1024;

    private @Nullable Response streamOf;
    private byte[] stream = {};

    /** Returns the head of a stream whose body ends with the connection. */
    @SuppressWarnings("ReferenceEquality") // nearly always the same object; equals() takes 1 % of an opening
    public ByteBuf stream(ByteBufAllocator alloc, Response head) {
        if (head != streamOf && !head.equals(streamOf)) {
            stream = ascii(encode(head, ""));
            streamOf = head;
        }
        return alloc.directBuffer(BUFFER_BYTES).writeBytes(stream);
    }

    /** Returns a whole response, after which the connection ends. */
    public ByteBuf whole(ByteBufAllocator alloc, Response response) {
        String head = encode(response, "content-length: " + response.body().length + "\r\n");
        return alloc.directBuffer(BUFFER_BYTES).writeBytes(ascii(head)).writeBytes(response.body());
    }

    /** Returns the answer to a correct handshake with these headers (RFC 6455, section 4.2.2). */
    public ByteBuf upgrade(ByteBufAllocator alloc, Headers handshake) {
        return alloc.directBuffer(BUFFER_BYTES)
                .writeBytes(ACCEPT)
                .writeBytes(ascii(WebSocketHandshake.accept(handshake)))
                .writeBytes(END);
    }

    private static String encode(Response head, String more) {
        StringBuilder text = new StringBuilder(256)
                .append("HTTP/1.1 ")
                .append(HttpResponseStatus.valueOf(head.status()))
                .append("\r\n");
        head.headers()
                .forEach((name, value) ->
                        text.append(name).append(": ").append(value).append("\r\n"));
        return text.append(more).append("connection: close\r\n\r\n").toString();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
