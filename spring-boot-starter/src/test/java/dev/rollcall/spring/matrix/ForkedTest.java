// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.testkit.client.Http;
import dev.rollcall.testkit.client.Tab;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;

/** An application in its own process: on the newest JDK of this machine, with virtual threads. */
class ForkedTest {

    private static final Path JDK_25 = Path.of("/usr/lib/jvm/temurin-25-jdk-amd64");

    @Test
    @DisplayName("on JDK 25 with virtual threads everything holds, and SIGTERM ends it in order")
    void virtualThreads() throws Exception {
        Process process = start("--spring.threads.virtual.enabled=true");
        try {
            BufferedReader log = process.inputReader(StandardCharsets.UTF_8);
            StringBuilder seen = new StringBuilder();
            TabDriver tabs = new TabDriver(new Http(port(log, seen)), "/__skew");
            tabs.drive();
            List<Tab> held = Stream.of("websocket", "sse").map(tabs::open).toList();
            process.toHandle().destroy();
            held.forEach(tab -> assertThat(tab.next("reconnect").isObject()).isTrue());
            log.lines().forEach(line -> seen.append(line).append('\n'));
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(seen.toString().lines().filter(line -> line.contains(" WARN ") || line.contains(" ERROR ")))
                    .isEmpty();
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(String property) throws IOException {
        Path home = Files.isDirectory(JDK_25) ? JDK_25 : Path.of(System.getProperty("java.home"));
        return new ProcessBuilder(
                        home.resolve("bin/java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-Dspring.devtools.restart.enabled=false",
                        "-Drollcall.data-dir=none",
                        "-Drollcall.cluster=false",
                        "-Dmanagement.health.redis.enabled=false",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Forked.class.getName(),
                        property)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static int port(BufferedReader log, StringBuilder seen) throws IOException {
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            if (line.startsWith("port ")) {
                return Integer.parseInt(line.substring("port ".length()));
            }
            seen.append(line).append('\n');
        }
        throw new AssertionError("did not start:\n" + seen);
    }

    /** The other process. */
    static final class Forked {

        private Forked() {}

        public static void main(String[] args) {
            SpringApplication application = Site.Server.TOMCAT.application(List.of());
            application.addListeners((WebServerInitializedEvent event) ->
                    System.out.println("port " + event.getWebServer().getPort()));
            application.run(Site.Server.TOMCAT.arguments(args));
        }
    }
}
