// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import dev.rollcall.protocol.wire.Headers;
import dev.rollcall.protocol.wire.Request;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns servlet requests into the contract's. Everything is copied: a container gives its objects to the next request. */
final class Requests {

    /** Of whoever a filter calls something that is no address: in no range that is trusted. */
    private static final byte[] UNKNOWN = {0, 0, 0, 0};

    private Requests() {}

    /** The request without its body. */
    static Request head(HttpServletRequest request, RequestInsight insight) {
        String query = request.getQueryString();
        return new Request(
                request.getMethod(),
                request.getRequestURI(),
                query == null ? "" : query,
                headers(request),
                peer(request.getRemoteAddr()),
                new byte[0],
                request.isSecure(),
                insight.of(request));
    }

    /** The path and headers of any request, for what the contract can tell of it. */
    static Headers headers(HttpServletRequest request) {
        Map<String, List<String>> headers = new HashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            headers.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> Collections.list(request.getHeaders(key)));
        }
        return Headers.of(headers);
    }

    /** Literals only, so no name is looked up. No address at all means a socket file, and so a proxy on this machine. */
    static InetAddress peer(@Nullable String address) {
        if (address == null || address.isEmpty()) {
            return InetAddress.getLoopbackAddress();
        }
        int zone = address.indexOf('%');
        String bare = zone < 0 ? address : address.substring(0, zone);
        try {
            return isLiteral(bare) ? InetAddress.getByName(bare) : InetAddress.getByAddress(UNKNOWN);
        } catch (UnknownHostException e) {
            return InetAddress.getLoopbackAddress(); // Cannot be: neither is looked up.
        }
    }

    private static boolean isLiteral(String address) {
        return address.chars().allMatch(c -> c == ':' || c == '.' || isHex(c));
    }

    private static boolean isHex(int c) {
        return Character.digit(c, 16) >= 0;
    }
}
