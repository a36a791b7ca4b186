// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.demo;

import dev.rollcall.demo.visitors.Visitors;
import dev.rollcall.server.settings.AccessSettings;
import dev.rollcall.server.settings.ServerSettings;
import dev.rollcall.server.settings.ServerSettings.LogLevel;
import dev.rollcall.server.settings.Setting;
import dev.rollcall.server.settings.Settings;
import dev.rollcall.server.settings.Shelf;
import dev.rollcall.server.settings.Types;

/** What only the demo can be set to, and the server's settings that it has other defaults for. */
final class DemoSettings {

    /** The heading with its settings. */
    static final Shelf DEMO = new Shelf("Demo");

    private static final int DEFAULT_VISITORS = 60;

    /** The number of simulated visitors. */
    static final Setting<Integer> VISITORS = DEMO.of(
            "visitors",
            Types.whole(0, Visitors.MOST, "visitors"),
            String.valueOf(DEFAULT_VISITORS),
            "How many simulated visitors come to the shop. They are held in memory and take no sockets. Can be set "
                    + "only on the command line.");

    private DemoSettings() {}

    /**
     * Returns the settings with the demo's defaults where nothing was set. Anybody who sees the shop can deploy, so by default
     * only this machine sees it.
     */
    static Settings withDefaults(Settings given) {
        return given.withDefault(ServerSettings.HOST, "127.0.0.1")
                .withDefault(ServerSettings.CURRENT_VERSION, "v1")
                .withDefault(ServerSettings.LOG_LEVEL, LogLevel.WARN)
                .withDefault(AccessSettings.METRICS_PUBLIC, true)
                .withDefault(VISITORS, DEFAULT_VISITORS);
    }
}
