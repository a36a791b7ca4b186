// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.demo;

import dev.rollcall.server.command.Console;
import dev.rollcall.server.command.ServerCommand;
import java.util.List;

/** The entry point of the demo: {@code ./rollcall demo}. */
public final class Main {

    private Main() {}

    /** Runs the demo until it is asked to stop, and ends the process: with 0 (done), 1 (failed) or 2 (misused). */
    public static void main(String[] arguments) {
        Console console = Console.ofProcess();
        System.exit(command(console).run(console, arguments));
    }

    /** Returns the demo as a command. */
    static ServerCommand command(Console console) {
        return ServerCommand.builder("rollcall demo", settings -> new Demo(settings, console.out()).run())
                .description(
                        "Starts the server with a small shop and simulated visitors, and prints where to look. Takes all "
                                + "settings of serve; unless set, host is 127.0.0.1, current-version v1, metrics-public true "
                                + "and log-level warn.")
                .settings(List.of(DemoSettings.DEMO))
                .defaults(DemoSettings::withDefaults)
                .build();
    }
}
