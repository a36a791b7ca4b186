// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.run;

import static dev.rollcall.server.settings.AccessSettings.ADMIN_ALIASES;
import static dev.rollcall.server.settings.AccessSettings.METRICS_PUBLIC;
import static dev.rollcall.server.settings.AccessSettings.SESSION_MAX_AGE;
import static dev.rollcall.server.settings.LimitSettings.CONNECT_RATE;
import static dev.rollcall.server.settings.LimitSettings.CONNECT_RATE_PER_ADDRESS;
import static dev.rollcall.server.settings.LimitSettings.KEEPALIVE;
import static dev.rollcall.server.settings.LimitSettings.MAX_CONNECTIONS;
import static dev.rollcall.server.settings.LimitSettings.MAX_CONNECTIONS_PER_ADDRESS;
import static dev.rollcall.server.settings.LimitSettings.MAX_ROUTES;
import static dev.rollcall.server.settings.LimitSettings.MAX_VERSIONS;
import static dev.rollcall.server.settings.LimitSettings.POLLS_PER_SECOND;
import static dev.rollcall.server.settings.LimitSettings.POLL_INTERVAL;
import static dev.rollcall.server.settings.LimitSettings.SLOW_AFTER;
import static dev.rollcall.server.settings.LimitSettings.STATS_BYTES_PER_SECOND;
import static dev.rollcall.server.settings.LimitSettings.STATS_CONNECTIONS;
import static dev.rollcall.server.settings.LimitSettings.STATS_INTERVAL;
import static dev.rollcall.server.settings.LimitSettings.STATS_ROUTES;
import static dev.rollcall.server.settings.ServerSettings.ALLOWED_ORIGINS;
import static dev.rollcall.server.settings.ServerSettings.BASE_PATH;
import static dev.rollcall.server.settings.ServerSettings.BOTS;
import static dev.rollcall.server.settings.ServerSettings.CURRENT_VERSION;
import static dev.rollcall.server.settings.ServerSettings.IP_TRACKING;
import static dev.rollcall.server.settings.ServerSettings.ROUTE_TRACKING;
import static dev.rollcall.server.settings.ServerSettings.TRUSTED_PROXIES;
import static dev.rollcall.server.settings.ServerSettings.USER_HEADER;
import static dev.rollcall.server.settings.ServerSettings.VERSION_COOKIE;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.RollcallBuilder;
import dev.rollcall.core.stats.StatsLimits;
import dev.rollcall.core.telemetry.Telemetry;
import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.admin.access.AdminSecrets;
import dev.rollcall.protocol.http.StaticFiles;
import dev.rollcall.protocol.http.address.TrustedProxies;
import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.protocol.options.ProtocolOptions.Capacity;
import dev.rollcall.protocol.options.ProtocolOptionsBuilder;
import dev.rollcall.protocol.options.TabLimits;
import dev.rollcall.protocol.options.UserResolver;
import dev.rollcall.server.settings.ServerSettings.BotMode;
import dev.rollcall.server.settings.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Turns settings into the options of the parts. The only class that knows both. */
final class Wiring {

    /** More than any machine can take, and the most that the limiter counts. */
    private static final int MOST_A_SECOND = 1_000_000;

    private Wiring() {}

    /** Returns a rollcall as the settings describe it. */
    static Rollcall rollcall(Settings settings, ConfiguredAuthorizers authorizers, Telemetry telemetry, Timer timer) {
        RollcallBuilder builder = Rollcall.builder()
                .routeTracking(settings.value(ROUTE_TRACKING))
                .statsLimits(statsLimits(settings))
                .statsAuthorizer(authorizers.any())
                .telemetry(telemetry)
                .timer(timer);
        String version = settings.find(CURRENT_VERSION);
        return version == null
                ? builder.build()
                : builder.currentVersion(version).build();
    }

    /**
     * Returns a builder of the contract's options, with everything set that the settings say.
     *
     * @param maxConnections how many tabs may be connected at once; see {@link #maxConnections}
     */
    static ProtocolOptionsBuilder options(Settings settings, AdminSecrets secrets, int maxConnections) {
        String userHeader = settings.find(USER_HEADER);
        return ProtocolOptions.builder()
                .basePath(settings.value(BASE_PATH))
                .versionCookie(settings.value(VERSION_COOKIE))
                .adminAliases(settings.value(ADMIN_ALIASES))
                .trustedProxies(TrustedProxies.parse(settings.value(TRUSTED_PROXIES)))
                .allowedOrigins(settings.value(ALLOWED_ORIGINS))
                .excludeBots(settings.value(BOTS) == BotMode.EXCLUDE)
                .userResolver(userHeader == null ? UserResolver.none() : UserResolver.header(userHeader))
                .secrets(secrets)
                .metricsPublic(settings.value(METRICS_PUBLIC))
                .capacity(capacity(settings, maxConnections))
                .tabLimits(new TabLimits(settings.value(KEEPALIVE), settings.value(SLOW_AFTER)))
                .ipTracking(settings.value(IP_TRACKING))
                .sessionMaxAge(settings.value(SESSION_MAX_AGE))
                .dashboard(StaticFiles.fromClassPath("/dev/rollcall/dashboard"))
                .nodeName(nodeName())
                .software(Software.version())
                .pollInterval(settings.value(POLL_INTERVAL))
                .pollsPerSecond(settings.value(POLLS_PER_SECOND));
    }

    /** Returns how many tabs may be connected at once: what the settings say, else what the open files suffice for. */
    static int maxConnections(Settings settings, Headroom headroom) {
        Integer set = settings.find(MAX_CONNECTIONS);
        return set == null ? headroom.connections() : set;
    }

    private static Capacity capacity(Settings settings, int maxConnections) {
        return new Capacity(
                maxConnections,
                unlimitedWhenZero(settings.value(MAX_CONNECTIONS_PER_ADDRESS), Integer.MAX_VALUE),
                unlimitedWhenZero(settings.value(CONNECT_RATE), MOST_A_SECOND),
                unlimitedWhenZero(settings.value(CONNECT_RATE_PER_ADDRESS), MOST_A_SECOND),
                TrustedProxies.privateRanges());
    }

    private static StatsLimits statsLimits(Settings settings) {
        return new StatsLimits(
                settings.value(STATS_CONNECTIONS),
                settings.value(MAX_VERSIONS),
                settings.value(STATS_ROUTES),
                settings.value(MAX_ROUTES),
                settings.value(STATS_INTERVAL),
                settings.value(STATS_BYTES_PER_SECOND));
    }

    /** Returns the names of machine and process, as an operator would look for them in a list of processes. */
    private static String nodeName() {
        String pid = Long.toString(ProcessHandle.current().pid());
        try {
            return InetAddress.getLocalHost().getHostName() + "-" + pid;
        } catch (UnknownHostException e) {
            return "node-" + pid;
        }
    }

    private static int unlimitedWhenZero(int value, int unlimited) {
        return value == 0 ? unlimited : value;
    }
}
