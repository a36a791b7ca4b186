// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rollcall.core.match.Target;
import dev.rollcall.core.message.Message;
import dev.rollcall.testkit.TestServer;
import dev.rollcall.testkit.client.Http;
import dev.rollcall.testkit.client.SseTab;
import dev.rollcall.testkit.process.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams through a real nginx, if Debian's package is installed. */
class NginxTest {

    private static final Path NGINX = Path.of("/usr/sbin/nginx");

    /** Default buffering, and gzip for everything but event streams, which nginx compresses only on request. */
    private static final String CONFIGURATION = """
            daemon off;
            pid %1$s/nginx.pid;
            error_log %1$s/error.log;
            events {}
            http {
              access_log off;
              client_body_temp_path %1$s/body;
              proxy_temp_path %1$s/proxy;
              fastcgi_temp_path %1$s/fastcgi;
              uwsgi_temp_path %1$s/uwsgi;
              scgi_temp_path %1$s/scgi;
              gzip on;
              gzip_proxied any;
              gzip_min_length 0;
              gzip_types application/json text/plain;
              server {
                listen 127.0.0.1:%2$d;
                location / {
                  proxy_pass http://127.0.0.1:%3$d;
                  proxy_set_header Host $http_host;
                }
              }
            }
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    @DisplayName("each event passes at once with nginx's default buffering and gzip, and a tab that leaves is noticed")
    void passes() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(NGINX), "needs /usr/sbin/nginx (apt-get install nginx)");
        try (TestApplication app = TestApplication.start()) {
            int port = FreePort.find();
            Process nginx = start(port, app.port());
            try {
                SseTab tab = SseTab.open(new Http(port), "/__skew", "?version=v1", "Accept-Encoding", "gzip");
                assertThat(tab.head().header("Content-Encoding")).isEmpty();
                for (int i = 0; i < 5; i++) {
                    app.rollcall().send(Target.all(), Message.of("news", Map.of("number", i)));
                    assertThat(tab.next("news").path("number").asInt()).isEqualTo(i);
                }
                assertThat(new Http(port)
                                .get("/__skew/health", "Accept-Encoding", "gzip")
                                .header("Content-Encoding"))
                        .as("gzip is on")
                        .hasValue("gzip");
                app.awaitTotal(1);
                tab.close();
                app.awaitTotal(0);
            } finally {
                nginx.destroy();
                nginx.waitFor(10, TimeUnit.SECONDS);
            }
        }
    }

    private Process start(int port, int upstream) throws IOException {
        Path configuration = folder.resolve("nginx.conf");
        Files.writeString(configuration, CONFIGURATION.formatted(folder, port, upstream));
        Process nginx = new ProcessBuilder(NGINX.toString(), "-p", folder.toString(), "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.log").toFile())
                .start();
        TestServer.eventually(
                () -> assertThat(new Http(port).get("/__skew/health").status()).isEqualTo(200));
        return nginx;
    }
}
