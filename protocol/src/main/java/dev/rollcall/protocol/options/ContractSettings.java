// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.options;

import dev.rollcall.core.setting.Setting;
import dev.rollcall.core.setting.SettingGroup;
import dev.rollcall.core.setting.SettingType;
import dev.rollcall.core.setting.SettingTypes;
import dev.rollcall.protocol.http.address.IpTracking;
import dev.rollcall.protocol.http.address.ProxyHeaders;
import dev.rollcall.protocol.http.address.TrustedProxies;
import dev.rollcall.protocol.http.guard.HostPolicy;
import dev.rollcall.protocol.http.guard.OriginPolicy;
import java.time.Duration;
import java.util.List;

/** The settings of the contract: who may connect and give commands, what is kept about a tab, and its times. */
public final class ContractSettings {

    /** Settings about each tab. */
    public static final SettingGroup TABS = new SettingGroup("Tabs");

    /** Settings about access to the admin endpoints. */
    public static final SettingGroup ACCESS = new SettingGroup("Secrets and access");

    /** Intervals and time limits. */
    public static final SettingGroup TIMES = new SettingGroup("Times");

    /** What precedes the path of every endpoint. */
    public static final Setting<String> BASE_PATH = TABS.define(
                    "base-path",
                    SettingTypes.text(
                            "PATH",
                            "a path such as /__skew, without a slash at its end",
                            "/__skew",
                            "(/(?!\\.{1,2}(?:/|$))[A-Za-z0-9._~-]{1,64}){1,8}"), // . and .. are other paths
                    "Path that every endpoint begins with. In Spring Boot, below the application's context path.")
            .byDefault("/__skew");

    /** The cookie that names a tab's version. */
    public static final Setting<String> VERSION_COOKIE = TABS.define(
                    "version-cookie",
                    SettingTypes.token(
                            "NAME", "a cookie name (RFC 6265: letters, digits and !#$%&'*+-.^_`|~)", "__nkpv"),
                    "Cookie that names a tab's version when the address of its request does not.")
            .byDefault("__nkpv");

    /** What is kept of a tab's address. */
    public static final Setting<IpTracking> IP_TRACKING = TABS.define(
                    "ip-tracking",
                    SettingTypes.choice(IpTracking.class),
                    "How much of each tab's address to keep: nothing, all of it, the first 24 bits (IPv6: 48), or a hash "
                            + "with a key that changes daily. It stays in memory, except in the audit list, and is never logged.")
            .byDefault("off");

    /** Whose forwarding headers are believed. */
    public static final Setting<TrustedProxies> TRUSTED_PROXIES = TABS.define(
                    "trusted-proxies",
                    proxies(),
                    "Proxies whose forwarding headers are believed: addresses, ranges such as 10.0.0.0/8, or the word private "
                            + "for loopback and private ranges.")
            .byDefault("private");

    /** Which forwarding headers are believed. */
    public static final Setting<ProxyHeaders> CLIENT_ADDRESS_HEADERS = TABS.define(
                    "client-address-headers",
                    proxyHeaders(),
                    "Headers in which trusted proxies name the client; the first one that is present counts. List only those that "
                            + "your proxy writes or adds to, because visitors choose what is in the others. The name of a "
                            + "proxy stands for the header it writes: CF-Connecting-IP for cloudflare, else X-Forwarded-For.")
            .byDefault("X-Forwarded-For");

    /** Which other sites may connect. */
    public static final Setting<List<String>> ALLOWED_ORIGINS = TABS.define(
                    "allowed-origins",
                    SettingTypes.list(origin()),
                    "Origins whose pages may connect, besides the server's own host. Exact; there are no wildcards.")
            .byDefault("none");

    /** The names by which the server may be reached. */
    public static final Setting<List<String>> ALLOWED_HOSTS = TABS.define(
                    "allowed-hosts",
                    SettingTypes.list(host()),
                    "Names by which browsers may reach the server, compared with the Host header and with what a proxy passes on "
                            + "as X-Forwarded-Host. Other names are answered 421, so that no site can have its own name point "
                            + "here (DNS rebinding). Addresses, localhost and names below it are always accepted.")
            .optional("any name; none but the machine's own when the server listens on a loopback address");

    /** How crawlers are treated. */
    public static final Setting<BotMode> BOTS = TABS.define(
                    "bots",
                    SettingTypes.choice(BotMode.class),
                    "Whether crawlers, recognised by their user agent, are turned away or counted like people.")
            .byDefault("exclude");

    /** Where a proxy names the user. */
    public static final Setting<String> USER_HEADER = TABS.define(
                    "user-header",
                    SettingTypes.token("HEADER", "a header name", "X-User"),
                    "Header with a label for the user of a tab. It is taken only from trusted proxies, which must remove it "
                            + "from requests that already have it.")
            .optional();

