// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server;

import dev.rollcall.core.Rollcall;
import dev.rollcall.protocol.http.address.TrustedProxies;
import dev.rollcall.protocol.http.guard.OriginPolicy;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.server.demo.DemoLinks;
import dev.rollcall.server.demo.Shop;
import dev.rollcall.server.demo.Visitors;
import dev.rollcall.server.settings.AccessSettings;
import dev.rollcall.server.settings.DemoSettings;
import dev.rollcall.server.settings.ServerSettings;
import dev.rollcall.server.settings.ServerSettings.LogLevel;
import dev.rollcall.server.settings.Settings;
import dev.rollcall.server.settings.Shelf;
import java.io.PrintWriter;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code rollcall demo}: the server with a shop and simulated visitors. Used by one thread. */
final class DemoMode implements Mode {

    private final PrintWriter out;
    private @Nullable Visitors visitors;

    DemoMode(PrintWriter out) {
        this.out = out;
    }

    @Override
    public String command() {
        return "demo";
    }

    @Override
    public String description() {
        return "Starts the server with a small shop and simulated visitors, and prints where to look. Takes all settings "
                + "of serve; unless set, host is 127.0.0.1, current-version v1, metrics-public true and log-level warn.";
    }

    @Override
    public List<Shelf> shelves() {
        return List.of(DemoSettings.DEMO);
    }

    /** Only this machine, because anybody who sees the shop may deploy. */
    @Override
    public Settings settle(Settings given) {
        return given.withDefault(ServerSettings.HOST, "127.0.0.1")
                .withDefault(ServerSettings.CURRENT_VERSION, "v1")
                .withDefault(ServerSettings.LOG_LEVEL, LogLevel.WARN)
                .withDefault(AccessSettings.METRICS_PUBLIC, true)
                .withDefault(DemoSettings.VISITORS, DemoSettings.DEFAULT_VISITORS);
    }

    @Override
    public Function<Request, @Nullable Response> pages(Rollcall rollcall, Settings settings) {
        OriginPolicy origins =
                OriginPolicy.of(List.of(), TrustedProxies.parse(settings.value(ServerSettings.TRUSTED_PROXIES)));
        return new Shop(rollcall, settings.value(ServerSettings.BASE_PATH), origins);
    }

    @Override
    public void started(RunningServer server, Settings settings, @Nullable String generatedSecret) {
        int count = settings.value(DemoSettings.VISITORS);
        visitors = new Visitors(server.rollcall(), new Random(), count);
        visitors.start();
        String base = settings.value(ServerSettings.BASE_PATH);
        new DemoLinks(Greeting.origin(settings, server.port()), base, server.signInLink(), generatedSecret)
                .print(server.rollcall().currentVersion(), count, out);
    }

    @Override
    public void leaving() {
        if (visitors != null) {
            visitors.close();
        }
    }
}
