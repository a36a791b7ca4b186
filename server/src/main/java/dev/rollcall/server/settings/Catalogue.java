// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.settings;

import java.util.List;
import java.util.stream.Stream;

/** All settings of the server, in the order of the help. */
public final class Catalogue {

    /** The groups of settings. */
    public static final List<Shelf> SHELVES = List.of(
            ServerSettings.SERVER,
            ServerSettings.TABS,
            AccessSettings.SECRETS,
            AccessSettings.STATS,
            LimitSettings.LIMITS,
            LimitSettings.TIMES,
            ServerSettings.LOG);

    private Catalogue() {}

    /** Returns all settings. */
    public static Stream<Setting<?>> all() {
        return SHELVES.stream().flatMap(shelf -> shelf.settings().stream());
    }
}
