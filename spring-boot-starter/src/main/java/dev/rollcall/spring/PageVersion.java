// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.text.Checked;
import dev.rollcall.core.text.Version;
import dev.rollcall.protocol.http.Cookies;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which build a page runs, by the version cookie.
 *
 * @param rollcall knows the version in force
 * @param cookie the name of the cookie
 */
record PageVersion(Rollcall rollcall, String cookie) {

    /** What the cookie tells; null when that is nothing, or no version. */
    @Nullable
    String of(List<String> cookieHeaders) {
        String value = Cookies.first(cookieHeaders, cookie);
        String decoded = value == null || value.isEmpty() ? null : Cookies.percentDecoded(value);
        return decoded != null && Version.of(decoded) instanceof Checked.Fit fit ? fit.value() : null;
    }

    /** Whether it is another than the one in force; false when it is not known. */
    boolean isOutdated(@Nullable String version) {
        return version != null && !version.equals(rollcall.currentVersion());
    }
}
