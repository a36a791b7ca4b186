// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.netty.NettyHost;
import dev.rollcall.spring.contract.RollcallAutoConfiguration;
import dev.rollcall.spring.netty.RollcallNettyAutoConfiguration;
import dev.rollcall.spring.servlet.RollcallServletAutoConfiguration;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

/** What is reported when Rollcall cannot start. */
class RollcallStartTest {

    private final WebApplicationContextRunner web = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    RollcallAutoConfiguration.class,
                    RollcallServletAutoConfiguration.class,
                    RollcallNettyAutoConfiguration.class));

    @Test
    @DisplayName("without a second port the dense host is neither needed nor created")
    void off() {
        web.withClassLoader(new FilteredClassLoader("dev.rollcall.netty"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("rollcallNettyPort"));
    }

    @Test
    @DisplayName("the variable of a Kubernetes service called rollcall-netty does not request a second port")
    void injectedPort() {
        web.withInitializer(context -> {
                    String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
                    context.getEnvironment()
                            .getPropertySources()
                            .replace(
                                    name,
                                    new SystemEnvironmentPropertySource(
                                            name, Map.of("ROLLCALL_NETTY_PORT", "tcp://10.0.0.1:80")));
                })
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("rollcallNettyPort"));
    }

    @Test
    @DisplayName("a second port without rollcall-netty fails the start and names the dependency to add")
    void missing() {
        web.withPropertyValues("rollcall.netty.port=8081")
                .withClassLoader(new FilteredClassLoader(NettyHost.class))
                .run(context -> {
                    FailureAnalysis analysis = analysis(context.getStartupFailure());
                    assertThat(analysis.getDescription()).contains("rollcall.netty.port", "NettyHost is missing");
                    assertThat(analysis.getAction()).contains("dev.rollcall:rollcall-netty");
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65_536})
    void noPort(int port) {
        web.withPropertyValues("rollcall.netty.port=" + port).run(context -> {
            FailureAnalysis analysis = analysis(context.getStartupFailure());
            assertThat(analysis.getDescription())
                    .contains("rollcall.netty.port: " + port, "(expected: a whole number, 1 to 65,535)");
            assertThat(analysis.getAction()).contains("or remove it");
        });
    }

    @Test
    void portInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = "rollcall.netty.port=" + taken.getLocalPort();
            web.withPropertyValues(port, "rollcall.netty.address=127.0.0.1").run(context -> {
                FailureAnalysis analysis = analysis(context.getStartupFailure());
                assertThat(analysis.getDescription()).contains("cannot be listened on");
                assertThat(analysis.getAction()).contains("rollcall.netty.port", "rollcall.netty.address");
            });
        }
    }

    /** Analyzes a failure with the analyzer that Boot finds. */
    private static FailureAnalysis analysis(@Nullable Throwable failure) {
        return SpringFactoriesLoader.forDefaultResourceLocation()
                .load(FailureAnalyzer.class, FailureHandler.handleMessage((message, cause) -> {}))
                .stream()
                .filter(analyzer -> analyzer.getClass().getSimpleName().equals("RollcallFailureAnalyzer"))
                .map(analyzer -> analyzer.analyze(Objects.requireNonNull(failure, "failure")))
                .findFirst()
                .orElseThrow();
    }
}
