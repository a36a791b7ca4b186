// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.bench.reactor;

import dev.rollcall.protocol.wire.Headers;
import dev.rollcall.protocol.wire.Request;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.Serial;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

/** Translates Reactor Netty's requests into requests of the contract. */
final class PlainRequests {

    static final byte[] NO_BODY = {};

    private PlainRequests() {}

    /** Thrown when a body is longer than the contract allows. */
    static final class TooLarge extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1;

        TooLarge() {
            super("body: too large", null, false, false);
        }
    }

    /** Returns whether the request announces a body. */
    static boolean hasBody(HttpServerRequest request) {
        HttpHeaders headers = request.requestHeaders();
        return headers.contains(HttpHeaderNames.CONTENT_LENGTH) || headers.contains(HttpHeaderNames.TRANSFER_ENCODING);
    }

    /** Returns the whole body; fails with {@link TooLarge}. */
    static Mono<byte[]> body(HttpServerRequest request) {
        return request.receive().asByteArray().reduce(NO_BODY, PlainRequests::join);
    }

    /** Returns a request of the contract with this body. */
    static Request of(HttpServerRequest request, byte[] body) {
        String target = request.uri();
        int question = target.indexOf('?');
        return new Request(
                request.method().name(),
                question < 0 ? target : target.substring(0, question),
                question < 0 ? "" : target.substring(question + 1),
                headers(request),
                peer(request),
                body,
                "https".equals(request.scheme()),
                null);
    }

    /** Returns the headers of a request. */
    static Headers headers(HttpServerRequest request) {
        HttpHeaders headers = request.requestHeaders();
        return new Headers() {
            @Override
            public List<String> all(String name) {
                return headers.getAll(name);
            }

            @Override
            public Map<String, List<String>> toMap() {
                Map<String, List<String>> map = new HashMap<>();
                headers.forEach(header -> map.computeIfAbsent(
                                header.getKey().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                        .add(header.getValue()));
                return map;
            }
        };
    }

    private static InetAddress peer(HttpServerRequest request) {
        InetSocketAddress remote = Objects.requireNonNull(request.remoteAddress(), "remote address");
        return remote.getAddress();
    }

    private static byte[] join(byte[] first, byte[] second) {
        if (first.length + second.length > Request.MAX_BODY_BYTES) {
            throw new TooLarge();
        }
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
