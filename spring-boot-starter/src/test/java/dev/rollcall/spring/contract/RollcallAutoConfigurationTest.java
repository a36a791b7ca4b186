// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.telemetry.Telemetry;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.admin.access.AdminSecrets;
import dev.rollcall.protocol.metrics.MicrometerTelemetry;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.protocol.options.UserResolver;
import dev.rollcall.servlet.ServletHost;
import dev.rollcall.servlet.ServletIdentityResolver;
import dev.rollcall.spring.ClientVersions;
import dev.rollcall.spring.actuator.RollcallActuatorAutoConfiguration;
import dev.rollcall.spring.actuator.RollcallEndpoint;
import dev.rollcall.spring.servlet.RollcallServletAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.http.HttpServlet;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationContext;

/** The beans, one test for each condition. */
class RollcallAutoConfigurationTest {

    private static final AutoConfigurations ALL = AutoConfigurations.of(
            RollcallAutoConfiguration.class,
            RollcallServletAutoConfiguration.class,
            RollcallMetricsAutoConfiguration.class,
            RollcallActuatorAutoConfiguration.class);

    private final WebApplicationContextRunner web = new WebApplicationContextRunner().withConfiguration(ALL);

    @Test
    void configuresEverythingWithoutSettings() {
        web.run(context -> assertThat(context)
                .hasNotFailed()
                .hasSingleBean(Rollcall.class)
                .hasSingleBean(Protocol.class)
                .hasSingleBean(ServletHost.class)
                .hasSingleBean(ClientVersions.class)
                .hasBean("rollcallServletRegistration")
                .hasBean("rollcallDraining"));
    }

    @Test
    void configuresNothingWhenDisabled() {
        web.withPropertyValues("rollcall.enabled=false")
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .run(context -> assertThat(context.getBeanDefinitionNames())
                        .noneMatch(name -> name.toLowerCase(Locale.ROOT).contains("rollcall")));
    }

    @Test
    void configuresNothingOutsideAWebApplication() {
        new ApplicationContextRunner()
                .withConfiguration(ALL)
                .run(context -> assertThat(context).doesNotHaveBean(Rollcall.class));
    }

    @Test
    void configuresNoServletWithoutTheServletApi() {
        web.withClassLoader(new FilteredClassLoader(HttpServlet.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ServletHost.class));
    }

    @Test
    void usesTheApplicationsOwnRollcall() {
        web.withBean(
                        Rollcall.class,
                        () -> Rollcall.builder().currentVersion("own").build())
                .run(context -> assertThat(context.getBean(Rollcall.class).currentVersion())
                        .isEqualTo("own"));
    }

    @Test
    void usesTheApplicationsOwnOptions() {
        ProtocolOptions own = ProtocolOptions.builder()
                .set(ContractSettings.BASE_PATH, "/own")
                .build();
        web.withBean(ProtocolOptions.class, () -> own)
                .run(context ->
                        assertThat(context.getBean(ProtocolOptions.class)).isSameAs(own));
    }

