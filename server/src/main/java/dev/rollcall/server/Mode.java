// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server;

import dev.rollcall.core.Rollcall;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.server.settings.Settings;
import dev.rollcall.server.settings.Shelf;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What one command that runs the server adds to it. */
interface Mode {

    /** The word on the command line. */
    String command();

    /** What the help says it does. */
    String description();

    /** Settings that only this command has. */
    List<Shelf> shelves();

    /** The settings in force, from those that were given. */
    Settings settle(Settings given);

    /**
     * Answers what is outside the base path.
     *
     * @throws IllegalArgumentException when a setting does not fit, naming it
     */
    Function<Request, @Nullable Response> pages(Rollcall rollcall, Settings settings);

    /**
     * The server listens.
     *
     * @param generatedSecret the admin secret when it was made for this run; null when it was set
     */
    void started(RunningServer server, Settings settings, @Nullable String generatedSecret);

    /** The server is asked to leave. */
    void leaving();
}
