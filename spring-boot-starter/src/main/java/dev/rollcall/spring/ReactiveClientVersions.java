// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import dev.rollcall.core.Rollcall;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;

/**
 * The builds that pages run, as their requests say, in WebFlux. For handlers and filters that must answer old pages
 * differently. Reads no request's body. Thread-safe.
 */
public final class ReactiveClientVersions {

    private final PageVersion page;

    /**
     * Creates an instance.
     *
     * @param rollcall knows the order of versions
     * @param cookie the name of the version cookie
     */
    public ReactiveClientVersions(Rollcall rollcall, String cookie) {
        page = new PageVersion(rollcall, cookie);
    }

    /**
     * Returns which build the page runs, how the request said so, and whether the page is outdated: by the header {@value
     * ClientVersion#HEADER}, else the query parameter {@value ClientVersion#PARAMETER}, else the version cookie.
     */
    public ClientVersion of(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        return page.read(
                headers.getOrDefault(ClientVersion.HEADER, List.of()),
                request.getURI().getRawQuery(),
                headers.getOrDefault(HttpHeaders.COOKIE, List.of()));
    }

    /** Returns the same for an exchange. */
    public ClientVersion of(ServerWebExchange exchange) {
        return of(exchange.getRequest());
    }

    /**
     * Returns the version of the page, possibly from the cookie, which may be another tab's; see {@link #of}.
     *
     * @return the version; null when the request has no valid one
     */
    public @Nullable String clientVersion(ServerHttpRequest request) {
        return of(request).version();
    }

    /** Returns the same for an exchange. */
    public @Nullable String clientVersion(ServerWebExchange exchange) {
        return clientVersion(exchange.getRequest());
    }

    /**
     * Returns whether the page is outdated for certain, by the same order as its tab: its request says, by header or query,
     * that it runs a version behind the current one. False when the request does not say which page sent it, even if
     * the cookie names a version, and for a build that is served already but not announced yet. To treat pages that do
     * not say differently, see {@link ClientVersion#state}.
     */
    public boolean isClientOutdated(ServerHttpRequest request) {
        return of(request).isOutdated();
    }

    /** Returns the same for an exchange. */
    public boolean isClientOutdated(ServerWebExchange exchange) {
        return isClientOutdated(exchange.getRequest());
    }
}
