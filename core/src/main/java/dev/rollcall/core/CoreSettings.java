// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core;

import dev.rollcall.core.setting.Setting;
import dev.rollcall.core.setting.SettingGroup;
import dev.rollcall.core.setting.SettingTypes;

/** What is known of a tab. How much of it stats show is in {@link dev.rollcall.core.stats.StatsSettings}. */
public final class CoreSettings {

    /** The group. */
    public static final SettingGroup VERSIONS_AND_ROUTES = new SettingGroup("Versions and routes");

    /** The version that is current at the start. */
    public static final Setting<String> CURRENT_VERSION = VERSIONS_AND_ROUTES
            .define(
                    "current-version",
                    SettingTypes.version(),
                    "Build id that is current when the server starts. Tabs that name no version of their own count as the "
                            + "current one. Where releases are kept (data-dir), a version that was current before the stored "
                            + "one does not become current again.")
            .optional("dev");

    /** Whether routes are kept. */
    public static final Setting<Boolean> ROUTE_TRACKING = VERSIONS_AND_ROUTES
            .define(
                    "route-tracking",
                    SettingTypes.bool(),
                    "Whether to keep the route that each tab is on. Without it, no route can be invalidated.")
            .byDefault("true");

    private CoreSettings() {}
}
