// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.http;

import dev.rollcall.netty.internal.flow.SharedBodies;
import dev.rollcall.protocol.wire.Response;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Map;

/** Makes Netty's responses from the contract's, adding only the headers that concern the connection. */
public final class ResponseWriter {

    private ResponseWriter() {}

    /**
     * Returns a whole response.
     *
     * @param withBody false for HEAD: the length is stated, but no body is sent (RFC 9110, section 9.3.2)
     * @param keepAlive whether the connection stays for another request
     */
    public static FullHttpResponse whole(Response response, boolean withBody, boolean keepAlive) {
        HttpResponseStatus status = HttpResponseStatus.valueOf(response.status());
        ByteBuf body = withBody && mayHaveBody(response.status()) ? SharedBodies.of(response) : Unpooled.EMPTY_BUFFER;
        FullHttpResponse whole = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        addHeaders(whole.headers(), response, keepAlive);
        return whole;
    }

    /** Returns the head of a response whose body is sent in pieces. */
    public static HttpResponse head(Response response, boolean keepAlive) {
        HttpResponse head =
                new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(response.status()));
        addHeaders(head.headers(), response, keepAlive);
        return head;
    }

    private static void addHeaders(HttpHeaders headers, Response response, boolean keepAlive) {
        set(headers, response);
        if (mayHaveBody(response.status())) {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, response.body().length);
        }
        headers.set(HttpHeaderNames.CONNECTION, keepAlive ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
    }

    /** Returns the head of a stream whose body ends with the connection. */
    public static HttpResponse streamHead(Response head) {
        HttpResponse response =
                new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(head.status()));
        HttpHeaders headers = response.headers();
        set(headers, head);
        headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return response;
    }

    private static void set(HttpHeaders headers, Response response) {
        for (Map.Entry<String, String> header : response.headers().entrySet()) {
            headers.set(header.getKey(), header.getValue());
        }
    }

    /** RFC 9110, section 6.4.1. */
    static boolean mayHaveBody(int status) {
        return status >= 200 && status != 204 && status != 304;
    }
}
