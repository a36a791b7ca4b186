// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.Rollcall;
import dev.rollcall.spring.app.TestApplication.Container;
import dev.rollcall.spring.security.RollcallRequests;
import dev.rollcall.testkit.TestServer;
import jakarta.servlet.Filter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** What is printed when an application with Rollcall does not start; and that nothing of Rollcall stays behind. */
@ExtendWith(OutputCaptureExtension.class)
class FailedStartTest {

    @AfterEach
    void nothingGoesOn() {
        TestServer.eventually(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("rollcall-")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rollcall.secrets.admin=${ADMIN_SECRET}      | there is no ADMIN_SECRET",
                "rollcall.secrets.admin=short                | rollcall.secrets.admin: (hidden)",
                "rollcall.jwt-hmac-secret=${JWT_KEY}         | there is no JWT_KEY",
                "rollcall.enabled=${SWITCH}                  | there is no SWITCH",
                "rollcall.security-chain=${SWITCH}           | there is no SWITCH",
                "rollcall.netty.port=${PORT_OF_TABS}         | there is no PORT_OF_TABS",
                "rollcall.keepalive=10ms                     | rollcall.keepalive: 10ms",
                "rollcall.keepalive=-1s                      | rollcall.keepalive: -1s",
                "rollcall.trusted-proxies=foo                | rollcall.trusted-proxies: foo",
                "rollcall.trusted-proxies=10.0.0.0/33        | rollcall.trusted-proxies: 10.0.0.0/33",
                "rollcall.base-path=/rc/                     | rollcall.base-path: /rc/",
                "rollcall.base-path=rc                       | rollcall.base-path: rc",
                "rollcall.base-path=/a/../b                  | rollcall.base-path: /a/../b",
                "rollcall.base-path=/a b                     | rollcall.base-path: /a b",
                "rollcall.limits.connections=-1              | rollcall.limits.connections: -1",
                "rollcall.limits.connections=0               | rollcall.limits.connections: 0",
                "rollcall.limits.connections=NaN             | rollcall.limits.connections: NaN",
                "rollcall.limits.connections=99999999999999  | rollcall.limits.connections: 99999999999999",
                "rollcall.ip-tracking=maybe                  | rollcall.ip-tracking: maybe",
                "rollcall.slow-after=soon                    | rollcall.slow-after: soon",
                "rollcall.secret.admin=long-enough-by-far    | Did you mean rollcall.secrets.admin?",
                "rollcall.stats-role=ADMIN                   | Did you mean rollcall.stats.role?",
                "rollcall.something.else=1                   | rollcall.something.else: unknown",
                "rollcall.jwt-hmac-secret=0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a6978 | rollcall.jwt-claim: not set"
            })
    @DisplayName("a wrong setting: its property, and what to do, and no stack trace")
    void wrongSetting(String property, String expected, CapturedOutput output) {
        assertThatThrownBy(() -> Container.TOMCAT.start("--" + property)).isInstanceOf(Exception.class);
        assertFailed(output, expected);
        assertThat(output.getAll()).doesNotContain("Tomcat initialized");
    }

    @Test
    @DisplayName(
            "a chain of the application for every request that comes before Rollcall's: its bean, and both ways out")
    void unreachable(CapturedOutput output) {
        assertThatThrownBy(() -> Container.TOMCAT.start(List.of(FirstOfAll.class), "--test.chain=other"))
                .isInstanceOf(Exception.class);
        assertFailed(
                output,
                "'firstOfAll' takes every request of Rollcall's base path and comes before",
                "order above -10",
                "rollcall.security-chain=false");
    }

    @Test
    @DisplayName(
            "a chain of the application for the base path alone: one that keeps tabs out is named, one behind Rollcall's does no harm")
    void twins(CapturedOutput output) {
        Container.TOMCAT.start(List.of(TwinBefore.class)).close();
        assertThat(output.getAll()).contains("'twinBefore' refuses visitors who are not signed in: POST /__skew/route");
        Container.TOMCAT.start(List.of(TwinAfter.class)).close();
        assertThat(output.getAll()).doesNotContain("twinAfter");
    }

