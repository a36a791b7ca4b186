// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http.guard;

import dev.rollcall.protocol.http.address.TrustedProxies;
import dev.rollcall.protocol.wire.Headers;
import dev.rollcall.protocol.wire.Request;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides which pages may open connections and post: those of the same host, and those on a list of exact origins.
 * Immutable, thread-safe.
 */
public final class OriginPolicy {

    private final Set<Origin> allowed;
    private final TrustedProxies proxies;

    private OriginPolicy(Set<Origin> allowed, TrustedProxies proxies) {
        this.allowed = Set.copyOf(allowed);
        this.proxies = proxies;
    }

    /**
     * Returns a policy from settings.
     *
     * @param allowed origins besides the same host, each {@code scheme://host[:port]}
     * @param proxies whose {@code X-Forwarded-Host} is believed
     * @throws IllegalArgumentException naming every entry that does not fit, and why
     */
    public static OriginPolicy of(List<String> allowed, TrustedProxies proxies) {
        Set<Origin> origins = new HashSet<>();
        List<String> problems = new ArrayList<>();
        for (String entry : allowed) {
            String text = entry.trim();
            Origin origin = Origin.parse(text);
            if (origin == null || isWebSocket(origin)) {
                problems.add(text + " (expected: " + expected(text) + ")");
            } else {
                origins.add(origin);
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join(", ", problems));
        }
        return new OriginPolicy(origins, proxies);
    }

    /** Returns where a request comes from. Its {@code Origin} is read here, once, and nowhere else. */
    public RequestOrigin read(Request request) {
        List<String> values = request.headers().all("origin");
        boolean ownSite = isOwnSite(request);
        if (values.isEmpty()) {
            return RequestOrigin.none(ownSite && request.isRead());
        }
        Origin origin = only(values);
        if (origin == null) {
            return RequestOrigin.foreign();
        }
        if (isSameHost(origin, request)) {
            return RequestOrigin.sameHost(ownSite);
        }
        return allowed.contains(origin) ? RequestOrigin.listed(values.get(0)) : RequestOrigin.foreign();
    }

    /** Whether the request is not marked by the browser as caused by another site's page (W3C Fetch Metadata). */
    private static boolean isOwnSite(Request request) {
        String site = request.headers().first("sec-fetch-site");
        return site == null || site.equals("same-origin") || site.equals("none");
    }

    private static @Nullable Origin only(List<String> values) {
        return values.size() == 1 ? Origin.parse(values.get(0)) : null;
    }

    // A proxy may have ended TLS, so the scheme that we were reached by says nothing; the origin's scheme gives the
    // default port.
    private boolean isSameHost(Origin origin, Request request) {
        String host = host(request);
        Authority authority = host == null ? null : Authority.parse(host);
        return authority != null && authority.withDefaultPort(origin.scheme()).equals(origin.authority());
    }

    private @Nullable String host(Request request) {
        Headers headers = request.headers();
        String forwarded = headers.first("x-forwarded-host");
        if (forwarded != null && proxies.contains(request.peer())) {
            int comma = forwarded.indexOf(',');
            // The first one is what the browser asked for. A page cannot set this header without a preflight.
            return (comma < 0 ? forwarded : forwarded.substring(0, comma)).trim();
        }
        List<String> hosts = headers.all("host");
        return hosts.size() == 1 ? hosts.get(0) : null;
    }

    private static boolean isWebSocket(Origin origin) {
        return origin.scheme().equals("ws") || origin.scheme().equals("wss");
    }

    private static String expected(String text) {
        if (text.contains("*")) {
            return "exact origins, for with a wildcard any site could act for the people who visit it";
        }
        if (text.equals("null")) {
            return "the origin of a site, for pages of any site can send null";
        }
        if (text.startsWith("ws")) {
            return "the page's scheme, http or https, for WebSockets too";
        }
        return "scheme://host[:port] without path or trailing slash, such as https://www.example.com";
    }
}
