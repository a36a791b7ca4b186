// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.command;

import dev.rollcall.server.run.ServerProcess;
import dev.rollcall.server.run.Software;
import dev.rollcall.server.settings.Reference;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** The command line of the server: {@code rollcall serve}, {@code settings} and {@code version}. */
public final class Cli {

    private final Console console;

    /** Makes a command line that writes to this console. */
    public Cli(Console console) {
        this.console = console;
    }

    /** Runs the command that the arguments name; returns the exit code: 0 (done), 1 (failed) or 2 (misused). */
    public int run(String... arguments) {
        CommandSpec top = Specs.command(
                "rollcall", "Knows which build and which page every open browser tab is on.", this::nothing);
        top.addSubcommand("serve", serve().spec(console));
        top.addSubcommand("settings", Specs.command("settings", "Prints all settings as Markdown.", this::settings));
        top.addSubcommand("version", Specs.command("version", "Prints the version.", this::version));
        top.usageMessage().footer("", "rollcall COMMAND --help shows the options of a command.");
        return new CommandLine(top).setOut(console.out()).setErr(console.err()).execute(arguments);
    }

    /** Returns the command that runs the server alone. */
    ServerCommand serve() {
        return ServerCommand.builder(
                        "serve",
                        settings ->
                                ServerProcess.builder(settings, console.out()).run())
                .description("Starts the server. No setting is needed.")
                .build();
    }

    private int nothing() {
        console.err()
                .println("rollcall: no command (expected: serve, settings or version; rollcall --help shows more)");
        return ExitCode.USAGE;
    }

    private int settings() {
        console.out().print(Reference.markdown());
        console.out().flush();
        return ExitCode.OK;
    }

    private int version() {
        console.out().println("rollcall " + Software.version());
        return ExitCode.OK;
    }
}
