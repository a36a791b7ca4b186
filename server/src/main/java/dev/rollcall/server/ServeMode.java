// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server;

import dev.rollcall.core.Rollcall;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.server.settings.Settings;
import dev.rollcall.server.settings.Shelf;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code rollcall serve}: the server alone. */
final class ServeMode implements Mode {

    private final PrintWriter out;

    ServeMode(PrintWriter out) {
        this.out = out;
    }

    @Override
    public String command() {
        return "serve";
    }

    @Override
    public String description() {
        return "Starts the server. No setting is needed.";
    }

    @Override
    public List<Shelf> shelves() {
        return List.of();
    }

    @Override
    public Settings settle(Settings given) {
        return given;
    }

    @Override
    public Function<Request, @Nullable Response> pages(Rollcall rollcall, Settings settings) {
        return request -> null;
    }

    @Override
    public void started(RunningServer server, Settings settings, @Nullable String generatedSecret) {
        if (generatedSecret != null) {
            String link = Greeting.origin(settings, server.port()) + server.signInLink();
            GeneratedSecret.print(generatedSecret, Greeting.address(settings, server.port()), link, out);
        }
    }

    @Override
    public void leaving() {}
}
