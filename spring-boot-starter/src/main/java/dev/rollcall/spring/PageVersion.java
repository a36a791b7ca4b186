// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.text.Checked;
import dev.rollcall.core.text.Version;
import dev.rollcall.protocol.http.Cookies;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the build that a page runs from the version cookie.
 *
 * @param rollcall knows the current version
 * @param cookie the name of the cookie
 */
record PageVersion(Rollcall rollcall, String cookie) {

    /** Returns the version in the cookie; null when there is none, or none that is valid. */
    @Nullable
    String of(List<String> cookieHeaders) {
        String value = Cookies.first(cookieHeaders, cookie);
        String decoded = value == null || value.isEmpty() ? null : Cookies.percentDecoded(value);
        return decoded != null && Version.of(decoded) instanceof Checked.Fit fit ? fit.value() : null;
    }

    /** Returns whether a version is behind the current one; false when it is not known. */
    boolean isOutdated(@Nullable String version) {
        return version != null && rollcall.isOutdated(version);
    }
}
