// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.command;

import dev.rollcall.server.operate.Session;
import dev.rollcall.server.run.ServerProcess;
import dev.rollcall.server.run.Software;
import dev.rollcall.server.settings.Reference;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The command line: {@code rollcall serve}, {@code settings} and {@code version}, and the commands that talk to a
 * running server. Of those, only the one asked for is made, so that it starts fast.
 */
public final class Cli {

    private final Console console;
    private final Session.Waiting waiting;

    /** Makes a command line that writes to this console. */
    public Cli(Console console) {
        this(console, duration -> Thread.sleep(duration.toMillis()));
    }

    /** @param waiting how commands wait */
    Cli(Console console, Session.Waiting waiting) {
        this.console = console;
        this.waiting = waiting;
    }

    /**
     * Runs the command that the arguments name.
     *
     * @return the exit code: 0 (done), 1 (failed) or 2 (misused); commands that talk to a running server have more
     */
    public int run(String... arguments) {
        CommandSpec top = Specs.command(
                "rollcall", "Knows which build and which page every open browser tab is on.", this::nothing);
        String word = arguments.length == 0 ? "" : arguments[0];
        boolean operates = !Operations.of(word).isEmpty();
        if (operates) {
            new OperationSpecs(console, waiting).add(top, word);
        } else {
            everything(top);
        }
        return new CommandLine(top)
                .setExpandAtFiles(!operates)
                .setOut(console.out())
                .setErr(console.err())
                .setParameterExceptionHandler(this::misused)
                .execute(arguments);
    }

    private void everything(CommandSpec top) {
        top.addSubcommand("serve", serve().spec(console));
        OperationSpecs specs = new OperationSpecs(console, waiting);
        Operations.ALL.stream().map(Operations.Entry::word).distinct().forEach(word -> specs.add(top, word));
        top.addSubcommand("settings", Specs.command("settings", "Prints all settings as Markdown.", this::settings));
        top.addSubcommand("version", Specs.command("version", "Prints the version.", this::version));
        top.usageMessage().footer("", "rollcall COMMAND --help shows the options of a command.");
    }

    /** Prints one line about what is wrong and one about where to look: the whole help would hide it. */
    private int misused(CommandLine.ParameterException e, String[] arguments) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        console.err().println(command + ": " + e.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(e, console.err());
        console.err().println(command + " --help shows what it takes.");
        return ExitCode.USAGE;
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
                .println("rollcall: no command (expected: serve, stats or another one; rollcall --help lists them)");
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
