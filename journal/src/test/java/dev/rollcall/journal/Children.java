// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts small programs of the tests on the test's own JDK and class path. */
final class Children {

    private static final List<String> OPTIONS =
            List.of("-XX:+UseSerialGC", "-Xmx48m", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

    private Children() {}

    /** Starts a program; its standard error is that of the test. */
    static Process start(Class<?> program, String... arguments) throws IOException {
        return new ProcessBuilder(command(program, arguments))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Starts a program that cannot make a file longer than this until the limit is raised. */
    static Process startWithLimit(int kilobytes, Class<?> program, String... arguments) throws IOException {
        List<String> limited = new ArrayList<>(List.of("prlimit", "--fsize=" + kilobytes * 1024 + ":unlimited"));
        limited.addAll(command(program, arguments));
        return new ProcessBuilder(limited)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Raises the limit of a process again. */
    static void liftLimit(Process process) throws IOException, InterruptedException {
        int code = new ProcessBuilder("prlimit", "--pid", Long.toString(process.pid()), "--fsize=unlimited")
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new AssertionError("prlimit: exit code " + code);
        }
    }

    private static List<String> command(Class<?> program, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
