// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import dev.rollcall.protocol.http.address.IpTracking;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of Rollcall inside the application.
 *
 * @param enabled Whether Rollcall is there at all.
 * @param currentVersion Version in force at the start: 1 to 128 characters. Without it the front end's own file, git.properties or the build's version is taken, in this order.
 * @param basePath Path in front of every endpoint, below the application's context path; without a slash at its end.
 * @param versionCookie Cookie that tells a tab's version when its address does not.
 * @param adminAliases Whether /api/admin/stats and /api/admin/invalidate-route answer like their twins below the base path. They take these paths from the application.
 * @param routeTracking Whether to keep the route each tab is on. Without it no route can be invalidated.
 * @param ipTracking Whether to keep each tab's address: not at all, as it is, cut to /24 or /48, or hashed with a key that changes daily. In memory only, never logged.
 * @param trustedProxies Proxies whose forwarding headers are believed: addresses, ranges such as 10.0.0.0/8, or the word private for loopback and private ranges.
 * @param allowedOrigins Origins that may connect besides the server's own host. Exact, no wildcard.
 * @param excludeBots Whether crawlers are turned away, by user agent, and not counted.
 * @param userLabel Whether a tab carries the name of the person signed in, shown to those who may see stats.
 * @param keepalive How often a held connection is sent something, at least 1 second; less than the shortest idle time of the proxies between.
 * @param streamProbe How long an event stream may be silent before it is looked after. A tab that has gone is counted twice as long at most.
 * @param slowAfter How long a tab may take to take a command before it is closed as a slow consumer (4408).
 * @param shutdownGrace How long tabs may take to leave at shutdown, after they were told when to come back. Never longer than spring.lifecycle.timeout-per-shutdown-phase.
 * @param securityChain Whether Spring Security lets everybody through to the base path, where Rollcall decides by itself. Without it the application's own chain must do so.
 * @param limits How many tabs may come in.
 * @param netty A second port, for more tabs than the container can hold.
 * @param secrets What opens the admin endpoints, sent as Authorization: Bearer. Without any they answer 503.
 * @param stats Who may see stats live.
 */
@ConfigurationProperties("rollcall")
public record RollcallProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable String currentVersion,
        @DefaultValue("/__skew") String basePath,
        @DefaultValue("__nkpv") String versionCookie,
        @DefaultValue("false") boolean adminAliases,
        @DefaultValue("true") boolean routeTracking,
        @DefaultValue("off") IpTracking ipTracking,
        @DefaultValue("private") List<String> trustedProxies,
        @DefaultValue List<String> allowedOrigins,
        @DefaultValue("true") boolean excludeBots,
        @DefaultValue("false") boolean userLabel,
        @DefaultValue("10s") Duration keepalive,
        @DefaultValue("8s") Duration streamProbe,
        @DefaultValue("10s") Duration slowAfter,
        @DefaultValue("5s") Duration shutdownGrace,
        @DefaultValue("true") boolean securityChain,
        @DefaultValue Limits limits,
        @DefaultValue Netty netty,
        @DefaultValue Secrets secrets,
        @DefaultValue Stats stats) {

    /**
     * How many tabs may come in. Over a limit a newcomer is refused; nobody is sent away for one.
     *
     * @param connections Tabs at once in all; one more is answered 503 and told when to try again. 6500 by default where tabs share a servlet container with the application: keep it below the container's connection limit (server.tomcat.max-connections, 8192), or the application itself cannot be reached any more. Without limit by default with rollcall.netty.port and on WebFlux.
     * @param perAddress Tabs held at once for one client address. Not applied to loopback and private ranges.
     * @param perSecond New tabs a second in all.
     * @param perSecondPerAddress New tabs a second for one client address. Not applied to loopback and private ranges.
     */
    public record Limits(
            @Nullable Integer connections,
            @DefaultValue("1000") int perAddress,
            @DefaultValue("100000") int perSecond,
            @DefaultValue("100") int perSecondPerAddress) {}

    /**
     * The dense host in the same process: the same tabs and endpoints on a second port. Needs the dependency dev.rollcall:rollcall-netty.
     *
     * @param port Port to listen on, 1 to 65535. Off without it.
     * @param address Address to listen on; all addresses of the machine without it.
     */
    public record Netty(@Nullable Integer port, @Nullable String address) {}

    /**
     * What opens the admin endpoints: plain text of 8 to 1,024 characters, or sha256: and 64 hex digits.
     *
     * @param admin Secret that opens every admin endpoint.
     * @param ci Secret for builds and deploys: it reads stats, announces versions and makes tabs reload.
     * @param read Secret that only reads.
     */
    public record Secrets(
            @Nullable String admin,
            @Nullable String ci,
            @Nullable String read) {

        /** The names alone would tell nothing, so nothing at all. */
        @Override
        public String toString() {
            return "Secrets[]";
        }
    }

    /**
     * Who may see stats live.
     *
     * @param role Role, as in HttpServletRequest.isUserInRole, whose holders may see stats. With Spring Security ADMIN means ROLE_ADMIN; a whole authority such as SCOPE_stats will do too. Looked at when a WebSocket opens, and at each subscription on other transports.
     */
    public record Stats(@Nullable String role) {}
}
