// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.operate.look;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollcall.server.operate.FakeServer;
import dev.rollcall.server.operate.Given;
import dev.rollcall.server.operate.Session;
import dev.rollcall.server.remote.Address;
import dev.rollcall.server.remote.AdminCalls;
import dev.rollcall.server.remote.Failure;
import dev.rollcall.server.screen.Terminal;
import dev.rollcall.server.screen.Text;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchTest {

    private static final String STATS = """
            {"total":10,"current":"v2","outdated":4,"ahead":0,"order":["v1","v2"],"versions":{"v2":6,"v1":4},\
            "routes":{"/a":4,"/b":3,"/c":1,"/d":1,"/e-very-long-route-that-does-not-fit-into-a-narrow-window":1},\
            "transports":{"websocket":10,"sse":0,"polling":0},"observers":0}""";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Map<String, String> environment = new HashMap<>(Map.of("TERM", "xterm"));
    private int rounds = 1;

    @SuppressWarnings("NullAway.Init") // JUnit runs start()
    private FakeServer server;

    @BeforeEach
    void start() throws Exception {
        server = new FakeServer();
        server.on("GET /__skew/admin/history", 200, "{\"total\":[1,null,5,9]}");
        server.on("GET /__skew/admin/stats", 200, STATS);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"80,24", "60,12", "30,9"})
    @DisplayName("the screen fits the terminal, whatever size that has")
    void fits(int columns, int lines) {
        watch(columns, lines, false);
        List<String> screen = paints().get(0);
        assertThat(screen.size()).isLessThanOrEqualTo(lines - 1);
        assertThat(screen).allSatisfy(line -> assertThat(Text.columns(line)).isLessThanOrEqualTo(columns));
        assertThat(screen.get(1)).startsWith("10 tabs, 6 on v2 (60 %)");
        assertThat(String.join("\n", screen)).contains("▁▄█", "Versions", "Routes", "/a");
    }

    @Test
    @DisplayName("it has its own screen, without a cursor")
    void alternateScreen() {
        watch(80, 24, true);
        assertThat(out.toString()).startsWith("\u001b[?1049h\u001b[?25l").contains("\u001b[32m", "\u001b[33m");
    }

    @Test
    void theWindowMayChangeItsSize() {
        rounds = 2;
        environment.putAll(Map.of("COLUMNS", "80", "LINES", "24"));
        run(new Terminal(true, false, 80, 24), () -> environment.putAll(Map.of("COLUMNS", "30", "LINES", "9")));
        assertThat(paints()).hasSize(2);
        assertThat(paints().get(1))
                .allSatisfy(line -> assertThat(Text.columns(line)).isLessThanOrEqualTo(30));
    }

    @Test
    @DisplayName("when the server goes away, the last figures stay, and it is asked again")
    void goesOnWithoutAServer() {
        rounds = 3;
        environment.putAll(Map.of("COLUMNS", "120", "LINES", "24"));
        run(new Terminal(true, false, 120, 24), server::close);
        assertThat(paints()).hasSize(3);
        assertThat(String.join("\n", paints().get(2))).contains("10 tabs", "nothing listens there");
    }

    @Test
    void aServerThatWasNeverThereEndsIt() {
        server.close();
        Failure failure = catchThrowableOfType(
                Failure.class,
                () -> new StatsOperation()
                        .run(new Given(Map.of("--watch", List.of()), List.of()), session(Terminal.NONE, () -> {})));
        assertThat(failure.exitCode()).isEqualTo(Failure.UNREACHABLE);
    }

    private void watch(int columns, int lines, boolean colors) {
        environment.putAll(Map.of("COLUMNS", "" + columns, "LINES", "" + lines));
        run(new Terminal(true, colors, columns, lines), () -> {});
    }

    private void run(Terminal terminal, Runnable afterRound) {
        Given given = new Given(Map.of("--watch", List.of()), List.of());
        Throwable end = catchThrowableOfType(
                InterruptedException.class, () -> new StatsOperation().run(given, session(terminal, afterRound)));
        assertThat(end).isNotNull();
    }

    private Session session(Terminal terminal, Runnable afterRound) {
        return new Session(
                new AdminCalls(Address.of(server.url(), environment)),
                new PrintWriter(out),
                new PrintWriter(err),
                terminal,
                Terminal.NONE,
                environment,
                false,
                new Session.Clock(InstantSource.fixed(Instant.EPOCH), ZoneOffset.UTC),
                duration -> {
                    if (--rounds == 0) {
                        throw new InterruptedException();
                    }
                    afterRound.run();
                });
    }

    /** The lines of each painting, without line endings. */
    private List<List<String>> paints() {
        return Arrays.stream(out.toString().split("\u001b\\[H", -1))
                .skip(1)
                .map(paint -> Arrays.stream(paint.split("\u001b\\[K\r\n", -1))
                        .filter(line -> !line.equals("\u001b[J"))
                        .toList())
                .toList();
    }
}
