// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.screen;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Where the output of a command goes. Immutable.
 *
 * @param interactive whether it is a terminal that a person looks at, not a file, a pipe or the log of a pipeline
 * @param colors whether it takes colours; never with {@code NO_COLOR} (no-color.org)
 * @param width how many columns it has
 * @param height how many lines it has
 */
public record Terminal(boolean interactive, boolean colors, int width, int height) {

    /** No terminal: plain lines of any length. */
    public static final Terminal NONE = new Terminal(false, false, 0, 0);

    private static final int STANDARD_OUTPUT = 1;
    private static final int STANDARD_ERROR = 2;
    private static final int WIDTH = 80;
    private static final int HEIGHT = 24;

    /** Returns the terminal of standard output. Takes a few milliseconds. */
    public static Terminal ofOutput(Map<String, String> environment) {
        return of(STANDARD_OUTPUT, environment);
    }

    /** Returns the terminal of standard error. */
    public static Terminal ofErrors(Map<String, String> environment) {
        return of(STANDARD_ERROR, environment);
    }

    private static Terminal of(int descriptor, Map<String, String> environment) {
        boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
        return dumb || !isTerminal(descriptor) ? NONE : sized(environment);
    }

    /** Returns a terminal of its current size; COLUMNS and LINES override it, as in other programs. */
    private static Terminal sized(Map<String, String> environment) {
        boolean colors = environment.getOrDefault("NO_COLOR", "").isEmpty();
        int columns = number(environment.getOrDefault("COLUMNS", ""), 0);
        int lines = number(environment.getOrDefault("LINES", ""), 0);
        String[] size =
                columns > 0 && lines > 0 ? new String[0] : run("stty", "size").split(" ", -1);
        return new Terminal(
                true,
                colors,
                columns > 0 ? columns : number(size.length == 2 ? size[1] : "", WIDTH),
                lines > 0 ? lines : number(size.length == 2 ? size[0] : "", HEIGHT));
    }

    /** Returns the same terminal in its current size; this object if it is not a terminal. */
    public Terminal resized(Map<String, String> environment) {
        if (!interactive) {
            return this;
        }
        Terminal now = sized(environment);
        return new Terminal(true, colors, now.width, now.height);
    }

    /**
     * Returns whether a descriptor is a terminal. On Linux the name of its target tells; elsewhere a program is asked,
     * which takes longer.
     */
    private static boolean isTerminal(int descriptor) {
        try {
            String name = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return name.startsWith("/dev/pts/") || name.startsWith("/dev/tty") || name.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return succeeds(new ProcessBuilder("test", "-t", Integer.toString(descriptor)).inheritIO());
        }
    }

    private static boolean succeeds(ProcessBuilder program) {
        try {
            Process process = program.start();
            return process.waitFor(1, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Runs a program that asks the terminal, and returns what it prints; nothing if it cannot be run. */
    private static String run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(Redirect.from(Path.of("/dev/tty").toFile()))
                    .redirectError(Redirect.DISCARD)
                    .start();
            try (InputStream out = process.getInputStream()) {
                String text = new String(out.readAllBytes(), StandardCharsets.US_ASCII).strip();
                return process.waitFor(1, TimeUnit.SECONDS) && process.exitValue() == 0 ? text : "";
            }
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private static int number(String text, int otherwise) {
        return text.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(text) : otherwise;
    }
}
