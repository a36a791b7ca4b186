// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.spring.matrix.Site.Server;
import dev.rollcall.testkit.client.Answer;
import dev.rollcall.testkit.client.RawSocket;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What applications set, and how they answer errors. */
class SettingsTest {

    private static final List<String> HELD = List.of("websocket", "sse");

    @ParameterizedTest
    @CsvSource({
        "TOMCAT, server.compression.enabled=true|server.compression.min-response-size=1"
                + "|server.compression.mime-types=text/event-stream+application/json+text/html",
        "JETTY, server.compression.enabled=true|server.compression.min-response-size=1"
                + "|server.compression.mime-types=text/event-stream+application/json+text/html",
        "TOMCAT, spring.main.lazy-initialization=true",
        "TOMCAT, spring.threads.virtual.enabled=true",
        "TOMCAT, server.http2.enabled=true",
        "TOMCAT, server.forward-headers-strategy=framework",
        "NETTY, spring.webflux.base-path=/app",
        "NETTY, server.compression.enabled=true|server.compression.mime-types=text/event-stream",
    })
    @DisplayName("whatever an application sets, tabs come, are counted, obey and are sent away in order")
    void settings(Server server, String settings) {
        String base = settings.contains("base-path=/app") ? "/app/__skew" : "/__skew";
        String[] properties = settings.replace(
                        "event-stream+application/json+text", "event-stream,application/json,text")
                .split("\\|");
        for (int i = 0; i < properties.length; i++) {
            properties[i] = "--" + properties[i];
        }
        try (Site site = server.start(base, List.of(), properties)) {
            site.tabs().drive();
            site.stop(HELD);
        }
    }

    @Test
    @DisplayName("behind a proxy that strips a prefix, and says so, paths are Rollcall's")
    void prefix() {
        try (Site site = Server.TOMCAT.start("--server.forward-headers-strategy=framework")) {
            Answer answer = site.tabs().http().get("/__skew/health", "X-Forwarded-Prefix", "/shop");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(site.warnings()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Server.class,
            names = {"TOMCAT", "JETTY"})
    @DisplayName("refusals are Rollcall's own, whatever the application makes of errors; other dispatches do no harm")
    void errors(Server server) {
        try (Site site = server.start("/__skew", List.of(OwnErrors.class))) {
            TabDriver tabs = site.tabs();
            for (String path :
                    List.of("/__skew/nothing", "/__skew/ws", "/__skew/admin/stats", "/__skew/sse?version=%00")) {
                Answer answer = tabs.http().get(path);
                assertThat(answer.status()).as(path).isBetween(400, 499);
                assertThat(answer.json().path("error").asString()).as(path).isNotEmpty();
            }
            assertThat(tabs.http()
                            .post("/__skew/route", "{")
                            .json()
                            .path("error")
                            .asString())
                    .isNotEmpty();
            assertThat(tabs.http().get("/open/include").body()).isEqualTo("before-after");
            assertThat(tabs.http().get("/open/forward").status()).isEqualTo(200);
            RawSocket half = RawSocket.connect(site.port());
            half.request("POST", "/__skew/route", "Content-Type", "application/json", "Content-Length", "9");
            half.send("{").reset();
            tabs.drive();
            site.stop(HELD);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @RestController
    static class OwnErrors implements ErrorController {

        @RequestMapping("/error")
        String error() {
            return "the application's own page";
        }

        @GetMapping("/open/forward")
        void forward(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
            dispatcher(request, "/__skew/health").forward(request, response);
        }

        @GetMapping("/open/include")
        void include(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
            response.getOutputStream().print("before-");
            dispatcher(request, "/__skew/health").include(request, response);
            response.getOutputStream().print("after");
        }

        private static RequestDispatcher dispatcher(HttpServletRequest request, String path) {
            return request.getServletContext().getRequestDispatcher(path);
        }

        @RestControllerAdvice
        static class Advice {

            @ExceptionHandler
            String any(Exception e) {
                return "advice";
            }
        }
    }
}
