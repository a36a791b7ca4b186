// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import dev.rollcall.core.Rollcall;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * Which build the page runs that a request comes from, by the version cookie. For handlers that must answer old pages
 * otherwise. Thread-safe.
 */
public final class ClientVersions {

    private final PageVersion page;

    /** Reads the cookie of this name. */
    public ClientVersions(Rollcall rollcall, String cookie) {
        page = new PageVersion(rollcall, cookie);
    }

    /** The version of the page; null when the request does not tell, or tells something that is no version. */
    public @Nullable String clientVersion(HttpServletRequest request) {
        return page.of(Collections.list(request.getHeaders("Cookie")));
    }

    /** Whether the page runs another version than the one in force; false when the request does not tell. */
    public boolean isClientOutdated(HttpServletRequest request) {
        return page.isOutdated(clientVersion(request));
    }
}
