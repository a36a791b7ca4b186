// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.command;

import dev.rollcall.server.operate.Given;
import dev.rollcall.server.operate.Operation;
import dev.rollcall.server.operate.Option;
import dev.rollcall.server.operate.Session;
import dev.rollcall.server.remote.Address;
import dev.rollcall.server.remote.AdminCalls;
import dev.rollcall.server.remote.Failure;
import dev.rollcall.server.screen.Terminal;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** Makes the picocli specs of the commands that talk to a running server, and runs those commands. */
final class OperationSpecs {

    private static final Option URL = Option.value(
            "--url",
            "ADDRESS",
            "Address of the server. Environment: ROLLCALL_URL. Default: " + Address.DEFAULT
                    + ". An address without a path means /__skew.");
    private static final Option JSON = Option.flag("--json", "Prints the server's answer unchanged.");

    private final Console console;
    private final Session.Waiting waiting;

    OperationSpecs(Console console, Session.Waiting waiting) {
        this.console = console;
        this.waiting = waiting;
    }

    /** Adds the commands that begin with a word to the command line. */
    void add(CommandSpec top, String word) {
        CommandSpec group = null;
        for (Operations.Entry entry : Operations.of(word)) {
            CommandSpec spec = spec(entry);
            if (entry.second().isEmpty()) {
                group = spec;
            } else {
                group = group == null ? group(word) : group;
                group.addSubcommand(entry.second(), spec);
            }
        }
        if (group != null) {
            top.addSubcommand(word, group);
        }
    }

    /** Makes the command of a word that does nothing without a second one. */
    private CommandSpec group(String word) {
        List<String> seconds =
                Operations.of(word).stream().map(Operations.Entry::second).toList();
        CommandSpec spec = Specs.command(word, "Makes, lists and revokes tokens.", () -> {
            console.err()
                    .println("rollcall " + word + ": no command (expected: one of " + String.join(", ", seconds)
                            + "; rollcall " + word + " --help shows more)");
            return Failure.USAGE;
        });
        spec.usageMessage().footer("", "rollcall " + word + " COMMAND --help shows the options of a command.");
        return spec;
    }

    private CommandSpec spec(Operations.Entry entry) {
        Operation operation = entry.operation().get();
        CommandSpec[] self = new CommandSpec[1];
        String name = entry.second().isEmpty() ? entry.word() : entry.second();
        CommandSpec spec = Specs.command(
                name,
                operation.description(),
                () -> run(operation, entry.name(), self[0].commandLine().getParseResult()));
        self[0] = spec;
        operation
                .parameters()
                .forEach(label -> spec.addPositional(PositionalParamSpec.builder()
                        .paramLabel(label)
                        .type(String.class)
                        .arity("1")
                        .index(Integer.toString(operation.parameters().indexOf(label)))
                        .required(true)
                        .build()));
        options(operation).forEach(option -> spec.addOption(spec(option)));
        spec.usageMessage().sortOptions(false);
        spec.usageMessage().abbreviateSynopsis(options(operation).size() > 3);
        spec.usageMessage().footer(footer(operation));
        return spec;
    }

    private static List<Option> options(Operation operation) {
        List<Option> options = new ArrayList<>(operation.options());
        options.add(JSON);
        options.add(URL);
        return options;
    }

    private static OptionSpec spec(Option option) {
        OptionSpec.Builder spec = OptionSpec.builder(option.name()).description(Specs.plain(option.description()));
        if (option.label().isEmpty()) {
            return spec.type(boolean.class).arity("0").build();
        }
        spec.paramLabel(option.label()).arity("1");
        return option.repeated()
                ? spec.type(List.class).auxiliaryTypes(String.class).build()
                : spec.type(String.class).build();
    }

    private static String[] footer(Operation operation) {
        List<String> lines = new ArrayList<>(List.of("", "Examples:"));
        operation.examples().forEach(example -> lines.add("  " + Specs.plain(example)));
        lines.add("");
        lines.add("The secret or token is taken from the environment: ROLLCALL_TOKEN, or file:/path in it.");
        lines.add("Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 server not reachable, 4 not reached.");
        return lines.toArray(String[]::new);
    }

    private int run(Operation operation, String name, ParseResult parsed) throws InterruptedException {
        Given given = given(parsed);
        try {
            Address address = Address.of(given.text(URL.name()), console.environment());
            return operation.run(given, session(address, given.has(JSON.name())));
        } catch (Failure e) {
            console.err().println("rollcall " + name + ": " + e.message());
            if (e.exitCode() == Failure.USAGE) {
                console.err().println("rollcall " + name + " --help shows examples.");
            }
            return e.exitCode();
        } finally {
            console.out().flush();
        }
    }

    private static Given given(ParseResult parsed) {
        Map<String, List<String>> options = new LinkedHashMap<>();
        for (OptionSpec option : parsed.matchedOptions()) {
            boolean flag = option.arity().max() == 0;
            options.put(option.longestName(), flag ? List.of() : List.copyOf(option.stringValues()));
        }
        List<String> parameters = parsed.matchedPositionals().stream()
                .flatMap(parameter -> parameter.stringValues().stream())
                .toList();
        return new Given(options, parameters);
    }

    private Session session(Address address, boolean json) {
        return new Session(
                new AdminCalls(address),
                console.out(),
                console.err(),
                json ? Terminal.NONE : Terminal.ofOutput(console.environment()),
                Terminal.ofErrors(console.environment()),
                console.environment(),
                json,
                new Session.Clock(InstantSource.system(), ZoneId.systemDefault()),
                waiting);
    }
}
