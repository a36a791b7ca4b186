// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.servlet.internal.http;

import dev.rollcall.core.hook.Identity;
import dev.rollcall.protocol.http.address.IpLiteral;
import dev.rollcall.protocol.wire.Headers;
import dev.rollcall.protocol.wire.Request;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns servlet requests into the contract's. Copies everything, because containers reuse their request objects. */
public final class RequestMapper {

    /** The request attribute with the original values of the {@code Cookie} headers, where the container is shown others. */
    public static final String COOKIES = "dev.rollcall.servlet.cookies";

    /** Stands for a peer whose address is not a literal; in no range that can be trusted. */
    private static final InetAddress UNKNOWN = Objects.requireNonNull(IpLiteral.parse("0.0.0.0"));

    private RequestMapper() {}

    /**
     * Returns a request without its body.
     *
     * @param identity who the request comes from; null when nobody is known
     */
    public static Request head(HttpServletRequest request, @Nullable Identity identity) {
        String query = request.getQueryString();
        return new Request(
                request.getMethod(),
                path(request),
                query == null ? "" : query,
                headers(request),
                peer(request.getRemoteAddr()),
                new byte[0],
                request.isSecure(),
                identity);
    }

    /**
     * Returns the raw path, with the context path as the application itself writes it. A filter that obeys {@code
     * X-Forwarded-Prefix} may report another one, and a browser may have percent-encoded some of its letters.
     */
    public static String path(HttpServletRequest request) {
        String uri = request.getRequestURI();
        String told = request.getContextPath();
        String own = request.getServletContext().getContextPath();
        return told.equals(own) || !uri.startsWith(told) ? uri : own + uri.substring(told.length());
    }

    private static Headers headers(HttpServletRequest request) {
        Map<String, List<String>> headers = new HashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            headers.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> Collections.list(request.getHeaders(key)));
        }
        if (request.getAttribute(COOKIES) instanceof List<?> sent) {
            headers.put("cookie", sent.stream().map(String::valueOf).toList());
        }
        return Headers.of(headers);
    }

    /**
     * Reads the peer's address, with brackets (as Jetty writes IPv6) or a zone or without. Never looks a name up: filters
     * may put a name here. No address at all means a Unix domain socket, and so a proxy on this machine.
     */
    static InetAddress peer(@Nullable String address) {
        if (address == null || address.isEmpty()) {
            return InetAddress.getLoopbackAddress();
        }
        boolean bracketed = address.startsWith("[") && address.endsWith("]");
        String bare = bracketed ? address.substring(1, address.length() - 1) : address;
        int zone = bare.indexOf('%');
        InetAddress literal = IpLiteral.parse(zone < 0 ? bare : bare.substring(0, zone));
        return literal == null ? UNKNOWN : literal;
    }
}
