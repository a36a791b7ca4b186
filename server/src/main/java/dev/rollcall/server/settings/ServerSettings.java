// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.settings;

import dev.rollcall.protocol.http.address.IpTracking;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What concerns the process, the tabs and the log. */
public final class ServerSettings {

    static final Shelf SERVER = new Shelf("Server");
    static final Shelf TABS = new Shelf("Tabs");
    static final Shelf LOG = new Shelf("Log");

    /** Where to listen: port. */
    public static final Setting<Integer> PORT =
            SERVER.of("port", Types.whole(0, 65_535, ""), "8080", "TCP port to listen on; 0 takes any free one.");

    /** Where to listen: address. */
    public static final Setting<String> HOST = SERVER.of(
            "host",
            Types.text(
                    "ADDRESS",
                    "an IP address or host name of this machine, or * for all",
                    "127.0.0.1",
                    "\\*|[\\w.:%-]{1,255}"),
            "*",
            "Address to listen on; * is all of them, IPv4 and IPv6.");

    /** The path in front of every endpoint. */
    public static final Setting<String> BASE_PATH = SERVER.of(
            "base-path",
            Types.text(
                    "PATH", "a path such as /__skew, without a slash at its end", "/__skew", "(/[\\w.~-]{1,64}){1,8}"),
            "/__skew",
            "Path in front of every endpoint.");

    /** Whether to run the code before the first tab comes. */
    public static final Setting<Boolean> WARM_UP = SERVER.of(
            "warm-up",
            Types.bool(),
            "true",
            "Whether to exercise the code for a second after the start, on a loopback port of its own, so that the first message to"
                    + " many tabs is as fast as the later ones.");

    /** The server's certificate. */
    public static final Setting<Path> TLS_CERTIFICATE = SERVER.optional(
            "tls-certificate",
            Types.file("/etc/rollcall/certificate.pem"),
            "none: HTTP in the clear",
            "Certificate to speak TLS with, and HTTP/2 for browsers: the server's own first, then the chain. Looked at "
                    + "every 10 s: a new one counts for new connections, a broken one is logged and the old one stays.");

    /** The key of that certificate. */
    public static final Setting<Path> TLS_KEY = SERVER.optional(
            "tls-key",
            Types.file("/etc/rollcall/key.pem"),
            "Private key of the certificate: PKCS#8, not encrypted (BEGIN PRIVATE KEY).");

    /** How long leaving may take. */
    public static final Setting<Duration> SHUTDOWN_GRACE = SERVER.of(
            "shutdown-grace",
            Types.duration("0s", "60s"),
            "10s",
            "How long leaving may take after SIGTERM: each tab is told when to come back, at a moment of its own, "
                    + "and then closed.");

    /** The version in force at start. */
    public static final Setting<String> CURRENT_VERSION = TABS.optional(
            "current-version",
            Patterns.version(),
            "dev",
            "Build id that is in force when the server starts; tabs that name no version of their own count as this one.");

    /** The cookie that tells a tab's version. */
    public static final Setting<String> VERSION_COOKIE = TABS.of(
            "version-cookie",
            Types.text(
                    "NAME", "a cookie name (RFC 6265: letters, digits and !#$%&'*+-.^_`|~)", "__nkpv", Patterns.TOKEN),
            "__nkpv",
            "Cookie that tells a tab's version when its address does not.");

    /** Whether routes are known. */
    public static final Setting<Boolean> ROUTE_TRACKING = TABS.of(
            "route-tracking",
            Types.bool(),
            "true",
            "Whether to keep the route each tab is on. Without it no route can be invalidated.");

    /** Whether addresses are known. */
    public static final Setting<IpTracking> IP_TRACKING = TABS.of(
            "ip-tracking",
            Types.choice(IpTracking.class),
            "off",
            "Whether to keep each tab's address: not at all, as it is, cut to /24 or /48, or hashed with a key that "
                    + "changes daily. In memory only, never logged.");

    /** Whose forwarding headers are believed. */
    public static final Setting<List<String>> TRUSTED_PROXIES = TABS.of(
            "trusted-proxies",
            Types.list(Patterns.network()),
            "private",
            "Proxies whose forwarding headers are believed: addresses, ranges such as 10.0.0.0/8, or the word private "
                    + "for loopback and private ranges.");

    /** Which other sites may connect. */
    public static final Setting<List<String>> ALLOWED_ORIGINS = TABS.of(
            "allowed-origins",
            Types.list(Patterns.origin()),
            "none",
            "Origins that may connect besides the server's own host. Exact, no wildcard.");

    /** What to do about crawlers. */
    public static final Setting<BotMode> BOTS = TABS.of(
            "bots",
            Types.choice(BotMode.class),
            "exclude",
            "Whether crawlers are turned away (by user agent) or counted like people.");

    /** Where a proxy says who the user is. */
    public static final Setting<String> USER_HEADER = TABS.optional(
            "user-header",
            Types.text("HEADER", "a header name", "X-User", Patterns.TOKEN),
            "Header with a label for the user of a tab, taken only from trusted proxies, which must remove it from "
                    + "what strangers send.");

    /** How a log line looks. */
    public static final Setting<LogFormat> LOG_FORMAT = LOG.of(
            "log-format",
            Types.choice(LogFormat.class),
            "text",
            "Lines for people, or one JSON object a line. To standard error.");

    /** What is logged. */
    public static final Setting<LogLevel> LOG_LEVEL = LOG.of(
            "log-level", Types.choice(LogLevel.class), "info", "The least important lines that are still logged.");

    private ServerSettings() {}

    /** What to do about crawlers. */
    public enum BotMode {
        /** Turn them away. */
        EXCLUDE,
        /** Treat them as people. */
        COUNT
    }

    /** How a log line looks. */
    public enum LogFormat {
        /** For people. */
        TEXT,
        /** For programs. */
        JSON
    }

    /** How important a log line is. */
    public enum LogLevel {
        /** Somebody must act at once. */
        ERROR,
        /** Somebody must act. */
        WARN,
        /** What happened to the server. */
        INFO,
        /** What happened to each connection. */
        DEBUG,
        /** Everything. */
        TRACE
    }
}
