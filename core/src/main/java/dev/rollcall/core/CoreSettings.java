// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core;

import dev.rollcall.core.setting.Setting;
import dev.rollcall.core.setting.SettingGroup;
import dev.rollcall.core.setting.SettingType;
import dev.rollcall.core.setting.SettingTypes;
import dev.rollcall.core.text.RouteGroups;
import java.util.List;

/** What is known about a tab. How much of it stats show is set in {@link dev.rollcall.core.stats.StatsSettings}. */
public final class CoreSettings {

    /** The group. */
    public static final SettingGroup VERSIONS_AND_ROUTES = new SettingGroup("Versions and routes");

    /** The group. */
    public static final SettingGroup DATA = new SettingGroup("What is kept");

    /** The group. */
    public static final SettingGroup AUTHORIZERS = new SettingGroup("Authorizers");

    /** The value of {@link #DATA_DIR} that means no directory. */
    public static final String NO_DIRECTORY = "none";

    private static final int MOST_GROUPS = 200;

    /** The directory for data that must outlive the process. */
    public static final Setting<String> DATA_DIR = DATA.define(
                    "data-dir",
                    directory(),
                    "Directory for what must outlive the process: releases and the order of versions, so that after a restart an "
                            + "old version is not taken for a new one; the audit list, the history, and who is signed in. It "
                            + "is created if it is missing, readable only by its owner. Each process needs its own. With none, "
                            + "a restart forgets everything. If this is not set and the default cannot be used, the log says so "
                            + "and a restart forgets; a directory that is set must be usable. In Spring Boot it needs "
                            + "rollcall-journal on the class path; setting it without that is an error.")
            .byDefault("rollcall-data");

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

    /** The share of all tabs above which a command must be confirmed. */
    public static final Setting<Integer> CONFIRM_ABOVE = VERSIONS_AND_ROUTES
            .define(
                    "confirm-above",
                    SettingTypes.whole(0, 100, "percent"),
                    "Share of all tabs, in percent, above which a command that makes them reload needs \"confirm\" with the "
                            + "number of tabs that a dry run has counted. Up to 100 tabs never need it; 100 switches it off.")
            .byDefault("20");

    /** How many calls to authorizers may block at once. */
    public static final Setting<Integer> AUTHORIZER_THREADS = AUTHORIZERS
            .define(
                    "authorizer-threads",
                    SettingTypes.whole(1, 256, "threads"),
                    "Number of threads on which authorizers are asked whether a tab may see stats. Only one that blocks, in "
                            + "code of an application, needs more than the default: it holds a thread until it has answered. "
                            + "A question that gets none within 5 seconds is undecided, and its tab asks again.")
            .byDefault("4");

    private CoreSettings() {}

    private static SettingType<String> directory() {
        return SettingType.of(
                SettingType.Form.TEXT,
                "DIR",
                "the path of a directory, or " + NO_DIRECTORY,
                "/var/lib/rollcall",
                text -> {
                    if (text.isBlank() || text.indexOf('\0') >= 0) {
                        throw new IllegalArgumentException("not a path");
                    }
                    return text;
                });
    }

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
