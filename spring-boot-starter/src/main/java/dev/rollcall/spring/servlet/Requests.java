// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import dev.rollcall.protocol.http.Headers;
import dev.rollcall.protocol.http.Request;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Turns servlet requests into the contract's. Everything is copied: a container gives its objects to the next request. */
final class Requests {

    private Requests() {}

    /** The request without its body. */
    static Request head(HttpServletRequest request, RequestInsight insight) {
        String query = request.getQueryString();
        return new Request(
                request.getMethod(),
                request.getRequestURI(),
                query == null ? "" : query,
                headers(request, insight),
                peer(request.getRemoteAddr()),
                new byte[0]);
    }

    /** The same with a body. */
    static Request withBody(Request head, byte[] body) {
        return new Request(head.method(), head.path(), head.query(), head.headers(), head.peer(), body);
    }

    /** The path and headers of any request, for what the contract can tell of it. */
    static Headers headers(HttpServletRequest request, RequestInsight insight) {
        Map<String, List<String>> headers = new HashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            headers.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> Collections.list(request.getHeaders(key)));
        }
        insight.of(request).forEach((name, value) -> headers.put(name, List.of(value)));
        return Headers.of(headers);
    }

    /** Literals only, so no name is looked up; what is none (a socket file, say) counts as this machine. */
    private static InetAddress peer(String address) {
        boolean literal = !address.isEmpty() && address.chars().allMatch(c -> ":.%".indexOf(c) >= 0 || isHex(c));
        try {
            return literal ? InetAddress.getByName(address) : InetAddress.getLoopbackAddress();
        } catch (UnknownHostException e) {
            return InetAddress.getLoopbackAddress();
        }
    }

    private static boolean isHex(int c) {
        return Character.digit(c, 16) >= 0;
    }
}
