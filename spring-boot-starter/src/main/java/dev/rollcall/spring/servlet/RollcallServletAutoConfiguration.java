// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import dev.rollcall.core.Rollcall;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.options.ContractPaths;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.protocol.options.UserResolver;
import dev.rollcall.servlet.ServletHost;
import dev.rollcall.servlet.ServletIdentityResolver;
import dev.rollcall.spring.ClientVersions;
import dev.rollcall.spring.contract.DrainLifecycle;
import dev.rollcall.spring.contract.RollcallAutoConfiguration;
import dev.rollcall.spring.contract.WebEnvironment;
import dev.rollcall.spring.hook.BeanAuthorizer;
import dev.rollcall.spring.security.PeopleRights;
import dev.rollcall.spring.security.RollcallSecurityAutoConfiguration;
import dev.rollcall.spring.security.SessionPeople;
import dev.rollcall.spring.session.ContainerSessions;
import dev.rollcall.spring.settings.ApplicationSettings;
import dev.rollcall.spring.settings.StarterSettings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServlet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.catalina.valves.ValveBase;
import org.eclipse.jetty.server.Handler;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.DynamicRegistrationBean;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** Serves the contract on the application's own port, in a servlet web application. Every bean can be replaced. */
@AutoConfiguration(after = {RollcallAutoConfiguration.class, RollcallSecurityAutoConfiguration.class})
@ConditionalOnClass(HttpServlet.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBean(ApplicationSettings.class)
public final class RollcallServletAutoConfiguration {

    private final ApplicationSettings settings;

    RollcallServletAutoConfiguration(ApplicationSettings settings) {
        this.settings = settings;
    }

    /** Puts everything below the context path. */
    @Bean
    WebEnvironment rollcallWebEnvironment(ObjectProvider<ServletContext> context) {
        ServletContext present = context.getIfAvailable();
        return WebEnvironment.servlet(present == null ? "" : present.getContextPath(), settings);
    }

    /** Resolves who is signed in, for labels, stats and the dashboard. */
    @Bean
    @ConditionalOnMissingBean(ServletIdentityResolver.class)
    ServletIdentity rollcallServletIdentity(ListableBeanFactory beans, ObjectProvider<SessionPeople> people) {
        return new ServletIdentity(PeopleRights.of(settings), BeanAuthorizer.isAnyIn(beans), people.getIfAvailable());
    }

    /** Labels a tab with the name of the person who is signed in, if rollcall.user-label is on. */
    @Bean
    @ConditionalOnMissingBean
    UserResolver rollcallUserResolver() {
        return UserResolver.byIdentity();
    }

    /** The servlet. */
    @Bean
    @ConditionalOnMissingBean
    ServletHost rollcallServletHost(
            Protocol protocol,
            ObjectProvider<ServletIdentityResolver> identity,
            ObjectProvider<DynamicRegistrationBean<?>> registrations) {
        ServletIdentityResolver resolver = identity.getIfAvailable(ServletIdentityResolver::none);
        return ServletHost.builder(protocol)
                .identity(resolver)
                .hideSessions(isLookedAt(resolver))
                .filtersWithoutAsync(new NonAsyncFilters(registrations))
                .streamProbe(settings.value(StarterSettings.STREAM_PROBE))
                .shutdownGrace(settings.value(ContractSettings.SHUTDOWN_GRACE))
                .build();
    }

    /**
     * Whether Rollcall looks at sessions, and notices their ends, without the container, so that they can be hidden from it. A
     * resolver of the application's own may need the container for that.
     */
    static boolean isLookedAt(ServletIdentityResolver resolver) {
        return resolver instanceof ServletIdentity own && own.people() != null;
    }

    /** Maps the paths of the contract to the servlet. */
    @Bean
    @ConditionalOnMissingBean(name = "rollcallServletRegistration")
    ServletRegistrationBean<ServletHost> rollcallServletRegistration(
            ServletHost host, ProtocolOptions options, WebEnvironment environment) {
        ServletRegistrationBean<ServletHost> registration = new ServletRegistrationBean<>(host);
        registration.setName("rollcall");
        registration.setAsyncSupported(true);
        registration.setLoadOnStartup(1); // so that what it has to say is said at the start
        registration.setUrlMappings(urls(options.paths(), environment.path()));
        return registration;
    }

    /** Stands before all other filters. */
    @Bean
    @ConditionalOnMissingBean(name = "rollcallFirstFilter")
    FirstFilterRegistration rollcallFirstFilter(
            ServletRegistrationBean<ServletHost> registration, ServletHost host, Protocol protocol) {
        FirstFilterRegistration filter = new FirstFilterRegistration(new FirstFilter(host, protocol));
        filter.setUrlPatterns(registration.getUrlMappings());
        filter.setDispatcherTypes(DispatcherType.REQUEST);
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    /** A registration that comes before others of the highest precedence, too. */
    static final class FirstFilterRegistration extends FilterRegistrationBean<FirstFilter> implements PriorityOrdered {

        FirstFilterRegistration(FirstFilter filter) {
            super(filter);
        }
    }

    /** Sends all tabs away at shutdown. */
    @Bean
    @ConditionalOnMissingBean
    DrainLifecycle rollcallDraining(
            ServletHost host, @Value("${spring.lifecycle.timeout-per-shutdown-phase:30s}") String phase) {
        return new DrainLifecycle(host::drain, DrainLifecycle.grace(settings, phase));
    }

    /** Tells handlers which build a page runs. */
    @Bean
    @ConditionalOnMissingBean
    ClientVersions rollcallClientVersions(Rollcall rollcall) {
        return new ClientVersions(rollcall, settings.value(ContractSettings.VERSION_COOKIE));
    }

    /** Says what is different in a container that Boot has not started. */
    @Bean
    WarCheck rollcallWarCheck(
            ObjectProvider<ContainerSessions> sessions, ObjectProvider<ServletIdentityResolver> identity) {
        return new WarCheck(sessions, identity);
    }

    /** Controllers of Spring MVC, if the application has it. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(RequestMappingInfoHandlerMapping.class)
    static final class RollcallMvcConfiguration {

        @Bean
        MappingCheck rollcallMappingCheck(
                ListableBeanFactory beans,
                ProtocolOptions options,
                WebEnvironment environment,
                @Value("${spring.mvc.servlet.path:}") String dispatcher) {
            String below = dispatcher.endsWith("/") ? dispatcher.substring(0, dispatcher.length() - 1) : dispatcher;
            return new MappingCheck(beans, options.paths(), environment.path() + below);
        }
    }

    /** Returns the contract's paths as servlets are mapped: below the context path. */
    private static Set<String> urls(ContractPaths paths, String contextPath) {
        return Stream.concat(Stream.of(paths.basePath() + "/*"), paths.aliases().stream())
                .map(url -> url.startsWith(contextPath) ? url.substring(contextPath.length()) : url)
                .collect(Collectors.toSet());
    }

    /** Hides sessions from Jetty, which counts a request as use of its session before any code runs. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({JettyServletWebServerFactory.class, Handler.class})
    @ConditionalOnBean(ContainerSessions.class)
    static final class RollcallJettyConfiguration {

        @Bean
        @ConditionalOnMissingBean(name = "rollcallJettySessionHiding")
        WebServerFactoryCustomizer<JettyServletWebServerFactory> rollcallJettySessionHiding(
                ContainerSessions sessions,
                ObjectProvider<ProtocolOptions> options,
                ObjectProvider<ServletIdentityResolver> identity) {
            return factory -> factory.addServerCustomizers(server -> {
                if (isLookedAt(identity.getIfAvailable(ServletIdentityResolver::none))) {
                    server.insertHandler(new JettySessionHiding(sessions, options));
                }
            });
        }
    }

    /** Hides sessions from Tomcat, for the same reason. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({TomcatServletWebServerFactory.class, ValveBase.class})
    @ConditionalOnBean(ContainerSessions.class)
    static final class RollcallTomcatConfiguration {

        @Bean
        @ConditionalOnMissingBean(name = "rollcallTomcatSessionHiding")
        WebServerFactoryCustomizer<TomcatServletWebServerFactory> rollcallTomcatSessionHiding(
                ContainerSessions sessions,
                ObjectProvider<ProtocolOptions> options,
                ObjectProvider<ServletIdentityResolver> identity) {
            return factory -> {
                if (isLookedAt(identity.getIfAvailable(ServletIdentityResolver::none))) {
                    factory.addEngineValves(new TomcatSessionHiding(sessions, options));
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(WebServer.class)
    static final class RollcallContainerConfiguration {

        @Bean
        ContainerWatch rollcallContainerWatch(ServletHost host, ApplicationSettings settings, ProtocolOptions options) {
            return new ContainerWatch(
                    host.heldConnections(), settings.find(StarterSettings.NETTY_PORT), options.maxConnections());
        }

        @Configuration(proxyBeanMethods = false)
        @ConditionalOnClass(MeterBinder.class)
        static final class RollcallContainerMetricsConfiguration {

            @Bean
            MeterBinder rollcallContainerMetrics(ContainerWatch watch) {
                return registry -> {
                    Gauge.builder("rollcall.container.connections", watch, ContainerWatch::held)
                            .description("Connections of the web server that tabs hold")
                            .register(registry);
                    Gauge.builder("rollcall.container.connections.max", watch, ContainerWatch::limit)
                            .description("Connections that the web server takes")
                            .register(registry);
                };
            }
        }
    }
}
