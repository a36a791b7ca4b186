// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.http;

import dev.rollcall.protocol.wire.Headers;
import dev.rollcall.protocol.wire.HttpErrors;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.WebSocketHandshake;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** The {@link WebSocketHandshake} as Netty's requests and responses. */
final class NettyHandshake {

    private NettyHandshake() {}

    /** Returns why the handshake is refused; null when it is correct. */
    static @Nullable Response refusal(HttpRequest request) {
        boolean upgradable = request.method().equals(HttpMethod.GET)
                && request.protocolVersion().equals(HttpVersion.HTTP_1_1);
        return upgradable ? WebSocketHandshake.refusal(new NettyHeaders(request.headers())) : HttpErrors.BAD_HANDSHAKE;
    }

    /** Returns the answer to a correct handshake. */
    static FullHttpResponse accepted(Headers handshake) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS, Unpooled.EMPTY_BUFFER);
        response.headers()
                .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
                .set(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT, WebSocketHandshake.accept(handshake));
        return response;
    }
}
