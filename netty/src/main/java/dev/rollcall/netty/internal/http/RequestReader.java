// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.http;

import dev.rollcall.protocol.wire.Headers;
import dev.rollcall.protocol.wire.HttpErrors;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Assembles one request, and finds what is wrong with it by the rules of HTTP. Event loop only. */
public final class RequestReader {

    /** The largest number of headers in a request. */
    private static final int MAX_HEADERS = 256;

    /** The memory that a header takes besides its text, in bytes. */
    private static final int HEADER_BYTES = 150;

    private final HttpRequest head;
    private int headBytes;
    private ByteBuf body = Unpooled.EMPTY_BUFFER;

    RequestReader(HttpRequest head) {
        this.head = head;
    }

    /** Returns the head as Netty decoded it. */
    public HttpRequest head() {
        return head;
    }

    /** Returns how many bytes of memory the request holds, about. */
    public long heldBytes() {
        if (headBytes == 0) {
            headBytes = HEADER_BYTES + head.uri().length();
            for (Map.Entry<String, String> header : head.headers()) {
                headBytes += HEADER_BYTES
                        + header.getKey().length()
                        + header.getValue().length();
            }
        }
        return headBytes + 2L * body.readableBytes();
    }

    /** Returns the headers. */
    Headers headers() {
        return new NettyHeaders(head.headers());
    }

    /** Returns whether the client wants to send another request after this one. */
    boolean keepsAlive() {
        return HttpUtil.isKeepAlive(head);
    }

    /** Returns whether the client waits for 100 (Continue) before it sends the body. */
    boolean awaitsContinue() {
        return HttpUtil.is100ContinueExpected(head);
    }

    /** Returns what is wrong with the head; null if nothing is. */
    @Nullable
    Response refusal() {
        if (head.decoderResult().isFailure()) {
            return refusal(head.decoderResult());
        }
        HttpVersion version = head.protocolVersion();
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            return HttpRefusals.HTTP_VERSION;
        }
        if (head.headers().size() > MAX_HEADERS) {
            return HttpRefusals.HEADERS_TOO_MANY;
        }
        if (hasBadHost(version)) {
            return HttpRefusals.BAD_HOST;
        }
        // The draft handshake of 2010. For it, Netty reads eight bytes that no length announces; a proxy would not.
        if (head.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_KEY1)) {
            return HttpRefusals.MALFORMED;
        }
        if (hasUnknownExpectation(version)) {
            return HttpRefusals.EXPECTATION;
        }
        return HttpUtil.getContentLength(head, 0L) > Request.MAX_BODY_BYTES ? HttpErrors.BODY_TOO_LARGE : null;
    }

    /** Takes a piece of the body, without releasing it. Returns what is wrong with it; null if nothing is. */
    @Nullable
    Response take(HttpContent piece) {
        if (piece.decoderResult().isFailure()) {
            return refusal(piece.decoderResult());
        }
        int bytes = piece.content().readableBytes();
        if (body.readableBytes() + bytes > Request.MAX_BODY_BYTES) {
            return HttpErrors.BODY_TOO_LARGE;
        }
        if (bytes > 0) {
            // On the heap: it becomes the request's array, and nothing has to be released.
            body = body.isReadable() ? body : Unpooled.buffer(bytes, Request.MAX_BODY_BYTES);
            body.writeBytes(piece.content());
        }
        return null;
    }

    /**
     * Returns the whole request.
     *
     * @param secure whether it came over TLS
     */
    Request request(InetAddress peer, boolean secure) {
        String target = originForm(head.uri());
        int question = target.indexOf('?');
        return new Request(
                head.method().name(),
                question < 0 ? target : target.substring(0, question),
                question < 0 ? "" : target.substring(question + 1),
                headers(),
                peer,
                ByteBufUtil.getBytes(body),
                secure,
                null);
    }

    /** Returns the raw path of a request target in any form (RFC 9112, section 3.2), without the query. */
    public static String path(String target) {
        int scheme = schemeLength(target);
        int start = scheme == 0 ? 0 : target.indexOf('/', scheme);
        String rest = start < 0 ? "/" : target.substring(start);
        int question = rest.indexOf('?');
        return question < 0 ? rest : rest.substring(0, question);
    }

    /** HTTP/1.1 requires a {@code Host}, and no version allows two (RFC 9112, section 3.2). */
    private boolean hasBadHost(HttpVersion version) {
        List<String> hosts = head.headers().getAll(HttpHeaderNames.HOST);
        return hosts.size() > 1 || (hosts.isEmpty() && version.equals(HttpVersion.HTTP_1_1));
    }

    /** RFC 9110, section 10.1.1: only 100-continue is defined, and HTTP/1.0 has no expectations. */
    private boolean hasUnknownExpectation(HttpVersion version) {
        String expectation = head.headers().get(HttpHeaderNames.EXPECT);
        return expectation != null
                && version.equals(HttpVersion.HTTP_1_1)
                && !HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expectation);
    }

    /**
     * Reduces an absolute-form target to path and query; its authority replaces {@code Host} (RFC 9112, section 3.2.2).
     */
    private String originForm(String target) {
        int scheme = schemeLength(target);
        if (scheme == 0) {
            return target;
        }
        int end = scheme;
        while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
            end++;
        }
        head.headers().set(HttpHeaderNames.HOST, target.substring(scheme, end));
        String rest = target.substring(end);
        return rest.startsWith("/") ? rest : "/" + rest;
    }

    private static int schemeLength(String target) {
        if (target.startsWith("/")) {
            return 0;
        }
        String start = target.substring(0, Math.min(target.length(), 8)).toLowerCase(Locale.ROOT);
        if (start.startsWith("http://")) {
            return 7;
        }
        return start.equals("https://") ? 8 : 0;
    }

    private static Response refusal(DecoderResult result) {
        Throwable cause = result.cause();
        if (cause instanceof TooLongHttpLineException) {
            return HttpRefusals.LINE_TOO_LONG;
        }
        return cause instanceof TooLongHttpHeaderException ? HttpRefusals.HEADERS_TOO_LARGE : HttpRefusals.MALFORMED;
    }
}
