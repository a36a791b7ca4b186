// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import dev.rollcall.core.Rollcall;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;

/**
 * Which build the page runs that a request comes from, by the version cookie, in WebFlux. For handlers that must answer old
 * pages otherwise. Thread-safe.
 */
public final class ReactiveClientVersions {

    private final PageVersion page;

    /** Reads the cookie of this name. */
    public ReactiveClientVersions(Rollcall rollcall, String cookie) {
        page = new PageVersion(rollcall, cookie);
    }

    /** The version of the page; null when the request does not tell, or tells something that is no version. */
    public @Nullable String clientVersion(ServerHttpRequest request) {
        List<String> headers = request.getHeaders().get("Cookie");
        return page.of(headers == null ? List.of() : headers);
    }

    /** The version of the page; null when the request does not tell, or tells something that is no version. */
    public @Nullable String clientVersion(ServerWebExchange exchange) {
        return clientVersion(exchange.getRequest());
    }

    /** Whether the page runs another version than the one in force; false when the request does not tell. */
    public boolean isClientOutdated(ServerHttpRequest request) {
        return page.isOutdated(clientVersion(request));
    }

    /** Whether the page runs another version than the one in force; false when the request does not tell. */
    public boolean isClientOutdated(ServerWebExchange exchange) {
        return isClientOutdated(exchange.getRequest());
    }
}
