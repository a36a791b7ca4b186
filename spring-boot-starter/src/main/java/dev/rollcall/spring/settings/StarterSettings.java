// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.settings;

import dev.rollcall.core.setting.Setting;
import dev.rollcall.core.setting.SettingGroup;
import dev.rollcall.core.setting.SettingTypes;
import java.time.Duration;

/** The settings that only a Spring Boot application has. */
public final class StarterSettings {

    static final SettingGroup STARTER = new SettingGroup("Spring Boot");

    /** Whether Rollcall is enabled. */
    public static final Setting<Boolean> ENABLED = STARTER.define(
                    "enabled",
                    SettingTypes.bool(),
                    "Whether Rollcall is part of the application. False turns everything off.")
            .byDefault("true");

    /** Whether the application shares anything with other instances. */
    public static final Setting<Boolean> CLUSTER = STARTER.define(
                    "cluster",
                    SettingTypes.bool(),
                    "Whether instances of this application that use the same Redis act as one for tabs and administrators. Needs "
                            + "the dependency dev.rollcall:rollcall-redis. With false this instance is alone, and does not warn "
                            + "when there may be others.")
            .byDefault("true");

    /** Whether tabs carry names. */
    public static final Setting<Boolean> USER_LABEL = STARTER.define(
                    "user-label",
                    SettingTypes.bool(),
                    "Whether a tab carries the name of the user who is signed in, shown to those who may see stats.")
            .byDefault("false");

    /** Who may see stats, by role. */
    public static final Setting<String> STATS_ROLE = STARTER.define(
                    "stats-role",
                    SettingTypes.words("ROLE", "ADMIN"),
                    "Role whose holders may see stats, as in HttpServletRequest.isUserInRole. With Spring Security, ADMIN means "
                            + "ROLE_ADMIN; a whole authority such as SCOPE_stats works as well. Checked when a WebSocket "
                            + "opens, and at each subscription on other transports; the right ends with the session or token "
                            + "that it came from.")
            .property("stats.role")
            .optional();

    /** Whether Spring Security admits everybody to the base path. */
    public static final Setting<Boolean> SECURITY_CHAIN = STARTER.define(
                    "security-chain",
                    SettingTypes.bool(),
                    "Whether to add a Spring Security filter chain that admits everybody to the base path, where Rollcall "
                            + "decides by itself. With false, the application's own chain must admit them.")
            .byDefault("true");

    /** How soon a closed stream is noticed. */
    public static final Setting<Duration> STREAM_PROBE = STARTER.define(
                    "stream-probe",
                    SettingTypes.duration("10ms", "10m"),
                    "How long an event stream may be silent before the servlet host tests it. A tab that has gone is counted "
                            + "for at most twice that time.")
            .byDefault("8s");

    /** The second port. */
    public static final Setting<Integer> NETTY_PORT = STARTER.define(
                    "netty-port",
                    SettingTypes.whole(1, 65_535, ""),
                    "Second port, on which the dense host serves the same tabs and endpoints. Needs the dependency "
                            + "dev.rollcall:rollcall-netty.")
            .property("netty.port")
            .optional("off");

    /** The address of the second port. */
    public static final Setting<String> NETTY_ADDRESS = STARTER.define(
                    "netty-address",
                    SettingTypes.localAddress(),
                    "Address that the second port listens on; * means all of them, IPv4 and IPv6.")
            .property("netty.address")
            .byDefault("*");

    /** The older spelling of {@code bots}. */
    static final Setting<Boolean> EXCLUDE_BOTS = STARTER.define(
                    "exclude-bots",
                    SettingTypes.bool(),
                    "Whether crawlers are turned away. The older form of rollcall.bots, which takes precedence.")
            .optional();

    private StarterSettings() {}
}
