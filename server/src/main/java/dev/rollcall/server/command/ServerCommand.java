// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.command;

import dev.rollcall.core.setting.Setting;
import dev.rollcall.core.setting.SettingGroup;
import dev.rollcall.core.setting.SettingProblem;
import dev.rollcall.core.setting.SettingValues;
import dev.rollcall.server.load.CommandLineProblems;
import dev.rollcall.server.load.Loader;
import dev.rollcall.server.load.Loader.Loaded;
import dev.rollcall.server.logging.Logging;
import dev.rollcall.server.settings.AllSettings;
import dev.rollcall.server.settings.ServerSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParseResult;

/**
 * A command that reads the settings from the command line, the environment and a file, and either reports everything
 * that is wrong with them at once or acts on them. Immutable.
 */
public final class ServerCommand {

    private static final Logger LOG = LoggerFactory.getLogger(ServerCommand.class);
    private static final String CONFIG = "--config";

    private final String name;
    private final String description;
    private final List<SettingGroup> groups;
    private final UnaryOperator<SettingValues> defaults;
    private final Action action;

    private ServerCommand(Builder builder) {
        name = builder.name;
        description = builder.description;
        groups =
                Stream.concat(builder.own.stream(), AllSettings.GROUPS.stream()).toList();
        defaults = builder.defaults;
        action = builder.action;
    }

    /**
     * Returns a builder of a command that takes the server's settings.
     *
     * @param name as users type it: {@code serve}, or several words for a program of its own
     * @param action acts on the settings when nothing is wrong with them
     */
    public static Builder builder(String name, Action action) {
        return new Builder(name, action);
    }

    /**
     * Runs this command as a whole program: shows its help, or reads the settings and acts on them.
     *
     * @return the exit code: that of the action, or 2 when something is wrong with the settings
     */
    public int run(Console console, String... arguments) {
        return commandLine(console).execute(arguments);
    }

    /**
     * Returns the spec that picocli parses and calls. Problems with options are gathered, not thrown, to be reported at
     * once.
     */
    CommandSpec spec(Console console) {
        CommandSpec[] self = new CommandSpec[1];
        CommandSpec spec = Specs.command(
                name, description, () -> act(console, self[0].commandLine().getParseResult()));
        self[0] = spec;
        spec.parser().collectErrors(true).unmatchedArgumentsAllowed(true).unmatchedOptionsArePositionalParams(false);
        spec.addOption(OptionSpec.builder(CONFIG)
                .type(String.class)
                .paramLabel("FILE")
                .description("YAML file with settings. Environment: " + ServerSettings.CONFIG_VARIABLE + ".")
                .build());
        explain(spec.usageMessage());
        for (int i = 0; i < groups.size(); i++) {
            spec.addArgGroup(Specs.options(groups.get(i), i));
        }
        return spec;
    }

    private static void explain(UsageMessageSpec usage) {
        usage.sortOptions(false);
        usage.abbreviateSynopsis(true);
        usage.footer(
                "",
                "Each option can also be set in the environment (--base-path as ROLLCALL_BASE_PATH) or in the file",
                "(base-path: ...). An option overrides the environment, which overrides the file. A secret can be",
                "given as file:/path; other users of the machine can see what is on the command line.");
    }

    /** Returns the settings that the arguments of this command name, and what is wrong with them. */
    Loaded load(Console console, String... arguments) {
        return load(console, commandLine(console).parseArgs(arguments));
    }

    private CommandLine commandLine(Console console) {
        return new CommandLine(spec(console)).setOut(console.out()).setErr(console.err());
    }

    private int act(Console console, ParseResult parsed) throws InterruptedException {
        Loaded loaded = load(console, parsed);
        if (loaded.hasErrors()) {
            report(console, parsed.commandSpec().qualifiedName(), loaded.problems());
            return ExitCode.USAGE;
        }
        SettingValues settings = defaults.apply(loaded.settings());
        Logging.configure(settings.value(ServerSettings.LOG_FORMAT), settings.value(ServerSettings.LOG_LEVEL));
        loaded.problems().forEach(problem -> LOG.warn("{}", problem));
        try {
            return action.run(settings);
        } finally {
            Logging.end();
        }
    }

    private Loaded load(Console console, ParseResult parsed) {
        Map<Setting<?>, String> options = new LinkedHashMap<>();
        groups.stream().flatMap(group -> group.settings().stream()).forEach(setting -> {
            String text = parsed.matchedOptionValue(setting.option(), (String) null);
            if (text != null) {
                options.put(setting, text);
            }
        });
        List<String> known = parsed.commandSpec().options().stream()
                .map(OptionSpec::longestName)
                .toList();
        List<SettingProblem> problems =
                CommandLineProblems.problems(parsed.unmatched(), parsed.errors(), repeated(parsed), known);
        return Loader.load(options, parsed.matchedOptionValue(CONFIG, (String) null), problems, console.environment());
    }

    private static List<String> repeated(ParseResult parsed) {
        return parsed.matchedOptions().stream()
                .filter(option -> option.originalStringValues().size() > 1)
                .map(OptionSpec::longestName)
                .distinct()
                .toList();
    }

    private static void report(Console console, String command, List<SettingProblem> problems) {
        console.err().println("rollcall: not started, because of these settings:");
        for (SettingProblem problem : problems) {
            console.err().println("  " + (problem.fatal() ? "" : "(warning) ") + problem.what());
            console.err().println("      " + problem.fix());
        }
        console.err().println(command + " --help lists all settings.");
    }

    /** What to do with the settings. */
    @FunctionalInterface
    public interface Action {

        /**
         * Acts, on the thread that runs the command.
         *
         * @return the exit code
         * @throws InterruptedException when the thread is interrupted while it waits
         */
        int run(SettingValues settings) throws InterruptedException;
    }

    /** A builder of a command. Not thread-safe. */
    public static final class Builder {

        private final String name;
        private final Action action;
        private String description = "";
        private List<SettingGroup> own = List.of();
        private UnaryOperator<SettingValues> defaults = UnaryOperator.identity();

        private Builder(String name, Action action) {
            this.name = name;
            this.action = action;
        }

        /** Sets the help's description of the command, in plain sentences. Empty by default. */
        public Builder description(String text) {
            this.description = text;
            return this;
        }

        /**
         * Adds settings that only this command has. They can be set only on its command line, and come first in its
         * help.
         */
        public Builder settings(List<SettingGroup> groups) {
            this.own = List.copyOf(groups);
            return this;
        }

        /** Sets this command's own defaults; see {@link SettingValues#withDefault}. None by default. */
        public Builder defaults(UnaryOperator<SettingValues> fill) {
            this.defaults = fill;
            return this;
        }

        /** Returns the command. */
        public ServerCommand build() {
            return new ServerCommand(this);
        }
    }
}
