// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.spring.matrix.Site.Server;
import dev.rollcall.testkit.client.Http;
import dev.rollcall.testkit.client.RawSocket;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The paths at which Rollcall is in an application, and those at which it is not. */
class PathsTest {

    private static final List<String> HELD = List.of("websocket", "sse");

    @ParameterizedTest
    @CsvSource({
        "TOMCAT, '', '', ''",
        "TOMCAT, /api, '', ''",
        "TOMCAT, '', /app, ''",
        "TOMCAT, /api, /app, /tools/roll/call",
        "JETTY, /api, /app, /tools/roll/call",
        "JETTY, /api, '', ''",
    })
    @DisplayName("whatever the dispatcher's path, the context path and the base path are, everything is served")
    void served(Server server, String dispatcher, String context, String base) {
        String path = base.isEmpty() ? "/__skew" : base;
        try (Site site = server.start(
                context + path,
                List.of(),
                "--spring.mvc.servlet.path=" + (dispatcher.isEmpty() ? "/" : dispatcher),
                "--server.servlet.context-path=" + context,
                "--rollcall.base-path=" + path,
                "--rollcall.admin-aliases=true")) {
            site.tabs().drive();
            String alias = context + "/api/admin/";
            String body = "{\"route\":\"/none\",\"secret\":\"" + TabDriver.SECRET + "\"}";
            Http http = site.tabs().http();
            assertThat(http.get(alias + "stats", "Authorization", "Bearer " + TabDriver.SECRET)
                            .status())
                    .isEqualTo(200);
            assertThat(http.post(alias + "invalidate-route", body).status()).isEqualTo(200);
            assertThat(http.get(context + dispatcher + "/private").status()).isIn(302, 401, 403);
            site.stop(HELD);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Server.class,
            names = {"TOMCAT", "JETTY"})
    @DisplayName("paths that only look like Rollcall's are refused in silence, and lead nowhere else")
    void lookalikes(Server server) {
        try (Site site = server.start()) {
            for (String path : List.of(
                    "/%5f%5fskew/health",
                    "/_%5Fskew/sse",
                    "//__skew/health",
                    "/__skew//health",
                    "/__skew;x=1/health",
                    "/__skew/health;jsessionid=1",
                    "/__skew/%2e%2e/private",
                    "/__skew/../private",
                    "/__skew/..;/private",
                    "/__skew/..%2fprivate",
                    "/__skew%2fhealth",
                    "/__skew./health",
                    "/__SKEW/health",
                    "/__skew/health/.",
                    "/./__skew/health",
                    "/__skew/%00",
                    "/__skew\\health",
                    "/__skew/%zz")) {
                for (String method : List.of("GET", "POST")) {
                    RawSocket socket = RawSocket.connect(site.port());
                    socket.request(method, path, "Connection", "close", "Content-Length", "0");
                    String answer = socket.readToEnd();
                    assertThat(answer)
                            .as(method + " " + path)
                            .startsWith("HTTP/1.1 ")
                            .doesNotStartWith("HTTP/1.1 2")
                            .doesNotStartWith("HTTP/1.1 5");
                    socket.close();
                }
            }
            assertThat(site.warnings().stream().filter(line -> !line.contains("HostPort")))
                    .isEmpty();
            assertThat(site.traces()).isZero();
        }
    }
}
