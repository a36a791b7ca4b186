// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server;

import dev.rollcall.server.settings.ServerSettings;
import dev.rollcall.server.settings.Settings;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the server says of itself when it has started: what an operator wants to know, and what he must do. */
final class Greeting {

    private static final Logger LOG = LoggerFactory.getLogger(Greeting.class);

    private final Settings settings;
    private final RunningServer server;
    private final Headroom headroom;

    Greeting(Settings settings, RunningServer server, Headroom headroom) {
        this.settings = settings;
        this.server = server;
        this.headroom = headroom;
    }

    /** Logs it. */
    void log() {
        LOG.info(
                "Rollcall {} listens on {} ({})", Main.version(), address(settings, server.port()), server.transport());
        String version = settings.find(ServerSettings.CURRENT_VERSION);
        if (version == null) {
            LOG.warn(
                    "Version in force: dev, because current-version is not set; tabs that name no version count as dev");
        } else {
            LOG.info("Version in force: {}", version);
        }
        LOG.info("Dashboard at {}/dashboard/", address(settings, server.port()));
        LOG.info("Stats are seen with {}", server.whoMaySeeStats());
        LOG.info(
                "Room for {} connections; {}",
                String.format(Locale.ROOT, "%,d", server.maxConnections()),
                headroom.summary());
        headroom.shortages(server.maxConnections()).forEach(LOG::warn);
    }

    /** Where to reach the contract from this machine. */
    static String address(Settings settings, int port) {
        return origin(settings, port) + settings.value(ServerSettings.BASE_PATH);
    }

    /** The same without the base path. */
    static String origin(Settings settings, int port) {
        String host = settings.value(ServerSettings.HOST);
        String shown = host.equals("*") ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
        String scheme = settings.isSet(ServerSettings.TLS_CERTIFICATE) ? "https://" : "http://";
        return scheme + shown + ":" + port;
    }

    /** Why it does not listen, and what to do. */
    static String cannotListen(Settings settings, IllegalStateException error) {
        int port = settings.value(ServerSettings.PORT);
        String host = settings.value(ServerSettings.HOST);
        Throwable cause = error.getCause();
        String reason = cause == null ? error.getMessage() : cause.getMessage();
        return "Cannot listen on port " + port + " of " + (host.equals("*") ? "any address" : host) + ": "
                + reason
                + ". Is another server running there? Stop it, or choose another port with --port (0 takes any free one)";
    }

    /** A duration as one would write it in the settings. */
    static String words(Duration duration) {
        return duration.toMillis() % 1_000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
}
