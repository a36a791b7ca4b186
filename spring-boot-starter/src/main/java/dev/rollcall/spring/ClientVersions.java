// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import dev.rollcall.core.Rollcall;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * The builds that pages run, by the version cookie of their requests. For handlers that must answer old pages
 * differently. Thread-safe.
 */
public final class ClientVersions {

    private final PageVersion page;

    /**
     * Creates an instance.
     *
     * @param rollcall knows the current version
     * @param cookie the name of the version cookie
     */
    public ClientVersions(Rollcall rollcall, String cookie) {
        page = new PageVersion(rollcall, cookie);
    }

    /** Returns the version of the page; null when the request has none, or none that is valid. */
    public @Nullable String clientVersion(HttpServletRequest request) {
        return page.of(Collections.list(request.getHeaders("Cookie")));
    }

    /**
     * Returns whether the page is outdated, by the same order as its tab: it runs a version behind the current one. False
     * when the request has no version, and for a build that is served already and not announced yet.
     */
    public boolean isClientOutdated(HttpServletRequest request) {
        return page.isOutdated(clientVersion(request));
    }
}
