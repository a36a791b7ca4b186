// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.connection;

import dev.rollcall.core.text.NamedGroup;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a tab when it is let in. All text has been checked: nothing here is longer or stranger than the
 * contract allows.
 *
 * @param transport how the connection is held
 * @param version the build this tab runs
 * @param route the path it is on, or the {@linkplain NamedGroup#place place} of a page that names a group for it
 * @param ip its address as it is to be shown; null when addresses are not tracked
 * @param user a label for the person, set by the application; null when there is none
 * @param observer whether it only watches: it is counted apart, and no command is for it
 */
public record Admission(
        Transport transport,
        String version,
        String route,
        @Nullable String ip,
        @Nullable String user,
        boolean observer) {

    /** Admits a tab that counts. */
    public Admission(Transport transport, String version, String route, @Nullable String ip, @Nullable String user) {
        this(transport, version, route, ip, user, false);
    }

    /** Returns an admission without address or user. */
    public static Admission of(Transport transport, String version, String route) {
        return new Admission(transport, version, route, null, null);
    }

    /** Leaves out address and user, which must not reach a log. */
    @Override
    public String toString() {
        return "Admission[" + transport + ", version=" + version + ", route=" + route + "]";
    }
}
