// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.options;

import dev.rollcall.core.setting.Setting;
import dev.rollcall.core.setting.SettingGroup;
import dev.rollcall.core.setting.SettingTypes;

/** How many tabs may come in. Over a limit a newcomer is refused; no open tab is sent away for it. */
public final class LimitSettings {

    /** The group. */
    public static final SettingGroup LIMITS = new SettingGroup("Limits");

    private static final int MOST_CONNECTIONS = 100_000_000;
    private static final int MOST_PER_SECOND = 1_000_000;

    /** Tabs in total. */
    public static final Setting<Integer> MAX_CONNECTIONS = LIMITS.define(
                    "max-connections",
                    SettingTypes.whole(1, MOST_CONNECTIONS, "connections"),
                    "How many tabs are held at once. One more is answered 503 and told when to try again. In a servlet "
                            + "container, keep it below the container's own limit (server.tomcat.max-connections, 8192), or "
                            + "the application itself becomes unreachable.")
            .property("limits.connections")
            .optional(
                    "as many as the limit of open files allows; in Spring Boot, 6500 where tabs share a servlet container "
                            + "with the application, else no limit");

    /** Tabs from one address. */
    public static final Setting<Integer> MAX_CONNECTIONS_PER_ADDRESS = LIMITS.define(
                    "max-connections-per-address",
                    SettingTypes.whole(0, MOST_CONNECTIONS, "connections"),
                    "How many tabs of one client address (IPv6: of one /64) are held at once; 0 means no limit. Not applied "
                            + "to loopback and private ranges.")
            .property("limits.per-address")
            .byDefault("1000");

    /** New tabs a second. */
    public static final Setting<Integer> CONNECT_RATE = LIMITS.define(
                    "connect-rate",
                    SettingTypes.whole(0, MOST_PER_SECOND, "connections a second"),
                    "How many new tabs are let in each second; 0 means no limit.")
            .property("limits.per-second")
            .byDefault("0");

    /** New tabs a second from one address. */
    public static final Setting<Integer> CONNECT_RATE_PER_ADDRESS = LIMITS.define(
                    "connect-rate-per-address",
                    SettingTypes.whole(0, MOST_PER_SECOND, "connections a second"),
                    "How many new tabs of one client address (IPv6: of one /64) are let in each second; 0 means no limit. Not "
                            + "applied to loopback and private ranges.")
            .property("limits.per-second-per-address")
            .byDefault("100");

    private LimitSettings() {}
}
