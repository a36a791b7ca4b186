// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Rollcall;
import dev.rollcall.spring.ConnectionEvent;
import dev.rollcall.spring.ReactiveClientVersions;
import dev.rollcall.spring.app.PlainPasswords;
import dev.rollcall.spring.app.TestApplication;
import dev.rollcall.testkit.TestServer;
import dev.rollcall.testkit.client.Http;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.CsrfSpec;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A whole WebFlux application on Reactor Netty with Spring Security, in which only some handlers are open to strangers. */
final class FluxApplication implements AutoCloseable {

    private static final String JETTY =
            "org.springframework.boot.jetty.autoconfigure.reactive.JettyReactiveWebServerAutoConfiguration";

    private final ConfigurableApplicationContext context;
    private final App application;

    private FluxApplication(ConfigurableApplicationContext context) {
        this.context = context;
        this.application = context.getBean(App.class);
    }

    /** Starts the application whose only user is ada, with these settings. */
    static FluxApplication start(String... properties) {
        return startWithUser("ada", properties);
    }

    /** Starts the application with a user who has another name. */
    static FluxApplication startWithUser(String name, String... properties) {
        String[] all = Stream.concat(
                        Stream.of(
                                "--server.port=0",
                                "--server.address=127.0.0.1",
                                "--spring.autoconfigure.exclude=" + JETTY, // On the class path for other tests.
                                "--spring.main.banner-mode=off",
                                "--spring.reactor.netty.shutdown-quiet-period=0s", // By default two seconds pass.
                                "--spring.security.user.name=" + name,
                                "--spring.security.user.password=" + TestApplication.PASSWORD,
                                "--spring.security.user.roles=ADMIN",
                                "--rollcall.current-version=v2"),
                        Stream.of(properties))
                .toArray(String[]::new);
        SpringApplication application = new SpringApplication(App.class);
        application.setWebApplicationType(WebApplicationType.REACTIVE);
        return new FluxApplication(application.run(all));
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    Rollcall rollcall() {
        return context.getBean(Rollcall.class);
    }

    Queue<String> heard() {
        return application.heard;
    }

    /** Waits until a request waits at the gate. */
    void awaitGate() {
        TestServer.eventually(
                () -> assertThat(application.gate.currentSubscriberCount()).isEqualTo(1));
    }

    /** Answers the request that waits at the gate, as soon as there is one, and closes the gate behind it. */
    void openGate() {
        awaitGate();
        Sinks.One<String> gate = application.gate;
        application.gate = Sinks.one();
        gate.tryEmitValue("gate").orThrow();
    }

    int port() {
        return Integer.parseInt(String.valueOf(context.getEnvironment().getProperty("local.server.port")));
    }

    Http http() {
        return new Http(port());
    }

    /** Signs in by the form and returns the cookie of the session. */
    String signIn() {
        return signIn("ada");
    }

    /** Signs in by the form under another name. */
    String signIn(String name) {
        return TestApplication.signIn(http(), name);
    }

    void awaitTotal(int total) {
        TestServer.eventually(() -> assertThat(rollcall().stats().total()).isEqualTo(total));
    }

    @Override
    public void close() {
        context.close();
    }

    @Configuration
    @EnableAutoConfiguration
    @RestController
    static class App {

        private final Queue<String> heard = new ConcurrentLinkedQueue<>();
        private volatile Sinks.One<String> gate = Sinks.one();
        private final ReactiveClientVersions versions;

        App(ReactiveClientVersions versions) {
            this.versions = versions;
        }

        @Bean
        SecurityWebFilterChain everythingElse(ServerHttpSecurity http) {
            return http.authorizeExchange(exchanges -> exchanges
                            .pathMatchers("/open/**")
                            .permitAll()
                            .anyExchange()
                            .hasRole("ADMIN"))
                    .formLogin(Customizer.withDefaults())
                    .httpBasic(Customizer.withDefaults())
                    .csrf(CsrfSpec::disable)
                    .build();
        }

        @Bean
        PlainPasswords passwords() {
            return new PlainPasswords();
        }

        @EventListener
        void event(ConnectionEvent.Opened event) {
            heard.add("opened " + event.connection().version());
        }

        @EventListener
        void event(ConnectionEvent.Closed event) {
            heard.add("closed " + event.why().metric());
        }

        @GetMapping("/open/hello")
        String hello() {
            return "hello";
        }

        /** Answers when the test opens the gate. */
        @GetMapping("/open/gate")
        Mono<String> gate() {
            return gate.asMono();
        }

        @PostMapping("/open/echo")
        Mono<String> echo(@RequestBody Mono<String> body) {
            return body;
        }

        @GetMapping("/open/build")
        Map<String, Object> build(ServerHttpRequest request) {
            String version = versions.clientVersion(request);
            return Map.of(
                    "version", version == null ? "" : version,
                    "outdated", versions.isClientOutdated(request),
                    "source", versions.of(request).source(),
                    "state", versions.of(request).state());
        }
    }
}
