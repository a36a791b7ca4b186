// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.spring.ClientVersion;
import dev.rollcall.spring.ClientVersions;
import dev.rollcall.spring.app.TestApplication.Container;
import dev.rollcall.testkit.client.Answer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.OncePerRequestFilter;

/** Which build the page that sent a request runs: in handlers and in filters of a running application. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientVersionsTest {

    private final TestApplication app = Container.TOMCAT.start(List.of(Open.class), "--test.chain=other");

    @AfterAll
    void close() {
        app.close();
    }

    @ParameterizedTest
    @MethodSource("dev.rollcall.spring.PageVersionTest#requests")
    @DisplayName("handlers learn which build a page runs, and how certain that is")
    void handlers(String query, List<String> headers, ClientVersion expected) {
        var build =
                app.http().get("/build" + query, headers.toArray(String[]::new)).json();
        assertThat(build.path("version").asString()).isEqualTo(expected.version() == null ? "" : expected.version());
        assertThat(build.path("source").asString()).isEqualTo(expected.source().name());
        assertThat(build.path("state").asString()).isEqualTo(expected.state().name());
        assertThat(build.path("outdated").asBoolean()).isEqualTo(expected.isOutdated());
    }

    @Test
    @DisplayName("two tabs of one browser that send at once, and share the cookie, are never taken for each other")
    void twoTabs() {
        List<CompletableFuture<Answer>> old = new ArrayList<>();
        List<CompletableFuture<Answer>> fresh = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String cookie = "__nkpv=" + (i % 2 == 0 ? "v1" : "v2");
            old.add(sent("v1", cookie));
            fresh.add(sent("v2", cookie));
        }
        assertThat(old).allMatch(answer -> isOutdated(answer.join()));
        assertThat(fresh).noneMatch(answer -> isOutdated(answer.join()));
    }

    private CompletableFuture<Answer> sent(String version, String cookie) {
        return CompletableFuture.supplyAsync(
                () -> app.http().get("/build", ClientVersion.HEADER, version, "Cookie", cookie));
    }

    private static boolean isOutdated(Answer answer) {
        return answer.json().path("outdated").asBoolean();
    }

    @Test
    @DisplayName("a filter may ask, and leaves a form's body to the handler")
    void filter() {
        Answer answer = app.http()
                .send(
                        "POST",
                        "/form?rollcall-version=v1",
                        BodyPublishers.ofString("name=Ann&rollcall-version=v2"),
                        "Content-Type",
                        "application/x-www-form-urlencoded");
        assertThat(answer.body()).isEqualTo("Ann");
        assertThat(answer.header("X-State")).hasValue("OUTDATED by QUERY");
    }

    @Configuration
    @RestController
    static class Open {

        @Bean
        SecurityFilterChain everybody(HttpSecurity http) {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                    .csrf(AbstractHttpConfigurer::disable)
                    .build();
        }

        @Bean
        OncePerRequestFilter asks(ClientVersions versions) {
            return new OncePerRequestFilter() {
                @Override
                protected void doFilterInternal(
                        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                        throws ServletException, IOException {
                    ClientVersion client = versions.of(request);
                    response.setHeader("X-State", client.state() + " by " + client.source());
                    chain.doFilter(request, response);
                }
            };
        }

        @PostMapping("/form")
        String form(@RequestParam String name) {
            return name;
        }
    }
}
