// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.command;

import dev.rollcall.server.load.Loader.Loaded;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** Loads settings as {@code rollcall serve} does, from the environment, a file and options. */
abstract class SettingsHarness {

    static final String SECRET = "0123456789abcdef0123456789abcdef";

    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    /** Returns what is loaded, including problems. */
    Loaded load(Map<String, String> environment, String... options) {
        Console console = console(environment);
        return new Cli(console).serve().load(console, options);
    }

    /** Runs {@code rollcall serve}, and returns its exit code. */
    int run(Map<String, String> environment, String... options) {
        String[] arguments =
                Stream.concat(Stream.of("serve"), Stream.of(options)).toArray(String[]::new);
        return new Cli(console(environment)).run(arguments);
    }

    Console console(Map<String, String> environment) {
        return new Console(environment, new PrintWriter(out, true), new PrintWriter(err, true));
    }

    /** Writes the settings file, and returns its path. */
    String file(String content) {
        try {
            return Files.writeString(folder.resolve("rollcall.yaml"), content).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