    /** Opens everything. */
    public static final Setting<String> ADMIN_SECRET = ACCESS.define(
                    "admin-secret",
                    AdminSecretSettings.type(),
                    "Secret that opens every admin endpoint, sent as Authorization: Bearer.")
            .property("secrets.admin")
            .optional("the server generates one at each start and prints it once; in Spring Boot, not set");

    /** For builds and deploys. */
    public static final Setting<String> CI_SECRET = ACCESS.define(
                    "ci-secret",
                    AdminSecretSettings.type(),
                    "Secret for builds and deploys. It reads stats, announces versions and makes tabs reload, and can be "
                            + "replaced without changing the others.")
            .property("secrets.ci")
            .optional();

    /** For monitoring. */
    public static final Setting<String> READ_SECRET = ACCESS.define(
                    "read-secret", AdminSecretSettings.type(), "Secret that only reads: stats, connections, metrics.")
            .property("secrets.read")
            .optional();

    /** How long a person stays signed in. */
    public static final Setting<Duration> SESSION_MAX_AGE = ACCESS.define(
                    "session-max-age",
                    SettingTypes.duration("1m", "720h"),
                    "How long a person stays signed in to the dashboard. A restart signs everybody out, unless data-dir keeps "
                            + "who is signed in.")
            .byDefault("12h");

    /** Whether the paths of nuxt-skew-protection work. */
    public static final Setting<Boolean> ADMIN_ALIASES = ACCESS.define(
                    "admin-aliases",
                    SettingTypes.bool(),
                    "Whether the admin paths of nuxt-skew-protection, /api/admin/stats and /api/admin/invalidate-route, are "
                            + "served too. In Spring Boot false by default, because these paths may be the application's own.")
            .byDefault("true");

    /** Whether metrics need a secret. */
    public static final Setting<Boolean> METRICS_PUBLIC = ACCESS.define(
                    "metrics-public", SettingTypes.bool(), "Whether metrics can be read without a secret.")
            .byDefault("false");

    /** How often a polling tab asks. */
    public static final Setting<Duration> POLL_INTERVAL = TIMES.define(
                    "poll-interval",
                    SettingTypes.duration("1s", "10m"),
                    "How long a polling tab is told to wait between two requests. The tab is counted until it misses one.")
            .byDefault("20s");

    /** How many polls a second are too many. */
    public static final Setting<Integer> POLLS_PER_SECOND = TIMES.define(
                    "polls-per-second",
                    SettingTypes.whole(1, 1_000_000, "requests a second"),
                    "The highest rate of polls in total. With more polling tabs, each is told to wait longer.")
            .byDefault("1000");

    /** How often the server sends a sign of life. */
    public static final Setting<Duration> KEEPALIVE = TIMES.define(
                    "keepalive",
                    SettingTypes.duration("1s", "10m"),
                    "How often something is sent on each held connection. Choose less than the shortest idle timeout of the "
                            + "proxies in between.")
            .byDefault("25s");

    /** How long a tab may leave a command unread. */
    public static final Setting<Duration> SLOW_AFTER = TIMES.define(
                    "slow-after",
                    SettingTypes.duration("1s", "5m"),
                    "How long a tab may leave a command unread before its connection is closed (4408, slow consumer).")
            .byDefault("10s");

    /** How long leaving may take. */
    public static final Setting<Duration> SHUTDOWN_GRACE = TIMES.define(
                    "shutdown-grace",
                    SettingTypes.duration("0s", "60s"),
                    "How long a shutdown may take. Each tab is told to reconnect at a moment of its own, and its connection is "
                            + "closed. In Spring Boot never longer than spring.lifecycle.timeout-per-shutdown-phase.")
            .byDefault("10s");

    private ContractSettings() {}

    private static SettingType<TrustedProxies> proxies() {
        return SettingType.of(
                SettingType.Form.LIST,
                "LIST",
                "none, or one or more, separated by commas: an IP address, a range such as 10.0.0.0/8, or the word private",
                "10.0.0.0/8",
                text -> TrustedProxies.parse(SettingTypes.items(text)));
    }

    private static SettingType<ProxyHeaders> proxyHeaders() {
        return SettingType.of(
                SettingType.Form.LIST,
                "LIST",
                "none, or one or more, separated by commas: a header such as X-Real-IP or Forwarded, or one of the words "
                        + String.join(", ", ProxyHeaders.presets()),
                "X-Forwarded-For",
                text -> ProxyHeaders.parse(SettingTypes.items(text)));
    }

    private static SettingType<String> host() {
        return SettingTypes.checkedBy(
                "HOST",
                "a host name such as www.example.com, *.example.com for all names below it, or * for any, without a port",
                "www.example.com",
                HostPolicy::check);
    }

    /** Scheme, host and port of a site, as in the Origin header (RFC 6454, section 7). */
    private static SettingType<String> origin() {
        return SettingTypes.checkedBy(
                "ORIGIN",
                "an origin such as https://app.example, without a path",
                "https://app.example",
                text -> OriginPolicy.of(List.of(text), TrustedProxies.none()));
    }
}
