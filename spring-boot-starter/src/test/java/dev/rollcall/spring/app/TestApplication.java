// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.hook.ConnectionListener;
import dev.rollcall.servlet.ServletHost;
import dev.rollcall.spring.ClientVersions;
import dev.rollcall.spring.ConnectionEvent;
import dev.rollcall.testkit.TestServer;
import dev.rollcall.testkit.client.Answer;
import dev.rollcall.testkit.client.Http;
import dev.rollcall.testkit.client.RawSocket;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A whole application with Spring Security, in which only Rollcall is open to strangers. */
public final class TestApplication implements AutoCloseable {

    /** The password of the only user. */
    public static final String PASSWORD = "pw-of-the-test";

    private static final List<String> DEFAULTS = List.of(
            "--server.port=0",
            "--server.address=127.0.0.1",
            "--spring.main.banner-mode=off",
            "--spring.security.user.name=ada",
            "--spring.security.user.password=" + PASSWORD,
            "--spring.security.user.roles=ADMIN",
            "--rollcall.current-version=v2",
            "--rollcall.stream-probe=100ms");

    private final ConfigurableApplicationContext context;
    private final List<RawSocket> sockets = new ArrayList<>();

    private TestApplication(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** The server that it runs on; both are on the class path. */
    public enum Container {
        TOMCAT("org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration"),
        JETTY("org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration");

        private final String other;

        Container(String other) {
            this.other = other;
        }

        /** Starts the application with these settings. */
        public TestApplication start(String... properties) {
            return start(List.of(), properties);
        }

        /** Starts the application with these settings, in place of the tests' own, and with more configuration classes. */
        public TestApplication start(List<Class<?>> more, String... properties) {
            return start(new SpringApplication(App.class), more, properties);
        }

        /** Starts the application as if a package and its subpackages were not on the class path. */
        public TestApplication startWithout(String packageName, List<Class<?>> more, String... properties) {
            SpringApplication application = new SpringApplication(App.class);
            application.setWebApplicationType(WebApplicationType.SERVLET);
            application.setResourceLoader(new DefaultResourceLoader(new FilteredClassLoader(packageName)));
            return start(application, more, properties);
        }

        private TestApplication start(SpringApplication application, List<Class<?>> more, String... properties) {
            Stream<String> all = Stream.concat(
                    Stream.concat(
                            DEFAULTS.stream().filter(setting -> !isIn(setting, properties)),
                            Stream.of("--spring.autoconfigure.exclude=" + other)),
                    Stream.of(properties));
            application.addPrimarySources(more);
            return new TestApplication(application.run(all.toArray(String[]::new)));
        }
    }

    /** Returns whether the properties set this option: two values of one option would be a list. */
    private static boolean isIn(String setting, String... properties) {
        String option = setting.substring(0, setting.indexOf('=') + 1);
        return Stream.of(properties).anyMatch(property -> property.startsWith(option));
    }

    public static TestApplication start(String... properties) {
        return Container.TOMCAT.start(properties);
    }

    public ConfigurableApplicationContext context() {
        return context;
    }

    public Rollcall rollcall() {
        return context.getBean(Rollcall.class);
    }

    public ServletHost host() {
        return context.getBean(ServletHost.class);
    }

    public Queue<String> heard() {
        return context.getBean(App.class).heard;
    }

    public int port() {
        return Integer.parseInt(String.valueOf(context.getEnvironment().getProperty("local.server.port")));
    }

    public Http http() {
        return new Http(port());
    }

    /** Returns a raw connection that holds a stream or a WebSocket and has been greeted. */
    public RawSocket held(String path) {
        RawSocket socket = RawSocket.connect(port());
        if (path.endsWith("/ws")) {
            socket.upgrade(path).head();
            socket.frame();
        } else {
            socket.request("GET", path).head();
        }
        sockets.add(socket);
        return socket;
    }

    /** Signs ada in by the form and returns the cookie of the session. */
    public String signIn() {
        return signIn("ada");
    }

    /** Signs somebody in by the form and returns the cookie of the session. */
    public String signIn(String name) {
        return signIn(http(), name);
    }

    /** Signs somebody in by an application's form, with the tests' password; returns the cookie of the session. */
    public static String signIn(Http http, String name) {
        Answer answer = http.send(
                "POST",
                "/login",
                BodyPublishers.ofString(
                        "username=" + URLEncoder.encode(name, StandardCharsets.UTF_8) + "&password=" + PASSWORD),
                "Content-Type",
                "application/x-www-form-urlencoded");
        String cookie = answer.header("Set-Cookie").orElseThrow();
        return cookie.substring(0, cookie.indexOf(';'));
    }

    public void awaitTotal(int total) {
        TestServer.eventually(() -> assertThat(rollcall().stats().total()).isEqualTo(total));
    }

    @Override
    public void close() {
        context.close();
        sockets.forEach(RawSocket::close);
    }

    @Configuration
    @EnableAutoConfiguration
    @RestController
    static class App {

        /** The first thousand events since it was cleared; bounded, so that leak tests do not find it. */
        private final Queue<String> heard = new ArrayBlockingQueue<>(1_000);

        private final ClientVersions versions;

        App(ClientVersions versions) {
            this.versions = versions;
        }

        @Bean
        @ConditionalOnProperty(name = "test.chain", havingValue = "own", matchIfMissing = true)
        SecurityFilterChain everythingElse(HttpSecurity http) {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().hasRole("ADMIN"))
                    .formLogin(Customizer.withDefaults())
                    .httpBasic(Customizer.withDefaults())
                    .csrf(AbstractHttpConfigurer::disable)
                    .build();
        }

        @Bean
        PlainPasswords passwords() {
            return new PlainPasswords();
        }

        @Bean
        ConnectionListener diary() {
            return new ConnectionListener() {
                @Override
                public void opened(Connection connection) {
                    heard.offer("listener opened " + connection.version());
                }
            };
        }

        @EventListener
        void event(ConnectionEvent.Opened event) {
            heard.offer("event opened " + event.connection().version());
        }

        @EventListener
        void event(ConnectionEvent.RouteChanged event) {
            heard.offer("event moved " + event.from() + " " + event.to());
        }

        @EventListener
        void event(ConnectionEvent.Closed event) {
            heard.offer("event closed " + event.why().metric());
        }

        @GetMapping("/build")
        Map<String, Object> build(HttpServletRequest request) {
            String version = versions.clientVersion(request);
            return Map.of(
                    "version", version == null ? "" : version,
                    "outdated", versions.isClientOutdated(request),
                    "source", versions.of(request).source(),
                    "state", versions.of(request).state());
        }
    }
}
