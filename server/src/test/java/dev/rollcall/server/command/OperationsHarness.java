// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.command;

import dev.rollcall.server.operate.FakeServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Runs commands that talk to a running server, with a server that answers as a test sets it up. */
abstract class OperationsHarness {

    static final String STATS = """
            {"total":1234,"current":"v2","outdated":300,"ahead":4,"order":["v1","v2","v3"],\
            "versions":{"v2":930,"v1":300,"v3":4},"routes":{"/":1000,"/checkout":234},\
            "transports":{"websocket":1200,"sse":30,"polling":4},"observers":2,"connections":[],"truncated":{}}""";

    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    final Map<String, String> environment = new HashMap<>();

    @SuppressWarnings("NullAway.Init") // JUnit runs start()
    FakeServer server;

    @BeforeEach
    void start() throws IOException {
        server = new FakeServer();
        environment.put("ROLLCALL_URL", server.url());
        environment.put("ROLLCALL_TOKEN", "rct_secret");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Console console() {
        return new Console(Map.copyOf(environment), new PrintWriter(out, true), new PrintWriter(err, true));
    }

    /** Runs a command that waits for nothing, and returns its exit code. */
    int run(String... arguments) {
        return new Cli(console(), duration -> {}).run(arguments);
    }
}
