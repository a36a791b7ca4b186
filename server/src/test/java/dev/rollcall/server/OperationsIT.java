// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.server.command.Cli;
import dev.rollcall.server.command.Console;
import dev.rollcall.testkit.process.JavaProcess;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The command line against the jar as a server. */
class OperationsIT {

    private static final String SECRET = "correct-horse-battery";
    private static final Pattern EXAMPLE = Pattern.compile("(?m)^  (rollcall .+)$");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
    private static final List<String> COMMANDS = List.of(
            "stats",
            "connections",
            "announce",
            "reload",
            "message",
            "wave",
            "wave list",
            "gate",
            "releases",
            "audit",
            "token create",
            "token list");

    @SuppressWarnings("NullAway.Init") // JUnit runs start()
    private static JavaProcess server;

    private static String url = "";

    private final Map<String, String> environment = new HashMap<>();
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @BeforeAll
    static void start() throws Exception {
        server = ServerJar.start(
                Map.of("ROLLCALL_ADMIN_SECRET", SECRET, "ROLLCALL_CURRENT_VERSION", "build-2"), "serve", "--port=0");
        url = server.address();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void address() {
        environment.put("ROLLCALL_URL", url);
        environment.put("ROLLCALL_TOKEN", SECRET);
    }

    private int run(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        return new Cli(new Console(Map.copyOf(environment), new PrintWriter(out, true), new PrintWriter(err, true)))
                .run(arguments);
    }

    private Stream<String> examples(String command) {
        String[] words = (command + " --help").split(" ");
        assertThat(run(words)).isZero();
        return EXAMPLE.matcher(out.toString()).results().map(found -> found.group(1));
    }

    @Test
    @DisplayName(
            "each example of the help works as it is printed, but for those that never end or name an id; waves are not awaited")
    void examplesWork() {
        for (String command : COMMANDS) {
            List<String> examples =
                    examples(command).filter(line -> !line.contains("--watch")).toList();
            assertThat(examples).as(command).isNotEmpty();
            for (String example : examples) {
                List<String> words = words(example + (example.contains(" --spread") ? " --detach" : ""));
                int code = run(words.subList(1, words.size()).toArray(String[]::new));
                assertThat(code).as(example + ": " + err).isZero();
            }
        }
    }

    @Test
    void aTokenIsMadeUsedAndRevoked() {
        assertThat(run("token", "create", "wall", "--scope", "read")).isZero();
        String token = out.toString().strip();
        String id = err.toString().replaceAll("(?s).*\\(([0-9a-f]{12})\\).*", "$1");
        environment.put("ROLLCALL_TOKEN", token);
        assertThat(run("stats")).isZero();
        assertThat(run("reload", "--all")).isEqualTo(1);
        assertThat(err.toString()).contains("403", "announce or reload");
        environment.put("ROLLCALL_TOKEN", SECRET);
        assertThat(run("token", "revoke", id)).isZero();
        environment.put("ROLLCALL_TOKEN", token);
        assertThat(run("stats")).isEqualTo(1);
        assertThat(err.toString()).contains("401", "wall was revoked by admin-secret");
    }

    @Test
    void whatIsUnknownIsRefused() {
        assertThat(run("wave", "abort", "m4x1-1z141z3")).isEqualTo(1);
        assertThat(run("wave", "follow", "m4x1-1z141z3")).isEqualTo(1);
        assertThat(run("token", "revoke", "3f9ac2d417be")).isEqualTo(1);
        assertThat(run("gate", "--command", "m4x1-1z141z3")).isEqualTo(1);
        assertThat(err.toString()).contains("404", "command: unknown");
    }

    @Test
    @DisplayName("in its own process it prints to standard output, and its exit code is the process's")
    void asAProcess() throws Exception {
        try (JavaProcess stats = ServerJar.start(environment, "stats", "--json")) {
            assertThat(stats.exitCode()).isZero();
            assertThat(stats.out().all()).hasSize(1).allMatch(line -> line.startsWith("{\"total\":"));
            assertThat(stats.err().all()).isEmpty();
        }
        environment.put("ROLLCALL_TOKEN", "wrong-and-long-enough");
        try (JavaProcess stats = ServerJar.start(environment, "stats")) {
            assertThat(stats.exitCode()).isEqualTo(1);
            assertThat(stats.out().all()).isEmpty();
            assertThat(String.join("\n", stats.err().all())).contains("401", "ROLLCALL_TOKEN");
        }
    }

    /** Splits a line as a shell does, as far as single quotes go. */
    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
        return words;
    }
}
