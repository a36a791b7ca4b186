// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.demo;

import dev.rollcall.core.CoreSettings;
import dev.rollcall.core.setting.Setting;
import dev.rollcall.core.setting.SettingGroup;
import dev.rollcall.core.setting.SettingTypes;
import dev.rollcall.core.setting.SettingValues;
import dev.rollcall.demo.visitors.Visitors;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.server.settings.ServerSettings;
import dev.rollcall.server.settings.ServerSettings.LogLevel;

/** The demo's own settings, and its own defaults for some of the server's. */
final class DemoSettings {

    /** The heading with its settings. */
    static final SettingGroup DEMO = new SettingGroup("Demo");

    /** The number of simulated visitors. */
    static final Setting<Integer> VISITORS = DEMO.define(
                    "visitors",
                    SettingTypes.whole(0, Visitors.MOST, "visitors"),
                    "How many simulated visitors come to the shop. They are held in memory and take no sockets. Can be set "
                            + "only on the command line.")
            .byDefault("60");

    private DemoSettings() {}

    /**
     * Returns the settings, with the demo's defaults for those that were not set. Anybody who sees the shop can deploy,
     * so by default only this machine sees it.
     */
    static SettingValues withDefaults(SettingValues given) {
        return given.withDefault(ServerSettings.HOST, "127.0.0.1")
                .withDefault(CoreSettings.CURRENT_VERSION, "v1")
                .withDefault(CoreSettings.DATA_DIR, CoreSettings.NO_DIRECTORY) // each demo begins at v1
                .withDefault(ServerSettings.LOG_LEVEL, LogLevel.WARN)
                .withDefault(ContractSettings.METRICS_PUBLIC, true);
    }
}
