// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import dev.rollcall.core.Rollcall;
import dev.rollcall.protocol.http.Checked;
import dev.rollcall.protocol.http.Cookies;
import dev.rollcall.protocol.http.Version;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which build the page runs that a request comes from, by the version cookie. For handlers that must answer old pages
 * otherwise. Thread-safe.
 */
public final class ClientVersions {

    private final Rollcall rollcall;
    private final String cookie;

    /** Reads the cookie of this name. */
    public ClientVersions(Rollcall rollcall, String cookie) {
        this.rollcall = rollcall;
        this.cookie = cookie;
    }

    /** The version of the page; null when the request does not tell, or tells something that is no version. */
    public @Nullable String clientVersion(HttpServletRequest request) {
        List<String> headers = Collections.list(request.getHeaders("Cookie"));
        String value = Cookies.first(headers, cookie);
        String decoded = value == null || value.isEmpty() ? null : Cookies.percentDecoded(value);
        return decoded != null && Version.of(decoded) instanceof Checked.Fit fit ? fit.value() : null;
    }

    /** Whether the page runs another version than the one in force; false when the request does not tell. */
    public boolean isClientOutdated(HttpServletRequest request) {
        String version = clientVersion(request);
        return version != null && !version.equals(rollcall.currentVersion());
    }
}
