// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.options;

import dev.rollcall.protocol.admin.access.AdminSecrets;
import dev.rollcall.protocol.http.StaticFiles;
import dev.rollcall.protocol.http.address.IpTracking;
import dev.rollcall.protocol.http.address.TrustedProxies;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the contract is served.
 *
 * @param basePath where the endpoints are; {@code /__skew} by default
 * @param versionCookie the cookie that names a tab's version when its query does not; {@code __nkpv} by default
 * @param adminAliases whether {@code /api/admin/stats} and {@code /api/admin/invalidate-route} answer too; on by default
 * @param trustedProxies whose headers about the client are believed; loopback and private ranges by default
 * @param allowedOrigins origins besides the same host, {@code https://app.example.com}; none by default
 * @param excludeBots whether bots are turned away and not counted; on by default
 * @param userResolver gives a connection the label of its person; none by default
 * @param secrets who may use the admin endpoints; nobody by default
 * @param metrics makes the text of the metrics endpoint; null (the default) when there is none
 * @param metricsPublic whether metrics need no secret; off by default
 * @param capacity limits on new connections
 * @param tabLimits the times of a held connection
 * @param ipTracking what is kept of a tab's address, in memory only; nothing by default
 * @param sessionMaxAge how long a person stays signed in to the dashboard, at least 1 minute; 12 hours by default
 * @param dashboard the files of the dashboard; none by default
 * @param nodeName this node's display name; a random one by default
 * @param software which version of the software this is, for people; empty by default
 * @param pollInterval how often a polling tab comes, at least 1 s; 20 s by default
 * @param pollsPerSecond how many polls a second are wanted at the most, at least 1; 1,000 by default
 */
public record ProtocolOptions(
        String basePath,
        String versionCookie,
        boolean adminAliases,
        TrustedProxies trustedProxies,
        List<String> allowedOrigins,
        boolean excludeBots,
        UserResolver userResolver,
        AdminSecrets secrets,
        @Nullable Supplier<String> metrics,
        boolean metricsPublic,
        Capacity capacity,
        TabLimits tabLimits,
        IpTracking ipTracking,
        Duration sessionMaxAge,
        StaticFiles dashboard,
        String nodeName,
        String software,
        Duration pollInterval,
        int pollsPerSecond) {

    private static final Pattern BASE_PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)+");
    private static final Pattern COOKIE_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}"); // RFC 6265: token

    /** Checks what can be checked at once. */
    public ProtocolOptions {
        require(BASE_PATH.matcher(basePath).matches(), "basePath", basePath, "a path such as /__skew");
        require(COOKIE_NAME.matcher(versionCookie).matches(), "versionCookie", versionCookie, "a cookie name");
        require(sessionMaxAge.toSeconds() >= 60, "sessionMaxAge", sessionMaxAge, "at least 1 minute");
        require(pollInterval.toMillis() >= 1_000, "pollInterval", pollInterval, "at least 1 second");
        require(pollsPerSecond >= 1, "pollsPerSecond", pollsPerSecond, "at least 1");
        allowedOrigins = List.copyOf(allowedOrigins);
    }

    /** Everything as it is by default. */
    public static ProtocolOptions defaults() {
        return builder().build();
    }

    /** Settings, all with a default. */
    public static ProtocolOptionsBuilder builder() {
        return new ProtocolOptionsBuilder();
    }

    /** Returns the paths that belong to the contract; a host hands in the requests for these. */
    public ContractPaths paths() {
        return ContractPaths.of(basePath, adminAliases);
    }

    /**
     * How many may come in. Over a limit a newcomer is refused; nobody is ever sent away for one.
     *
     * @param connections in all, at least 1; unlimited by default
     * @param perAddress for one address (IPv6: one /64), at least 1; 1,000 by default
     * @param perSecond new ones a second in all, at least 1; 100,000 by default
     * @param perSecondPerAddress new ones a second for one address, at least 1; 100 by default
     * @param exempt addresses to which the two limits per address do not apply; loopback and private ranges by default
     */
    public record Capacity(
            int connections, int perAddress, int perSecond, int perSecondPerAddress, TrustedProxies exempt) {

        /** The defaults. */
        public static final Capacity DEFAULT =
                new Capacity(Integer.MAX_VALUE, 1_000, 100_000, 100, TrustedProxies.privateRanges());

        /** Checks the ranges. */
        public Capacity {
            require(connections >= 1, "connections", connections, "at least 1");
            require(perAddress >= 1, "perAddress", perAddress, "at least 1");
            require(perSecond >= 1, "perSecond", perSecond, "at least 1");
            require(perSecondPerAddress >= 1, "perSecondPerAddress", perSecondPerAddress, "at least 1");
        }
    }

    private static void require(boolean fits, String name, Object value, String expected) {
        if (!fits) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }
}
