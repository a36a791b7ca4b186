// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import dev.rollcall.core.Rollcall;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * The builds that pages run, as their requests say. For handlers and filters that must answer old pages differently. Reads
 * no request's body. Thread-safe.
 */
public final class ClientVersions {

    private final PageVersion page;

    /**
     * Creates an instance.
     *
     * @param rollcall knows the order of versions
     * @param cookie the name of the version cookie
     */
    public ClientVersions(Rollcall rollcall, String cookie) {
        page = new PageVersion(rollcall, cookie);
    }

    /**
     * Returns which build the page runs, how the request said so, and whether the page is outdated: by the header
     * {@value ClientVersion#HEADER}, otherwise the query parameter {@value ClientVersion#PARAMETER}, otherwise the
     * version cookie.
     */
    public ClientVersion of(HttpServletRequest request) {
        return page.read(
                Collections.list(request.getHeaders(ClientVersion.HEADER)),
                request.getQueryString(),
                Collections.list(request.getHeaders("Cookie")));
    }

    /**
     * Returns the version of the page, possibly from the cookie, which may be another tab's; see {@link #of}.
     *
     * @return the version; null when the request has no valid one
     */
    public @Nullable String clientVersion(HttpServletRequest request) {
        return of(request).version();
    }

    /**
     * Returns whether the page is outdated for certain, by the same order as its tab: its request says, by header or query,
     * that it runs a version behind the current one. False when the request does not say which page sent it, even if
     * the cookie names a version, and for a build that is served already but not announced yet. To treat pages that do
     * not say differently, see {@link ClientVersion#state}.
     */
    public boolean isClientOutdated(HttpServletRequest request) {
        return of(request).isOutdated();
    }
}
