// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.testkit.client.RawSocket;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.annotation.Configuration;

/** Applications that have nothing but a web server: everything else the starter can use may be missing. */
class BareApplicationTest {

    @ParameterizedTest
    @CsvSource({
        "SERVLET, jetty|webflux|netty|reactor",
        "SERVLET, tomcat|webflux|netty|reactor",
        "REACTIVE, jetty|tomcat|webmvc|servlet"
    })
    @DisplayName("starts and holds a tab with nothing else on the class path, and says what tabs do without WebSockets")
    void bare(String kind, String others) throws IOException {
        try (Bare app = Bare.start(kind, others)) {
            RawSocket tab = RawSocket.connect(app.port());
            assertThat(tab.request("GET", "/__skew/sse").head().status()).isEqualTo(200);
            tab.close();
            assertThat(app.log())
                    .filteredOn(line -> line.contains("There is no Jakarta WebSocket in this container"))
                    .hasSize(kind.equals("SERVLET") ? 1 : 0);
        }
    }

    /**
     * A running application.
     *
     * @param log what it logged until it listened
     */
    private record Bare(Process process, int port, List<String> log) implements AutoCloseable {

        /** What the starter uses if it is present. */
        private static final String OPTIONAL =
                "micrometer-core|micrometer-metrics|actuator|health|(spring|boot)-security|websocket|mockito|devtools|jersey";

        private static final Pattern REDIS =
                Pattern.compile("redis.target.classes|rollcall-redis[^/]*jar|lettuce-core|data-redis");

        static Bare start(String kind, String others) throws IOException {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-cp",
                            classPath(Pattern.compile(OPTIONAL + "|" + others)),
                            App.class.getName(),
                            "--spring.main.web-application-type=" + kind,
                            "--server.port=0",
                            "--server.address=127.0.0.1",
                            "--logging.level.dev.rollcall=INFO")
                    .redirectErrorStream(true)
                    .start();
            List<String> log = new ArrayList<>();
            return new Bare(process, port(process.inputReader(StandardCharsets.UTF_8), log), log);
        }

        private static String classPath(Pattern missing) {
            String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
            return Arrays.stream(all.split(File.pathSeparator))
                    .filter(entry -> !missing.matcher(new File(entry).getName()).find())
                    .filter(entry -> !REDIS.matcher(entry).find())
                    .collect(Collectors.joining(File.pathSeparator));
        }

        private static int port(BufferedReader log, List<String> all) throws IOException {
            for (String line = log.readLine(); line != null; line = log.readLine()) {
                if (line.startsWith("port ")) {
                    return Integer.parseInt(line.substring("port ".length()));
                }
                all.add(line);
            }
            throw new AssertionError("did not start:\n" + String.join("\n", all));
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    /** The application, in its own process. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {

        public static void main(String[] args) {
            SpringApplication application = new SpringApplication(App.class);
            application.addListeners((WebServerInitializedEvent event) ->
                    System.out.println("port " + event.getWebServer().getPort()));
            application.run(args);
        }
    }
}
