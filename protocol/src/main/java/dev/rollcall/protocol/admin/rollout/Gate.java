// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.rollout;

import dev.rollcall.protocol.http.Query;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody waits for. All of its conditions must hold at the same time. Immutable.
 *
 * @param version the version that tabs are to be on; null when that does not matter
 * @param percent how many of the tabs must be on it, or have returned from the command, 1 to 100 percent
 * @param gone the version that no tab may be on any more; null when that does not matter
 * @param command the id of the command that must be done; null when that does not matter
 * @param timeoutSeconds how long to wait at most
 */
record Gate(
        @Nullable String version,
        int percent,
        @Nullable String gone,
        @Nullable String command,
        int timeoutSeconds) {

    static final int DEFAULT_TIMEOUT = 20;
    static final int MOST_TIMEOUT = 3_600;

    private static final Set<String> NAMES = Set.of("version", "percent", "gone", "command", "timeout");

    /**
     * Reads what a query asks for.
     *
     * @throws IllegalArgumentException saying what does not fit
     */
    static Gate read(Query query) {
        query.refuseUnknown(NAMES);
        String version = given(query, "version");
        String gone = given(query, "gone");
        String command = given(query, "command");
        if (version == null && gone == null && command == null) {
            throw new IllegalArgumentException(
                    "version, gone, command: missing (expected: at least one, such as version=build-2&percent=95)");
        }
        if (query.first("percent") != null && version == null && command == null) {
            throw new IllegalArgumentException("percent: given alone (expected: with version or command)");
        }
        int percent = query.whole("percent", version == null ? 1 : 100, 100);
        boolean asks = query.first("percent") != null || version != null;
        return new Gate(
                version, asks ? percent : 0, gone, command, query.whole("timeout", DEFAULT_TIMEOUT, MOST_TIMEOUT));
    }

    private static @Nullable String given(Query query, String name) {
        String value = query.first(name);
        if (value != null && value.isEmpty()) {
            throw new IllegalArgumentException(name + ": empty (expected: a value, or leave it out)");
        }
        return value;
    }
}
