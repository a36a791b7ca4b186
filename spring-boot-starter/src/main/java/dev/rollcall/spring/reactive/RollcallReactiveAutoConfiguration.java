// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.reactive;

import dev.rollcall.core.Rollcall;
import dev.rollcall.netty.NettyGuest;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.admin.access.AdminSecrets;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.protocol.options.UserResolver;
import dev.rollcall.spring.ReactiveClientVersions;
import dev.rollcall.spring.RollcallStartException;
import dev.rollcall.spring.contract.DrainLifecycle;
import dev.rollcall.spring.contract.RollcallAutoConfiguration;
import dev.rollcall.spring.contract.WebEnvironment;
import dev.rollcall.spring.hook.BeanAuthorizer;
import dev.rollcall.spring.security.PeopleRights;
import dev.rollcall.spring.session.SessionEnds;
import dev.rollcall.spring.settings.ApplicationSettings;
import dev.rollcall.spring.settings.ConditionalOnSetting;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.server.WebFilterChainProxy;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.session.DefaultWebSessionManager;
import org.springframework.web.server.session.WebSessionManager;

/**
 * Serves the contract on a WebFlux application's own port. On Reactor Netty the dense host holds the tabs, below Reactor.
 * Every bean can be replaced.
 */
@AutoConfiguration(after = RollcallAutoConfiguration.class)
@ConditionalOnClass({WebFilter.class, WebSessionManager.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnBean(ApplicationSettings.class)
public final class RollcallReactiveAutoConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(RollcallReactiveAutoConfiguration.class);

    private final ApplicationSettings settings;

    RollcallReactiveAutoConfiguration(ApplicationSettings settings) {
        this.settings = settings;
    }

    /** Puts everything below WebFlux's base path. */
    @Bean
    WebEnvironment rollcallWebEnvironment(@Value("${spring.webflux.base-path:}") String path) {
        return WebEnvironment.reactive(path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
    }

    /** Answers what the dense host cannot take from Reactor. */
    @Bean
    @ConditionalOnMissingBean
    ExchangeFilter rollcallExchangeFilter(
            Protocol protocol, ProtocolOptions options, ObjectProvider<ReactiveIdentityResolver> identity) {
        return new ExchangeFilter(protocol, options.paths(), identity.getIfAvailable(ReactiveIdentityResolver::none));
    }

    /** Tells handlers which build a page runs. */
    @Bean
    @ConditionalOnMissingBean
    ReactiveClientVersions rollcallClientVersions(Rollcall rollcall) {
        return new ReactiveClientVersions(rollcall, settings.value(ContractSettings.VERSION_COOKIE));
    }

    /** Controllers of WebFlux. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(RequestMappingInfoHandlerMapping.class)
    static final class RollcallMappingConfiguration {

        @Bean
        MappingCheck rollcallMappingCheck(
                ListableBeanFactory beans, ProtocolOptions options, WebEnvironment environment) {
            return new MappingCheck(beans, options.paths(), environment.path());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({NettyServerCustomizer.class, NettyGuest.class})
    static final class RollcallReactorNettyConfiguration {

        @Bean
        @ConditionalOnMissingBean
        NettyGuest rollcallNettyGuest(
                Protocol protocol, ProtocolOptions options, ObjectProvider<ReactiveIdentityResolver> identity) {
            ReactiveIdentityResolver resolver = identity.getIfAvailable(ReactiveIdentityResolver::none);
            return NettyGuest.of(protocol, options.paths(), resolver::identified);
        }

        @Bean
        @ConditionalOnMissingBean
        ReactorNettyCustomizer rollcallReactorNettyCustomizer(NettyGuest guest) {
            return new ReactorNettyCustomizer(guest);
        }

        @Bean
        @ConditionalOnMissingBean
        DrainLifecycle rollcallDraining(
                NettyGuest guest,
                ApplicationSettings settings,
                @Value("${spring.lifecycle.timeout-per-shutdown-phase:30s}") String phase) {
            return new DrainLifecycle(guest::drain, DrainLifecycle.grace(settings, phase));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(NettyServerCustomizer.class)
    @ConditionalOnMissingClass("dev.rollcall.netty.NettyGuest")
    static final class RollcallReactorNettyMissingConfiguration {

        RollcallReactorNettyMissingConfiguration() {
            throw RollcallStartException.nettyMissing(
                    "This is a WebFlux application, and the class dev.rollcall.netty.NettyGuest is missing, which holds"
                            + " tabs on Reactor Netty.");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass("org.springframework.boot.reactor.netty.NettyServerCustomizer")
    static final class RollcallPollingOnlyConfiguration {

        @Bean
        @ConditionalOnMissingBean
        DrainLifecycle rollcallDraining(
                Protocol protocol,
                ApplicationSettings settings,
                @Value("${spring.lifecycle.timeout-per-shutdown-phase:30s}") String phase) {
            return new DrainLifecycle(protocol::drain, DrainLifecycle.grace(settings, phase));
        }

        /** Logs once that tabs can only poll, when the server has started. */
        @Bean
        ApplicationListener<ReactiveWebServerInitializedEvent> rollcallPollingOnly() {
            return event -> LOG.warn(
                    "Tabs can only poll here: event streams and WebSockets need Reactor Netty, or a port of their own. Use"
                            + " spring-boot-starter-reactor-netty as the web server, or set rollcall.netty.port.");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(WebFilterChainProxy.class)
    @ConditionalOnMissingBean(ReactiveIdentityResolver.class)
    @Conditional(UsesIdentity.class)
    static final class RollcallReactiveIdentityConfiguration {

        /** Checks live stats again when a session ends. */
        @Bean
        @ConditionalOnMissingBean
        SessionEnds rollcallSessionEnds(ObjectProvider<Rollcall> rollcall) {
            return new SessionEnds(rollcall);
        }

        /** Knows the people who are signed in by a session. */
        @Bean
        WebSessionPeople rollcallSessionPeople(
                ObjectProvider<WebSessionManager> sessions, ApplicationSettings settings) {
            return new WebSessionPeople(
                    sessions.getIfAvailable(DefaultWebSessionManager::new), PeopleRights.of(settings));
        }

        @Bean
        SignOutFilter rollcallSignOutFilter(WebSessionPeople people, SessionEnds ends) {
            return new SignOutFilter(people, ends::ended);
        }

        @Bean
        ReactiveIdentity rollcallReactiveIdentity(
                ObjectProvider<WebFilterChainProxy> security,
                WebSessionPeople people,
                ListableBeanFactory beans,
                ApplicationSettings settings,
                AdminSecrets secrets) {
            return new ReactiveIdentity(
                    security::getObject,
                    people,
                    PeopleRights.of(settings),
                    BeanAuthorizer.isAnyIn(beans),
                    request -> secrets.match(
                                    AdminSecrets.presented(request.headers().first("authorization")))
                            != null);
        }

        @Bean
        @ConditionalOnMissingBean
        UserResolver rollcallUserResolver() {
            return UserResolver.byIdentity();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass("org.springframework.security.web.server.WebFilterChainProxy")
    @ConditionalOnMissingBean(ReactiveIdentityResolver.class)
    @ConditionalOnPeopleSetting
    static final class RollcallSecurityMissingConfiguration {

        RollcallSecurityMissingConfiguration() {
            throw new RollcallStartException(
                    "rollcall.stats.role, rollcall.user-label or a role of rollcall.dashboard is set, but Spring Security is"
                            + " missing, which knows who is signed in on WebFlux.",
                    "Add spring-boot-starter-security. Or remove these settings and declare a StatsAuthorizer bean, which"
                            + " receives the request's headers and cookies. Or declare your own ReactiveIdentityResolver bean.",
                    null);
        }
    }

    /** Matches when a setting asks who is signed in. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @ConditionalOnSetting({
        "rollcall.user-label",
        "rollcall.stats.role",
        "rollcall.dashboard.read-role",
        "rollcall.dashboard.announce-role",
        "rollcall.dashboard.reload-role",
        "rollcall.dashboard.admin-role"
    })
    @interface ConditionalOnPeopleSetting {}

    /** Matches when a setting or an authorizer asks who is signed in. */
    static final class UsesIdentity extends AnyNestedCondition {

        UsesIdentity() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnPeopleSetting
        static final class Setting {}

        @Conditional(BeanAuthorizer.IsThere.class)
        static final class Authorizer {}
    }
}
