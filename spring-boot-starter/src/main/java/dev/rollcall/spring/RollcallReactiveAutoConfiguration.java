// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import dev.rollcall.core.Rollcall;
import dev.rollcall.netty.NettyGuest;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.protocol.options.UserResolver;
import dev.rollcall.spring.reactive.ExchangeFilter;
import dev.rollcall.spring.reactive.HandOff;
import dev.rollcall.spring.reactive.OurPaths;
import dev.rollcall.spring.reactive.RequestInsight;
import dev.rollcall.spring.reactive.SignedIn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.server.WebFilterChainProxy;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.session.DefaultWebSessionManager;
import org.springframework.web.server.session.WebSessionManager;

/**
 * Serves the contract on a WebFlux application's own port: held connections below Reactor where the server is Reactor
 * Netty. Every bean can be replaced.
 */
@AutoConfiguration(after = RollcallAutoConfiguration.class)
@ConditionalOnClass({WebFilter.class, WebSessionManager.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnBean(RollcallProperties.class)
public final class RollcallReactiveAutoConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(RollcallReactiveAutoConfiguration.class);

    private final RollcallProperties properties;

    RollcallReactiveAutoConfiguration(RollcallProperties properties) {
        this.properties = properties;
    }

    /** Everything is below WebFlux's base path. */
    @Bean
    Surroundings rollcallSurroundings(@Value("${spring.webflux.base-path:}") String path) {
        return Surroundings.reactive(path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
    }

    /** For what cannot be handed below Reactor. */
    @Bean
    @ConditionalOnMissingBean
    ExchangeFilter rollcallExchangeFilter(
            Protocol protocol, ProtocolOptions options, ObjectProvider<RequestInsight> insight) {
        return new ExchangeFilter(protocol, OurPaths.of(options), insight.getIfAvailable(RequestInsight::none));
    }

    /** Which build the page of a request runs. */
    @Bean
    @ConditionalOnMissingBean
    ReactiveClientVersions rollcallClientVersions(Rollcall rollcall) {
        return new ReactiveClientVersions(rollcall, properties.versionCookie());
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({NettyServerCustomizer.class, NettyGuest.class})
    static final class RollcallHandOffConfiguration {

        @Bean
        @ConditionalOnMissingBean
        NettyGuest rollcallNettyGuest(
                Protocol protocol, ProtocolOptions options, ObjectProvider<RequestInsight> insight) {
            return NettyGuest.of(protocol, OurPaths.of(options), insight.getIfAvailable(RequestInsight::none));
        }

        @Bean
        @ConditionalOnMissingBean
        HandOff rollcallHandOff(NettyGuest guest) {
            return new HandOff(guest);
        }

        @Bean
        @ConditionalOnMissingBean
        Draining rollcallDraining(
                NettyGuest guest,
                RollcallProperties properties,
                @Value("${spring.lifecycle.timeout-per-shutdown-phase:30s}") String phase) {
            return new Draining(guest::drain, Draining.grace(properties, phase));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(NettyServerCustomizer.class)
    @ConditionalOnMissingClass("dev.rollcall.netty.NettyGuest")
    static final class RollcallHandOffMissingConfiguration {

        RollcallHandOffMissingConfiguration() {
            throw RollcallNettyAutoConfiguration.missing(
                    "This is a WebFlux application, and the class dev.rollcall.netty.NettyGuest is missing, which holds"
                            + " tabs on Reactor Netty.");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass("org.springframework.boot.reactor.netty.NettyServerCustomizer")
    static final class RollcallPollingOnlyConfiguration {

        @Bean
        @ConditionalOnMissingBean
        Draining rollcallDraining(
                Protocol protocol,
                RollcallProperties properties,
                @Value("${spring.lifecycle.timeout-per-shutdown-phase:30s}") String phase) {
            return new Draining(protocol::drain, Draining.grace(properties, phase));
        }

        /** Says so, once, when the server is there. */
        @Bean
        ApplicationListener<ReactiveWebServerInitializedEvent> rollcallPollingOnly() {
            return event -> LOG.warn(
                    "Tabs can only poll here: event streams and WebSockets need Reactor Netty, or a port of their own. Take"
                            + " spring-boot-starter-reactor-netty as the web server, or set rollcall.netty.port.");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(WebFilterChainProxy.class)
    @ConditionalOnMissingBean(RequestInsight.class)
    @Conditional(AsksWhoIsSignedIn.class)
    static final class RollcallSignedInConfiguration {

        @Bean
        SignedIn rollcallSignedIn(
                ObjectProvider<WebFilterChainProxy> security,
                ObjectProvider<WebSessionManager> sessions,
                RollcallProperties properties) {
            String role = properties.stats().role();
            return new SignedIn(
                    security::getObject,
                    sessions.getIfAvailable(DefaultWebSessionManager::new),
                    properties.userLabel(),
                    role == null || role.isBlank() ? null : role);
        }

        @Bean
        @ConditionalOnMissingBean
        UserResolver rollcallUserResolver() {
            return UserResolver.byIdentity();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass("org.springframework.security.web.server.WebFilterChainProxy")
    @ConditionalOnMissingBean(RequestInsight.class)
    @Conditional(AsksWhoIsSignedIn.class)
    static final class RollcallNobodyIsSignedInConfiguration {

        RollcallNobodyIsSignedInConfiguration() {
            throw new RollcallStartException(
                    "rollcall.stats.role or rollcall.user-label is set, and Spring Security is not there: on WebFlux nobody"
                            + " else knows who is signed in.",
                    "Add spring-boot-starter-security; or leave the two out and declare a StatsAuthorizer bean, which is"
                            + " given the request's headers and cookies, or a RequestInsight bean of your own.",
                    null);
        }
    }

    /** Whether the settings ask for it. */
    static final class AsksWhoIsSignedIn extends AnyNestedCondition {

        AsksWhoIsSignedIn() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnProperty("rollcall.user-label")
        static final class Label {}

        @ConditionalOnProperty("rollcall.stats.role")
        static final class Role {}
    }
}
