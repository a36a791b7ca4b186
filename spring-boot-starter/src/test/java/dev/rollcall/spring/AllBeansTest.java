// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import static dev.rollcall.testkit.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Rollcall;
import dev.rollcall.testkit.client.Http;
import dev.rollcall.testkit.client.SseTab;
import dev.rollcall.testkit.client.Tab;
import dev.rollcall.testkit.client.WebSocketTab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** Servers in which the application replaces every bean that docs/spring-boot.md lists, all at the same time. */
class AllBeansTest {

    private static final String BASE = "/__skew";
    private static final Pattern ROW = Pattern.compile("(?m)^\\|([^|]+)\\|[^|]*\\|$");
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    @Test
    @DisplayName("in a servlet container: tabs connect, obey and see stats, and every bean takes part in that")
    void servlet() throws Exception {
        Set<String> expected = replaceable("ReactiveIdentityResolver", "ReactiveClientVersions", "NettyGuest");
        try (ConfigurableApplicationContext context = start(WebApplicationType.SERVLET, OwnBeans.InServlets.class)) {
            Http http = http(context);
            assertThat(own(context)).containsAll(expected);
            assertThat(http.get(BASE + "/health").header("X-Chain")).contains("the application's");
            assertThat(drive(context, http)).contains("ServletIdentityResolver");
        }
    }

    @Test
    @DisplayName("on WebFlux, too")
    void reactive() throws Exception {
        Set<String> expected = replaceable(
                "ServletIdentityResolver",
                "ClientVersions",
                "ServletHost",
                "rollcallSecurityFilterChain",
                "rollcallServletRegistration");
        try (ConfigurableApplicationContext context = start(WebApplicationType.REACTIVE, OwnBeans.OnWebFlux.class)) {
            assertThat(own(context)).containsAll(expected);
            assertThat(drive(context, http(context))).contains("ReactiveIdentityResolver");
        }
    }

    private static ConfigurableApplicationContext start(WebApplicationType type, Class<?> beans) {
        SpringApplication application = new SpringApplication(App.class, OwnBeans.Contract.class, beans);
        application.setWebApplicationType(type);
        return application.run(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--spring.main.banner-mode=off",
                "--spring.reactor.netty.shutdown-quiet-period=0s",
                "--spring.autoconfigure.exclude="
                        + "org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration,"
                        + "org.springframework.boot.jetty.autoconfigure.reactive.JettyReactiveWebServerAutoConfiguration",
                "--management.endpoint.health.show-details=always",
                "--rollcall.cluster=true");
    }

    private static Http http(ConfigurableApplicationContext context) {
        return new Http(
                Integer.parseInt(Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port"))));
    }

    /** Does what tabs and administrators do, and ends the application; returns which of its beans were used. */
    private static Set<String> drive(ConfigurableApplicationContext context, Http http) {
        Rollcall rollcall = context.getBean(Rollcall.class);
        Tab socket = WebSocketTab.open(http, BASE + "/ws?version=own&route=/checkout");
        Tab stream = SseTab.open(http, BASE, "?version=own&route=/checkout");
        for (Tab tab : List.of(socket, stream)) {
            tab.subscribe();
            assertThat(tab.next("stats").path("current").asString()).isEqualTo("own");
        }
        eventually(() -> assertThat(rollcall.stats().total()).isEqualTo(2));
        assertThat(http.post(
                                BASE + "/admin/invalidate-route",
                                "{\"route\":\"/checkout\"}",
                                "Authorization",
                                "Bearer " + OwnBeans.SECRET)
                        .json()
                        .path("matched")
                        .asInt())
                .isEqualTo(2);
        for (Tab tab : List.of(socket, stream)) {
            assertThat(tab.next("version").path("force").asBoolean()).isTrue();
        }
        assertThat(http.get(BASE + "/admin/connections", "Authorization", "Bearer " + OwnBeans.SECRET)
                        .body())
                .contains("somebody");
        assertThat(rollcall.internals().commands().audit().list(10))
                .as("kept in the application's journal")
                .hasSize(1);
        assertThat(rollcall.internals().cluster().isAlone()).isFalse();
        Set<String> used = context.getBean(OwnBeans.Contract.class).used();
        eventually(
                () -> assertThat(used).contains("UserResolver", "StatsAuthorizer", "ConnectionListener", "Telemetry"));
        context.close();
        assertThat(socket.next("reconnect").isObject()).isTrue();
        assertThat(stream.next("reconnect").isObject()).isTrue();
        assertThat(used).contains("DrainLifecycle");
        return used;
    }

    /** Returns what docs/spring-boot.md says can be replaced: types by simple name, and beans by name. */
    private static Set<String> replaceable(String... otherKind) throws IOException {
        String page = Files.readString(Path.of("../docs/spring-boot.md"));
        String table = page.substring(page.indexOf("is used instead of Rollcall's:"), page.indexOf("All other beans"));
        Set<String> names = new TreeSet<>();
        ROW.matcher(table)
                .results()
                .flatMap(row -> NAME.matcher(row.group(1)).results())
                .forEach(name -> names.add(name.group(1)));
        assertThat(names).hasSizeGreaterThan(15).contains(otherKind);
        names.removeAll(List.of(otherKind));
        return names;
    }

    /** Returns the same names for the application's own beans, without those that other beans also have. */
    private static Collection<String> own(ConfigurableApplicationContext context) {
        Set<String> names = new TreeSet<>();
        Set<String> others = new TreeSet<>();
        for (String bean : context.getBeanDefinitionNames()) {
            BeanDefinition definition = context.getBeanFactory().getBeanDefinition(bean);
            Set<String> into = String.valueOf(definition.getFactoryBeanName()).startsWith("ownBeans.") ? names : others;
            into.add(bean);
            Class<?> type = context.getBeanFactory().getType(bean);
            types(type).forEach(into::add);
        }
        names.removeAll(others);
        return names;
    }

    private static Stream<String> types(@Nullable Class<?> type) {
        return type == null
                ? Stream.empty()
                : Stream.concat(
                        Stream.of(type.getSimpleName()),
                        Stream.of(type.getInterfaces()).map(Class::getSimpleName));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {}
}
