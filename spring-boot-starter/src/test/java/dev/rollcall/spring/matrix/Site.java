// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rollcall.testkit.client.Http;
import dev.rollcall.testkit.client.Tab;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A small running application, with Spring Security as most have it, and everything it has logged since its start
 * began.
 */
final class Site implements AutoCloseable {

    private static final List<String> DEFAULTS = List.of(
            "--server.port=0",
            "--server.address=127.0.0.1",
            "--spring.main.banner-mode=off",
            "--spring.reactor.netty.shutdown-quiet-period=0s",
            "--spring.security.user.name=ada",
            "--spring.security.user.password=pw-of-the-test",
            "--spring.security.user.roles=ADMIN",
            "--rollcall.current-version=v2",
            "--rollcall.stream-probe=100ms",
            "--rollcall.secrets.admin=" + TabDriver.SECRET);

    private final ConfigurableApplicationContext context;
    private final ListAppender<ILoggingEvent> log;
    private final String base;

    private Site(ConfigurableApplicationContext context, ListAppender<ILoggingEvent> log, String base) {
        this.context = context;
        this.log = log;
        this.base = base;
    }

    /** The server it runs on; all are on the class path. */
    enum Server {
        TOMCAT(WebApplicationType.SERVLET, "jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration"),
        JETTY(WebApplicationType.SERVLET, "tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration"),
        NETTY(WebApplicationType.REACTIVE, "jetty.autoconfigure.reactive.JettyReactiveWebServerAutoConfiguration");

        private final WebApplicationType type;
        private final String other;

        Server(WebApplicationType type, String other) {
            this.type = type;
            this.other = "--spring.autoconfigure.exclude=org.springframework.boot." + other;
        }

        /** Starts an application that has Rollcall at its usual place. */
        Site start(String... properties) {
            return start("/__skew", List.of(), properties);
        }

        /**
         * Starts an application.
         *
         * @param base where its tabs find Rollcall
         * @param more configuration classes
         */
        Site start(String base, List<Class<?>> more, String... properties) {
            ListAppender<ILoggingEvent> log = new ListAppender<>();
            log.start();
            SpringApplication application = application(more);
            application.addInitializers(context -> root().addAppender(log)); // Boot has set logging up by now.
            return new Site(application.run(arguments(properties)), log, base);
        }

        /** Returns the application, which has not been started. */
        SpringApplication application(List<Class<?>> more) {
            SpringApplication application = new SpringApplication(App.class);
            application.setWebApplicationType(type);
            application.addPrimarySources(more);
            return application;
        }

        /** Returns the arguments to start it with. */
        String[] arguments(String... properties) {
            return Stream.of(DEFAULTS.stream(), Stream.of(other), Stream.of(properties))
                    .flatMap(part -> part)
                    .toArray(String[]::new);
        }
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    int port() {
        return Integer.parseInt(String.valueOf(context.getEnvironment().getProperty("local.server.port")));
    }

    TabDriver tabs() {
        return tabs(new Http(port()));
    }

    TabDriver tabs(Http http) {
        return new TabDriver(http, base);
    }

    /** Returns the lines of level WARN and above. */
    List<String> warnings() {
        return List.copyOf(log.list).stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map(event -> event.getLoggerName() + ": " + event.getFormattedMessage())
                .toList();
    }

    /** Returns how many lines came with a stack trace. */
    long traces() {
        return List.copyOf(log.list).stream()
                .filter(event -> event.getThrowableProxy() != null)
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.INFO))
                .count();
    }

    /**
     * Stops the application while it holds tabs, which must be told when to come back, and looks for complaints in the
     * log.
     */
    void stop(List<String> transports) {
        List<Tab> held = transports.stream().map(tabs()::open).toList();
        context.close();
        held.forEach(tab -> assertThat(tab.next("reconnect").isObject()).isTrue());
        held.forEach(Tab::end);
        assertThat(warnings()).isEmpty();
    }

    @Override
    public void close() {
        context.close();
        root().detachAppender(log);
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @RestController
    static class App {

        @GetMapping("/open/hello")
        String hello() {
            return "hello";
        }

        @GetMapping("/private")
        String secret() {
            return "private";
        }

        @Configuration(proxyBeanMethods = false)
        @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
        static class Security {
            @Bean
            SecurityFilterChain everythingElse(HttpSecurity http) {
                return http.authorizeHttpRequests(requests -> requests.requestMatchers("/open/**")
                                .permitAll()
                                .anyRequest()
                                .hasRole("ADMIN"))
                        .formLogin(Customizer.withDefaults())
                        .build();
            }
        }
    }
}
