// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server;

import dev.rollcall.server.load.Loader;
import dev.rollcall.server.load.Loader.Loaded;
import dev.rollcall.server.load.Options;
import dev.rollcall.server.load.Problem;
import dev.rollcall.server.logging.Logging;
import dev.rollcall.server.settings.ServerSettings;
import dev.rollcall.server.settings.Setting;
import dev.rollcall.server.settings.Settings;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** A command that reads the settings, says what is wrong with them, or runs the server until it is told to stop. */
final class ServeCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    private final Map<String, String> environment;
    private final Mode mode;
    private final PrintWriter err;
    private @Nullable CommandSpec spec;

    ServeCommand(Map<String, String> environment, Mode mode, PrintWriter err) {
        this.environment = environment;
        this.mode = mode;
        this.err = err;
    }

    /** Says where the parsed arguments will be. */
    void attach(CommandSpec spec) {
        this.spec = spec;
    }

    @Override
    public Integer call() throws InterruptedException {
        ParseResult parsed = Objects.requireNonNull(spec, "spec").commandLine().getParseResult();
        Loaded loaded = load(parsed, environment, mode);
        if (loaded.hasErrors()) {
            report(loaded.problems());
            return ExitCode.USAGE;
        }
        Settings settings = mode.settle(loaded.settings());
        Logging.configure(settings.value(ServerSettings.LOG_FORMAT), settings.value(ServerSettings.LOG_LEVEL));
        loaded.problems().forEach(problem -> LOG.warn("{}", problem));
        return new ServerProcess(settings, mode).run();
    }

    /** The settings, from what the arguments of this command were parsed to. */
    static Loaded load(ParseResult parsed, Map<String, String> environment, Mode mode) {
        Map<Setting<?>, String> options = new LinkedHashMap<>();
        Cli.shelves(mode).flatMap(shelf -> shelf.settings().stream()).forEach(setting -> {
            String text = parsed.matchedOptionValue(setting.option(), (String) null);
            if (text != null) {
                options.put(setting, text);
            }
        });
        List<String> known = parsed.commandSpec().options().stream()
                .map(OptionSpec::longestName)
                .toList();
        List<Problem> problems = Options.problems(parsed.unmatched(), parsed.errors(), repeated(parsed), known);
        return Loader.load(options, parsed.matchedOptionValue(Cli.CONFIG, (String) null), problems, environment);
    }

    private static List<String> repeated(ParseResult parsed) {
        return parsed.matchedOptions().stream()
                .filter(option -> option.originalStringValues().size() > 1)
                .map(OptionSpec::longestName)
                .distinct()
                .toList();
    }

    private void report(List<Problem> problems) {
        err.println("rollcall: not started, because of these settings:");
        for (Problem problem : problems) {
            err.println("  " + (problem.fatal() ? "" : "(warning) ") + problem.what());
            err.println("      " + problem.fix());
        }
        err.println("rollcall " + mode.command() + " --help lists all settings.");
    }
}
