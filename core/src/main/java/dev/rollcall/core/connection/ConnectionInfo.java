// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.connection;

import org.jspecify.annotations.Nullable;

/**
 * One connection as stats show it.
 *
 * @param id the public id
 * @param version the build the tab runs
 * @param route the path it is on; empty when routes are not tracked
 * @param ip its address as it may be shown; null when addresses are not tracked
 * @param user the label of the person; null when there is none
 * @param transport how it is held
 * @param since when it connected, in milliseconds since the epoch
 */
public record ConnectionInfo(
        String id,
        String version,
        String route,
        @Nullable String ip,
        @Nullable String user,
        Transport transport,
        long since) {

    /** Returns what stats show of a connection now. */
    public static ConnectionInfo of(Connection connection) {
        return new ConnectionInfo(
                connection.id(),
                connection.version(),
                connection.route(),
                connection.ip(),
                connection.user(),
                connection.transport(),
                connection.since());
    }

    /** Leaves out address and user, which must not reach a log. */
    @Override
    public String toString() {
        return "ConnectionInfo[" + id + ", version=" + version + ", route=" + route + "]";
    }
}