    @Test
    void usesTheApplicationsOwnProtocolHostAndVersions() {
        Rollcall rollcall = Rollcall.builder().build();
        Protocol protocol = new Protocol(rollcall, ProtocolOptions.defaults());
        web.withBean("own1", Protocol.class, () -> protocol)
                .withBean(
                        "own2",
                        ServletHost.class,
                        () -> ServletHost.builder(protocol).build())
                .withBean("own3", ClientVersions.class, () -> new ClientVersions(rollcall, "x"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean("rollcallProtocol")
                        .doesNotHaveBean("rollcallServletHost")
                        .doesNotHaveBean("rollcallClientVersions"));
    }

    @Test
    void usesTheApplicationsOwnSecretsAndIdentityResolver() {
        AdminSecrets own = AdminSecrets.builder().admin("ours", "long-enough").build();
        web.withBean(AdminSecrets.class, () -> own)
                .withBean(ServletIdentityResolver.class, ServletIdentityResolver::none)
                .run(context -> {
                    assertThat(context).doesNotHaveBean("rollcallServletIdentity");
                    assertThat(context.getBean(ProtocolOptions.class).secrets()).isSameAs(own);
                });
    }

    @Test
    void usesTheApplicationsOwnRegistration() {
        web.withBean(
                        "rollcallServletRegistration",
                        ServletRegistrationBean.class,
                        () -> new ServletRegistrationBean<>(mock(HttpServlet.class), "/elsewhere/*"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(ServletRegistrationBean.class));
    }

    @Test
    void labelsComeFromTheApplicationsOwnResolver() {
        UserResolver own = (request, proxy) -> "somebody";
        web.withBean("own", UserResolver.class, () -> own)
                .run(context -> assertThat(
                                context.getBean(ProtocolOptions.class).userResolver())
                        .isSameAs(own));
    }

    @Test
    void aSecretOpensTheAdminEndpoints() {
        web.run(context ->
                assertThat(context.getBean(AdminSecrets.class).configured()).isFalse());
        web.withPropertyValues("rollcall.secrets.admin=correct-horse", "rollcall.secrets.read=battery-staple")
                .run(context -> assertThat(context.getBean(AdminSecrets.class).match("battery-staple"))
                        .isNotNull());
    }

    @Test
    void namesASettingThatDoesNotFit() {
        web.withPropertyValues("rollcall.base-path=nowhere")
                .run(context ->
                        assertThat(context.getStartupFailure()).hasStackTraceContaining("rollcall.base-path: nowhere"));
    }

    @Test
    void takesTheVersionFromTheSetting() {
        web.withPropertyValues("rollcall.current-version=2026-11-21.3")
                .run(context -> assertThat(context.getBean(Rollcall.class).currentVersion())
                        .isEqualTo("2026-11-21.3"));
    }

    @Test
    void takesTheVersionFromTheBuild() {
        Properties build = new Properties();
        build.setProperty("version", "1.4.2");
        web.withBean(BuildProperties.class, () -> new BuildProperties(build))
                .run(context -> assertThat(context.getBean(Rollcall.class).currentVersion())
                        .isEqualTo("1.4.2"));
    }

    @Test
    void mapsTheServletToTheContractsPathsOnly() {
        web.withPropertyValues("rollcall.base-path=/live")
                .run(context -> assertThat(urls(context)).containsExactly("/live/*"));
        web.withPropertyValues("rollcall.admin-aliases=true")
                .run(context -> assertThat(urls(context)).hasSize(3).contains("/api/admin/stats"));
    }

    private static Collection<String> urls(ApplicationContext context) {
        ServletRegistrationBean<?> registration = context.getBean(ServletRegistrationBean.class);
        return registration.getUrlMappings();
    }

    @Test
    void metersGoIntoTheApplicationsRegistry() {
        web.withBean(MeterRegistry.class, SimpleMeterRegistry::new).run(context -> {
            context.getBean(Rollcall.class);
            assertThat(context).hasSingleBean(MicrometerTelemetry.class);
            assertThat(context.getBean(MeterRegistry.class)
                            .find("rollcall.connections")
                            .gauges())
                    .hasSize(3);
        });
    }

    @Test
    void withoutARegistryNothingIsCounted() {
        web.run(context -> assertThat(context).doesNotHaveBean(Telemetry.class));
    }

    @Test
    void withoutMicrometerNothingIsCounted() {
        web.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Telemetry.class));
    }

    @Test
    void usesTheApplicationsOwnTelemetry() {
        web.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withBean("own", Telemetry.class, () -> Telemetry.NONE)
                .run(context -> assertThat(context).doesNotHaveBean(MicrometerTelemetry.class));
    }

    @Test
    void configuresTheEndpointWhenExposed() {
        web.run(context -> assertThat(context).doesNotHaveBean(RollcallEndpoint.class));
        web.withPropertyValues("management.endpoints.web.exposure.include=rollcall")
                .run(context -> assertThat(context).hasSingleBean(RollcallEndpoint.class));
    }

    @Test
    void configuresHealthUnlessDisabled() {
        web.run(context -> assertThat(context).hasBean("rollcallHealthIndicator"));
        web.withPropertyValues("management.health.rollcall.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean("rollcallHealthIndicator"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.springframework.boot.actuate.endpoint.annotation.Endpoint",
                "org.springframework.boot.health.contributor.HealthIndicator",
                "jakarta.websocket.server.ServerContainer"
            })
    void startsWithoutOptionalClasses(String type) {
        web.withClassLoader(new FilteredClassLoader(type::equals))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(Rollcall.class));
    }

    @ParameterizedTest
    @CsvSource({"PT5S, PT30S, 5000", "PT60S, PT30S, 29500", "PT1S, PT0.2S, 0"})
    void drainingEndsWithinThePhase(Duration grace, Duration phase, long millis) {
        assertThat(DrainLifecycle.within(grace, phase)).isEqualTo(Duration.ofMillis(millis));
    }
}
