// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server;

import dev.rollcall.server.load.Loader;
import dev.rollcall.server.settings.Catalogue;
import dev.rollcall.server.settings.Reference;
import dev.rollcall.server.settings.Setting;
import dev.rollcall.server.settings.Shelf;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The command line: what there is to ask for, made from the settings themselves. */
final class Cli {

    static final String CONFIG = "--config";

    private final Map<String, String> environment;
    private final PrintWriter out;
    private final PrintWriter err;

    Cli(Map<String, String> environment, PrintWriter out, PrintWriter err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    /** Does what the arguments say; returns the exit code. */
    int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    /** All commands. */
    CommandLine commandLine() {
        CommandSpec top =
                command("rollcall", "Knows which build and which page every open browser tab is on.", this::usage);
        for (Mode mode : List.of(new ServeMode(out), new DemoMode(out))) {
            top.addSubcommand(mode.command(), server(mode));
        }
        top.addSubcommand("settings", command("settings", "Prints all settings as Markdown.", this::settings));
        top.addSubcommand("version", command("version", "Prints the version.", this::version));
        top.usageMessage().footer("", "rollcall COMMAND --help says more.");
        return new CommandLine(top).setOut(out).setErr(err);
    }

    private int usage() {
        err.println("rollcall: what to do? (expected: demo, serve, settings or version; rollcall --help says more)");
        return CommandLine.ExitCode.USAGE;
    }

    private int settings() {
        out.print(Reference.markdown());
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private int version() {
        out.println("rollcall " + Main.version());
        return CommandLine.ExitCode.OK;
    }

    private static CommandSpec command(String name, String description, Callable<Integer> action) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(action).name(name);
        spec.usageMessage().description(description);
        spec.usageMessage().width(110);
        spec.addOption(OptionSpec.builder("--help", "-h")
                .usageHelp(true)
                .description("Says this.")
                .build());
        return spec;
    }

    /** Wrong options are gathered, not thrown, so that they are reported together with everything else. */
    private CommandSpec server(Mode mode) {
        ServeCommand action = new ServeCommand(environment, mode, err);
        CommandSpec spec = command(mode.command(), mode.description(), action);
        action.attach(spec);
        spec.parser().collectErrors(true).unmatchedArgumentsAllowed(true).unmatchedOptionsArePositionalParams(false);
        spec.addOption(OptionSpec.builder(CONFIG)
                .type(String.class)
                .paramLabel("FILE")
                .description("YAML file with settings. Environment: " + Loader.CONFIG_VARIABLE + ".")
                .build());
        spec.usageMessage().sortOptions(false);
        spec.usageMessage().abbreviateSynopsis(true);
        spec.usageMessage()
                .footer(
                        "",
                        "Each option can also be set in the environment (--base-path as ROLLCALL_BASE_PATH) and in the file",
                        "(base-path: ...). An option wins over the environment, that over the file. Secrets may be given as",
                        "file:/path; on the command line other users of the machine can see them.");
        List<Shelf> shelves = shelves(mode).toList();
        for (int i = 0; i < shelves.size(); i++) {
            spec.addArgGroup(group(shelves.get(i), i));
        }
        return spec;
    }

    /** What can be set for a command, its own first. */
    static Stream<Shelf> shelves(Mode mode) {
        return Stream.concat(mode.shelves().stream(), Catalogue.SHELVES.stream());
    }

    private static ArgGroupSpec group(Shelf shelf, int order) {
        ArgGroupSpec.Builder group = ArgGroupSpec.builder()
                .validate(false)
                .exclusive(false)
                .order(order)
                .heading("%n" + shelf.heading() + "%n");
        shelf.settings().forEach(setting -> group.addArg(option(setting)));
        return group.build();
    }

    private static OptionSpec option(Setting<?> setting) {
        OptionSpec.Builder option = OptionSpec.builder(setting.option())
                .type(String.class)
                .paramLabel(setting.type().label())
                .description(
                        plain(setting.description()),
                        plain("Expected: " + setting.type().expected() + ". Default: " + setting.defaultWords() + "."));
        if (setting.type().label().equals("BOOLEAN")) {
            option.arity("0..1").fallbackValue("true");
        } else {
            option.arity("1");
        }
        return option.build();
    }

    /** Picocli reads percent signs as format; and at signs as mark-up only with bars, which no description holds. */
    private static String plain(String text) {
        return Ansi.OFF.string(text.replace("%", "%%"));
    }
}
