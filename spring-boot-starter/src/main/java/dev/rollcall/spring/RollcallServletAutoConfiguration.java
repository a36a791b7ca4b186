// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import dev.rollcall.core.Rollcall;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.options.UserResolver;
import dev.rollcall.spring.servlet.RequestInsight;
import dev.rollcall.spring.servlet.ServletHost;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServlet;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Serves the contract on the application's own port, in a servlet web application. Every bean can be replaced. */
@AutoConfiguration(after = RollcallAutoConfiguration.class)
@ConditionalOnClass(HttpServlet.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBean(RollcallProperties.class)
public final class RollcallServletAutoConfiguration {

    private final RollcallProperties properties;

    RollcallServletAutoConfiguration(RollcallProperties properties) {
        this.properties = properties;
    }

    /** Everything is below the context path. */
    @Bean
    Surroundings rollcallSurroundings(ObjectProvider<ServletContext> context) {
        ServletContext present = context.getIfAvailable();
        return Surroundings.servlet(present == null ? "" : present.getContextPath(), properties);
    }

    /** Who is signed in, for labels and for stats. */
    @Bean
    @ConditionalOnMissingBean(RequestInsight.class)
    Principals rollcallPrincipals() {
        String role = properties.stats().role();
        return new Principals(properties.userLabel(), role == null || role.isBlank() ? null : role);
    }

    /** The label of a tab: the name of who is signed in, where rollcall.user-label is on. */
    @Bean
    @ConditionalOnMissingBean
    UserResolver rollcallUserResolver() {
        return UserResolver.byIdentity();
    }

    /** The servlet that carries it. */
    @Bean
    @ConditionalOnMissingBean
    ServletHost rollcallServletHost(Protocol protocol, ObjectProvider<RequestInsight> insight) {
        return new ServletHost(protocol, insight.getIfAvailable(RequestInsight::none), properties.streamProbe());
    }

    /** Where the servlet is. */
    @Bean
    @ConditionalOnMissingBean(name = "rollcallServletRegistration")
    ServletRegistrationBean<ServletHost> rollcallServletRegistration(ServletHost host) {
        ServletRegistrationBean<ServletHost> registration = new ServletRegistrationBean<>(host);
        registration.setName("rollcall");
        registration.setAsyncSupported(true);
        registration.setUrlMappings(urls());
        return registration;
    }

    /** Sends the tabs away at shutdown. */
    @Bean
    @ConditionalOnMissingBean
    Draining rollcallDraining(
            ServletHost host, @Value("${spring.lifecycle.timeout-per-shutdown-phase:30s}") String phase) {
        return new Draining(host::drain, Draining.grace(properties, phase));
    }

    /** Which build the page of a request runs. */
    @Bean
    @ConditionalOnMissingBean
    ClientVersions rollcallClientVersions(Rollcall rollcall) {
        return new ClientVersions(rollcall, properties.versionCookie());
    }

    private List<String> urls() {
        String all = properties.basePath() + "/*";
        return properties.adminAliases()
                ? List.of(all, "/api/admin/stats", "/api/admin/invalidate-route")
                : List.of(all);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(WebServer.class)
    static final class RollcallContainerConfiguration {

        @Bean
        ContainerWatch rollcallContainerWatch(ServletHost host, RollcallProperties properties) {
            return new ContainerWatch(host.heldTabs(), properties);
        }

        @Configuration(proxyBeanMethods = false)
        @ConditionalOnClass(MeterBinder.class)
        static final class RollcallContainerMetricsConfiguration {

            @Bean
            MeterBinder rollcallContainerMetrics(ContainerWatch watch) {
                return new ContainerMeters(watch);
            }
        }
    }
}