    @Test
    @DisplayName(
            "a chain of the application with the same matcher that comes before Rollcall's: its bean, and both ways out")
    void sameMatcherBefore(CapturedOutput output) {
        assertThatThrownBy(() -> Container.TOMCAT.start(List.of(SameMatcherBefore.class)))
                .isInstanceOf(Exception.class);
        assertFailed(
                output,
                "'sameMatcherBefore' takes every request of Rollcall's base path and comes before",
                "order above -10",
                "rollcall.security-chain=false");
    }

    @Test
    @DisplayName("one that comes after it would never be asked: its bean, and both ways out")
    void sameMatcherAfter(CapturedOutput output) {
        assertThatThrownBy(() -> Container.TOMCAT.start(List.of(SameMatcherAfter.class)))
                .isInstanceOf(Exception.class);
        assertFailed(
                output,
                "'sameMatcherAfter' is for Rollcall's base path, and comes after",
                "rollcall.security-chain=false",
                "SecurityChainCustomizer");
    }

    @Test
    @DisplayName("with Rollcall's chain switched off, the application's chain is not checked")
    void unreachableWithoutOurs() {
        Container.TOMCAT
                .start(List.of(FirstOfAll.class), "--test.chain=other", "--rollcall.security-chain=false")
                .close();
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    @DisplayName("a start that fails for another reason leaves no thread of Rollcall behind")
    void othersFailure(Container container, CapturedOutput output) {
        assertThatThrownBy(() -> container.start(List.of(Failing.class))).hasStackTraceContaining("of its own");
        assertThat(output.getAll()).doesNotContain("rollcall-timer");
    }

    @Test
    @DisplayName("so does one whose port is in use, which Boot explains")
    void portInUse(CapturedOutput output) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            assertThatThrownBy(() -> Container.TOMCAT.start("--server.port=" + port))
                    .isInstanceOf(Exception.class);
            assertFailed(output, "Port " + port + " was already in use");
        }
        assertThat(output.getAll()).doesNotContain("rollcall-timer");
    }

    private static void assertFailed(CapturedOutput output, String... expected) {
        String printed = output.getAll();
        assertThat(printed).contains("APPLICATION FAILED TO START", "Description:", "Action:");
        assertThat(printed.substring(printed.indexOf("APPLICATION FAILED TO START")))
                .contains(expected);
        assertThat(printed.lines().filter(FailedStartTest::isTrace)).isEmpty();
    }

    private static boolean isTrace(String line) {
        return line.matches("\\s+at .*\\(.*\\)") || line.startsWith("Caused by:");
    }

    @Configuration(proxyBeanMethods = false)
    static class FirstOfAll {
        @Bean
        @Order(-1000)
        SecurityFilterChain firstOfAll(HttpSecurity http) {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                    .build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TwinBefore {
        @Bean
        @Order(-1000)
        SecurityFilterChain twinBefore(HttpSecurity http) {
            return http.securityMatcher("/__skew/**").build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TwinAfter {
        @Bean
        @Order(1)
        SecurityFilterChain twinAfter(HttpSecurity http) {
            return http.securityMatcher("/__skew/**").build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class SameMatcherBefore {
        @Bean
        @Order(-1000)
        SecurityFilterChain sameMatcherBefore(HttpSecurity http, RollcallRequests requests) {
            return http.securityMatcher(requests).build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class SameMatcherAfter {
        @Bean
        @Order(1)
        SecurityFilterChain sameMatcherAfter(HttpSecurity http, RollcallRequests requests) {
            return http.securityMatcher(requests).build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Failing {
        @Bean
        Filter failing(Rollcall rollcall) {
            throw new IllegalStateException("of its own, with " + rollcall.currentVersion());
        }
    }
}
