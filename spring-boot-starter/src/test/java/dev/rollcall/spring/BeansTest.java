// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.RollcallBuilder;
import dev.rollcall.core.telemetry.Telemetry;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.admin.access.AdminSecrets;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.protocol.options.UserResolver;
import dev.rollcall.servlet.ServletHost;
import dev.rollcall.servlet.ServletIdentityResolver;
import dev.rollcall.spring.contract.DrainLifecycle;
import dev.rollcall.spring.contract.RollcallAutoConfiguration;
import dev.rollcall.spring.servlet.RollcallServletAutoConfiguration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** What an application can change: beans that replace Rollcall's, and customizers of those that it keeps. */
@ExtendWith(OutputCaptureExtension.class)
class BeansTest {

    private static final String LOSES = "was not made with the RollcallBuilder bean";

    private final WebApplicationContextRunner web = new WebApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(RollcallAutoConfiguration.class, RollcallServletAutoConfiguration.class));

    static Stream<Arguments> replaceable() {
        Rollcall rollcall = Rollcall.builder().build();
        Protocol protocol = new Protocol(rollcall, ProtocolOptions.defaults());
        Map<Class<?>, Supplier<?>> own = Map.of(
                Rollcall.class,
                () -> rollcall,
                ProtocolOptions.class,
                ProtocolOptions::defaults,
                Protocol.class,
                () -> protocol,
                AdminSecrets.class,
                AdminSecrets::none,
                UserResolver.class,
                UserResolver::byIdentity,
                ServletIdentityResolver.class,
                ServletIdentityResolver::none,
                ServletHost.class,
                () -> ServletHost.builder(protocol).build(),
                DrainLifecycle.class,
                () -> new DrainLifecycle(grace -> CompletableFuture.completedFuture(null), Duration.ZERO),
                ClientVersions.class,
                () -> new ClientVersions(rollcall, "cookie"),
                RollcallBuilder.class,
                Rollcall::builder);
        return own.entrySet().stream().map(bean -> Arguments.of(bean.getKey(), bean.getValue()));
    }

    @ParameterizedTest
    @MethodSource("replaceable")
    @DisplayName("an application's own bean replaces Rollcall's of the same type")
    <T> void replaced(Class<T> type, Supplier<T> own) {
        T bean = own.get();
        web.withBean("own", type, () -> bean).run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(type);
            assertThat(context.getBean(type)).isSameAs(bean);
        });
    }

    @Test
    @DisplayName("an own Rollcall from the RollcallBuilder has the settings and hooks, and nothing is logged")
    void ownRollcall(CapturedOutput output) {
        web.withPropertyValues("rollcall.current-version=build-7")
                .withUserConfiguration(OwnRollcall.class)
                .run(context -> {
                    assertThat(context).hasNotFailed().hasSingleBean(Rollcall.class);
                    assertThat(context.getBean(Rollcall.class).currentVersion()).isEqualTo("build-7");
                });
        assertThat(output.getAll()).doesNotContain(LOSES);
    }

    @Test
    @DisplayName("one made without it loses them, and the log names the beans")
    void ownRollcallWithoutHooks(CapturedOutput output) {
        web.withBean("mine", Telemetry.class, () -> Telemetry.NONE)
                .withBean("own", Rollcall.class, () -> Rollcall.builder().build())
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(output.getAll()).contains(LOSES, "these beans: mine");
    }

    @Test
    @DisplayName("customizers are called in their order, after the settings")
    void customizers() {
        web.withPropertyValues("rollcall.current-version=build-1", "rollcall.base-path=/live")
                .withUserConfiguration(Customizers.class)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(Customizers.class).called)
                            .containsExactly("first rollcall", "second rollcall", "first options", "second options");
                    assertThat(context.getBean(Rollcall.class).currentVersion()).isEqualTo("second");
                    assertThat(context.getBean(ProtocolOptions.class).paths().basePath())
                            .isEqualTo("/second");
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnRollcall {
        @Bean
        Rollcall own(RollcallBuilder builder) {
            return builder.build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Customizers {

        private final List<String> called = new ArrayList<>();

        @Bean
        @Order(2)
        RollcallBuilderCustomizer second() {
            return builder -> {
                called.add("second rollcall");
                builder.currentVersion("second");
            };
        }

        @Bean
        @Order(1)
        RollcallBuilderCustomizer first() {
            return builder -> {
                called.add("first rollcall");
                builder.currentVersion("first");
            };
        }

        @Bean
        @Order(2)
        ProtocolOptionsCustomizer secondOptions() {
            return options -> {
                called.add("second options");
                options.set(ContractSettings.BASE_PATH, "/second");
            };
        }

        @Bean
        @Order(1)
        ProtocolOptionsCustomizer firstOptions() {
            return options -> {
                called.add("first options");
                options.set(ContractSettings.BASE_PATH, "/first");
            };
        }
    }
}
