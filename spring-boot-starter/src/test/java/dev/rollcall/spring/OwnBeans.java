// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.RollcallBuilder;
import dev.rollcall.core.backplane.Backplane;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.hook.ConnectionListener;
import dev.rollcall.core.hook.Identity;
import dev.rollcall.core.hook.StatsAuthorizer;
import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.MemoryJournal;
import dev.rollcall.core.telemetry.Telemetry;
import dev.rollcall.core.time.SystemTimer;
import dev.rollcall.netty.NettyGuest;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.admin.access.AdminSecrets;
import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.protocol.options.UserResolver;
import dev.rollcall.servlet.ServletHost;
import dev.rollcall.servlet.ServletIdentityResolver;
import dev.rollcall.spring.contract.DrainLifecycle;
import dev.rollcall.spring.reactive.ReactiveIdentityResolver;
import dev.rollcall.spring.settings.ApplicationSettings;
import dev.rollcall.testkit.cluster.MemoryNetwork;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;

/** An application's own bean in place of each of Rollcall's, which notes that it was used. */
final class OwnBeans {

    /** The secret that only the application's own {@link AdminSecrets} know. */
    static final String SECRET = "a-secret-from-the-vault";

    private OwnBeans() {}

    /** The beans that every kind of application has. */
    @Configuration(proxyBeanMethods = false)
    static class Contract {

        private final Set<String> used = ConcurrentHashMap.newKeySet();

        /** Returns the names of the types whose beans have been used. */
        Set<String> used() {
            return used;
        }

        @Bean
        SystemTimer ownTimer() {
            return new SystemTimer();
        }

        @Bean
        Rollcall ownRollcall(RollcallBuilder builder) {
            return builder.currentVersion("own").build();
        }

        @Bean
        ProtocolOptions ownOptions(ApplicationSettings settings, AdminSecrets secrets, UserResolver users) {
            return ProtocolOptions.builder()
                    .settings(settings.values())
                    .secrets(secrets)
                    .userResolver(users)
                    .build();
        }

        @Bean
        Protocol ownProtocol(Rollcall rollcall, ProtocolOptions options) {
            return new Protocol(rollcall, options);
        }

        @Bean
        AdminSecrets ownSecrets() {
            return AdminSecrets.builder().admin("vault", SECRET).build();
        }

        @Bean
        UserResolver ownUsers() {
            return (request, fromTrustedProxy) -> {
                used.add("UserResolver");
                return "somebody";
            };
        }

        @Bean
        StatsAuthorizer ownAuthorizer() {
            return request -> {
                used.add("StatsAuthorizer");
                return CompletableFuture.completedFuture(Decision.granted());
            };
        }

        @Bean
        ConnectionListener ownListener() {
            return new ConnectionListener() {
                @Override
                public void opened(Connection connection) {
                    used.add("ConnectionListener");
                }
            };
        }

        @Bean
        Telemetry ownTelemetry() {
            return new Telemetry() {
                @Override
                public void opened(Transport transport) {
                    used.add("Telemetry");
                }
            };
        }

        @Bean
        Journal ownJournal(SystemTimer timer) {
            return new MemoryJournal(timer);
        }

        @Bean
        Backplane ownBackplane(SystemTimer timer) {
            return new MemoryNetwork(timer).join();
        }

        @Bean("rollcallHealthIndicator")
        HealthIndicator ownHealth() {
            return () -> Health.up().withDetail("by", "the application").build();
        }

        /** Notes that it was asked to end, and has a host do so. */
        DrainLifecycle draining(Function<Duration, CompletionStage<@Nullable Void>> drain) {
            return new DrainLifecycle(
                    grace -> {
                        used.add("DrainLifecycle");
                        return drain.apply(grace);
                    },
                    Duration.ofSeconds(5));
        }
    }

    /** The beans of an application in a servlet container. */
    @Configuration(proxyBeanMethods = false)
    static class InServlets {

        private final Contract contract;

        InServlets(Contract contract) {
            this.contract = contract;
        }

        @Bean
        ServletIdentityResolver ownIdentity() {
            return request -> {
                contract.used.add("ServletIdentityResolver");
                return new Identity("somebody", Decision.denied());
            };
        }

        @Bean
        ServletHost ownHost(Protocol protocol, ServletIdentityResolver identity) {
            return ServletHost.builder(protocol)
                    .identity(identity)
                    .streamProbe(Duration.ofMillis(100))
                    .build();
        }

        @Bean("rollcallServletRegistration")
        ServletRegistrationBean<ServletHost> ownRegistration(ServletHost host) {
            return new ServletRegistrationBean<>(host, "/__skew/*");
        }

        @Bean
        DrainLifecycle ownDraining(ServletHost host) {
            return contract.draining(host::drain);
        }

        @Bean
        ClientVersions ownVersions(Rollcall rollcall) {
            return new ClientVersions(rollcall, "own-cookie");
        }

        @Bean("rollcallSecurityFilterChain")
        @Order(-10)
        SecurityFilterChain ownChain(HttpSecurity http) {
            return http.securityMatcher("/__skew/**")
                    .securityContext(context ->
                            context.securityContextRepository(new RequestAttributeSecurityContextRepository()))
                    .csrf(AbstractHttpConfigurer::disable)
                    .headers(headers -> headers.addHeaderWriter(
                            (request, response) -> response.setHeader("X-Chain", "the application's")))
                    .build();
        }
    }

    /** The beans of an application on WebFlux. */
    @Configuration(proxyBeanMethods = false)
    static class OnWebFlux {

        private final Contract contract;

        OnWebFlux(Contract contract) {
            this.contract = contract;
        }

        @Bean
        ReactiveIdentityResolver ownIdentity() {
            return request -> {
                contract.used.add("ReactiveIdentityResolver");
                return CompletableFuture.completedFuture(new Identity("somebody", Decision.denied()));
            };
        }

        @Bean
        NettyGuest ownGuest(Protocol protocol, ProtocolOptions options, ReactiveIdentityResolver identity) {
            return NettyGuest.of(protocol, options.paths(), identity::identified);
        }

        @Bean
        DrainLifecycle ownDraining(NettyGuest guest) {
            return contract.draining(guest::drain);
        }

        @Bean
        ReactiveClientVersions ownVersions(Rollcall rollcall) {
            return new ReactiveClientVersions(rollcall, "own-cookie");
        }
    }
}
