// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import dev.rollcall.core.Rollcall;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;

/**
 * The builds that pages run, by the version cookie of their requests, in WebFlux. For handlers that must answer old pages
 * differently. Thread-safe.
 */
public final class ReactiveClientVersions {

    private final PageVersion page;

    /**
     * Creates an instance.
     *
     * @param rollcall knows the current version
     * @param cookie the name of the version cookie
     */
    public ReactiveClientVersions(Rollcall rollcall, String cookie) {
        page = new PageVersion(rollcall, cookie);
    }

    /** Returns the version of the page; null when the request has none, or none that is valid. */
    public @Nullable String clientVersion(ServerHttpRequest request) {
        List<String> headers = request.getHeaders().get("Cookie");
        return page.of(headers == null ? List.of() : headers);
    }

    /** Returns the version of the page; null when the request has none, or none that is valid. */
    public @Nullable String clientVersion(ServerWebExchange exchange) {
        return clientVersion(exchange.getRequest());
    }

    /**
     * Returns whether the page is outdated, by the same order as its tab: it runs a version behind the current one. False
     * when the request has no version, and for a build that is served already and not announced yet.
     */
    public boolean isClientOutdated(ServerHttpRequest request) {
        return page.isOutdated(clientVersion(request));
    }

    /**
     * Returns whether the page is outdated, by the same order as its tab: it runs a version behind the current one. False
     * when the request has no version, and for a build that is served already and not announced yet.
     */
    public boolean isClientOutdated(ServerWebExchange exchange) {
        return isClientOutdated(exchange.getRequest());
    }
}
