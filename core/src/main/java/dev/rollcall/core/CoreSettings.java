// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core;

import dev.rollcall.core.setting.Setting;
import dev.rollcall.core.setting.SettingGroup;
import dev.rollcall.core.setting.SettingType;
import dev.rollcall.core.setting.SettingTypes;
import dev.rollcall.core.text.RouteGroups;
import java.util.List;

/** What is known of a tab. How much of it stats show is in {@link dev.rollcall.core.stats.StatsSettings}. */
public final class CoreSettings {

    /** The group. */
    public static final SettingGroup VERSIONS_AND_ROUTES = new SettingGroup("Versions and routes");

    private static final int MOST_GROUPS = 200;

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

    /** Which routes are counted together. */
    public static final Setting<RouteGroups> ROUTE_GROUPS = VERSIONS_AND_ROUTES
            .define(
                    "route-groups",
                    groups(),
                    "Patterns of routes that are counted together, such as /product/* or /blog/[slug]; the first one that "
                            + "matches counts. One segment is *, :id, [id] or {id}; one or more, at the end, are ** or "
                            + "[...rest]. Commands and filters still mean single routes.")
            .byDefault("none");

    private CoreSettings() {}

    private static SettingType<RouteGroups> groups() {
        return SettingType.of(
                SettingType.Form.LIST,
                "LIST",
                "none, or up to " + MOST_GROUPS + " patterns, separated by commas, such as /product/*",
                "/product/*",
                text -> {
                    List<String> patterns = SettingTypes.items(text);
                    if (patterns.size() > MOST_GROUPS) {
                        throw new IllegalArgumentException(patterns.size() + " patterns");
                    }
                    return RouteGroups.of(patterns);
                });
    }
}
