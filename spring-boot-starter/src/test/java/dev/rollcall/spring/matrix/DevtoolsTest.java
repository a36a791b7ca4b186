// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.matrix;

import static dev.rollcall.testkit.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.testkit.client.Http;
import dev.rollcall.testkit.client.Tab;
import dev.rollcall.testkit.process.JavaProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** An application that spring-boot-devtools restarts in the same process, because something has changed. */
class DevtoolsTest {

    private static final String PORT = "site.port";

    @TempDir
    private Path folder;

    @Test
    @DisplayName("tabs come back after a restart, on the same port, and nothing of the previous context keeps running")
    void restart() throws Exception {
        try (JavaProcess process = start()) {
            int port = port(process);
            TabDriver tabs = new TabDriver(new Http(port), "/__skew");
            for (String change : List.of("once", "twice")) {
                tabs.drive();
                List<Tab> held = Stream.of("websocket", "sse").map(tabs::open).toList();
                List<String> before = threads(tabs);
                assertThat(before).isNotEmpty();
                Files.writeString(folder.resolve("changed.txt"), change);
                held.forEach(tab -> assertThat(tab.next("reconnect").isObject()).isTrue());
                assertThat(port(process)).isEqualTo(port);
                tabs.drive();
                eventually(() -> assertThat(threads(tabs)).isNotEmpty().doesNotContainAnyElementsOf(before));
            }
            process.terminate();
            process.exitCode();
            assertThat(process.out().all()).noneMatch(line -> line.contains(" WARN ") || line.contains(" ERROR "));
        }
    }

    /** Returns the names of Rollcall's threads there, which contain numbers. */
    private static List<String> threads(TabDriver tabs) {
        return tabs.http().get("/open/threads").body().lines().toList();
    }

    private JavaProcess start() throws Exception {
        List<String> program = List.of(
                "-Xmx256m",
                "-Drollcall.data-dir=none",
                "-Drollcall.cluster=false",
                "-Dmanagement.health.redis.enabled=false",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Restarted.class.getName());
        return JavaProcess.start(
                program,
                Map.of(),
                "--spring.devtools.restart.additional-paths=" + folder,
                "--spring.devtools.restart.poll-interval=100ms",
                "--spring.devtools.restart.quiet-period=50ms",
                "--spring.devtools.livereload.enabled=false");
    }

    private static int port(JavaProcess process) throws InterruptedException {
        String prefix = "port ";
        return Integer.parseInt(
                process.out().await(line -> line.startsWith(prefix)).substring(prefix.length()));
    }

    /** The other process. Devtools calls its main method again for each start. */
    static final class Restarted {

        private Restarted() {}

        public static void main(String[] args) {
            SpringApplication application = Site.Server.TOMCAT.application(List.of(Threads.class));
            application.addListeners((WebServerInitializedEvent event) -> {
                System.setProperty(PORT, String.valueOf(event.getWebServer().getPort()));
                System.out.println("port " + event.getWebServer().getPort());
            });
            String any = "--server.port=0";
            boolean again = List.of(args).contains(any); // Devtools passes on what the application was started with.
            application.run(Stream.of(again ? args : Site.Server.TOMCAT.arguments(args))
                    .map(argument -> argument.equals(any) ? "--server.port=" + System.getProperty(PORT, "0") : argument)
                    .toArray(String[]::new));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @RestController
    static class Threads {

        @GetMapping("/open/threads")
        String threads() {
            StringBuilder names = new StringBuilder();
            Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("rollcall-"))
                    .forEach(thread -> names.append(thread.getName())
                            .append(' ')
                            .append(thread.getId())
                            .append('\n'));
            return names.toString();
        }
    }
}
