// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Rollcall;
import dev.rollcall.netty.NettyGuest;
import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.servlet.ServletHost;
import dev.rollcall.spring.ReactiveClientVersions;
import dev.rollcall.spring.actuator.RollcallActuatorAutoConfiguration;
import dev.rollcall.spring.contract.DrainLifecycle;
import dev.rollcall.spring.contract.RollcallAutoConfiguration;
import dev.rollcall.spring.contract.RollcallMetricsAutoConfiguration;
import dev.rollcall.spring.netty.RollcallNettyAutoConfiguration;
import dev.rollcall.spring.security.RollcallSecurityAutoConfiguration;
import dev.rollcall.spring.servlet.RollcallServletAutoConfiguration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

/** The beans of a WebFlux application, one test for each condition. */
class RollcallReactiveAutoConfigurationTest {

    private static final AutoConfigurations ALL = AutoConfigurations.of(
            RollcallAutoConfiguration.class,
            RollcallServletAutoConfiguration.class,
            RollcallReactiveAutoConfiguration.class,
            RollcallNettyAutoConfiguration.class,
            RollcallSecurityAutoConfiguration.class,
            RollcallMetricsAutoConfiguration.class,
            RollcallActuatorAutoConfiguration.class);

    private final ReactiveWebApplicationContextRunner web =
            new ReactiveWebApplicationContextRunner().withConfiguration(ALL);

    @Test
    @DisplayName("everything is configured without settings and without the Servlet API")
    void withoutServlets() {
        web.withClassLoader(new FilteredClassLoader("jakarta.servlet", "jakarta.websocket", "org.apache.catalina"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(Rollcall.class)
                        .hasSingleBean(ReactorNettyCustomizer.class)
                        .hasSingleBean(ExchangeFilter.class)
                        .hasSingleBean(ReactiveClientVersions.class)
                        .hasSingleBean(DrainLifecycle.class)
                        .doesNotHaveBean(ServletHost.class)
                        .doesNotHaveBean(ReactiveIdentity.class));
    }

    @Test
    @DisplayName("a servlet application has none of these beans, even with WebFlux on the class path")
    void servletApplication() {
        new WebApplicationContextRunner()
                .withConfiguration(ALL)
                .withPropertyValues("rollcall.security-chain=false")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(ReactorNettyCustomizer.class)
                        .doesNotHaveBean(ExchangeFilter.class));
    }

    @Test
    @DisplayName("the number of tabs has no limit unless one is set")
    void limit() {
        web.run(context -> assertThat(context.getBean(ProtocolOptions.class).maxConnections())
                .isEqualTo(Integer.MAX_VALUE));
        web.withPropertyValues("rollcall.limits.connections=7")
                .run(context -> assertThat(
                                context.getBean(ProtocolOptions.class).maxConnections())
                        .isEqualTo(7));
    }

    @Test
    @DisplayName("on Reactor Netty without rollcall-netty the start fails and names the dependency to add")
    void nettyMissing() {
        web.withClassLoader(new FilteredClassLoader(NettyGuest.class))
                .run(context ->
                        assertThat(context.getStartupFailure()).hasStackTraceContaining("NettyGuest is missing"));
    }

    @Test
    @DisplayName("on other servers tabs poll")
    void otherServer() {
        web.withClassLoader(new FilteredClassLoader(NettyServerCustomizer.class))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(ReactorNettyCustomizer.class)
                        .hasBean("rollcallPollingOnly")
                        .hasSingleBean(ExchangeFilter.class)
                        .hasSingleBean(DrainLifecycle.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rollcall.stats.role=ADMIN", "rollcall.user-label=true"})
    @DisplayName("settings that need an identity use Spring Security, and fail the start if it is missing")
    void signedIn(String setting) {
        web.withPropertyValues(setting)
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(ReactiveIdentity.class));
        FilteredClassLoader without = new FilteredClassLoader("org.springframework.security");
        web.withPropertyValues(setting)
                .withClassLoader(without)
                .run(context ->
                        assertThat(context.getStartupFailure()).hasStackTraceContaining("Spring Security is missing"));
        web.withPropertyValues(setting)
                .withClassLoader(without)
                .withBean(ReactiveIdentityResolver.class, ReactiveIdentityResolver::none)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ReactiveIdentity.class));
    }
}
