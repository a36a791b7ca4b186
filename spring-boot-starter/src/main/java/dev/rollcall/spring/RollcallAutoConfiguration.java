// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.RollcallBuilder;
import dev.rollcall.core.hook.ConnectionListener;
import dev.rollcall.core.hook.StatsAuthorizer;
import dev.rollcall.core.telemetry.Telemetry;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.ProtocolOptions;
import dev.rollcall.protocol.ProtocolOptions.Capacity;
import dev.rollcall.protocol.UserResolver;
import dev.rollcall.protocol.assets.Assets;
import dev.rollcall.protocol.auth.AdminSecrets;
import dev.rollcall.protocol.http.address.TrustedProxies;
import dev.rollcall.protocol.session.SessionLimits;
import dev.rollcall.spring.servlet.RequestInsight;
import dev.rollcall.spring.servlet.ServletHost;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServlet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.info.ProjectInfoAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.info.GitProperties;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.ResourceLoader;

/** Serves the contract on the application's own port, in a servlet web application. Every bean can be replaced. */
@AutoConfiguration(after = ProjectInfoAutoConfiguration.class)
@ConditionalOnClass(HttpServlet.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnProperty(prefix = "rollcall", name = "enabled", matchIfMissing = true)
@EnableConfigurationProperties(RollcallProperties.class)
public final class RollcallAutoConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(RollcallAutoConfiguration.class);

    private final RollcallProperties properties;

    RollcallAutoConfiguration(RollcallProperties properties) {
        this.properties = properties;
    }

    /** Who is connected, and a word to them. */
    @Bean
    @ConditionalOnMissingBean
    Rollcall rollcall(
            ListableBeanFactory beans,
            ObjectProvider<StatsAuthorizer> authorizers,
            ObjectProvider<Telemetry> telemetry,
            ApplicationEventPublisher events,
            ResourceLoader resources,
            ObjectProvider<GitProperties> git,
            ObjectProvider<BuildProperties> build) {
        RollcallBuilder builder = Rollcall.builder()
                .routeTracking(properties.routeTracking())
                .ipTracking(properties.ipTracking())
                .statsAuthorizer(
                        StatsAuthorizer.anyOf(authorizers.orderedStream().toList()))
                .telemetry(telemetry.getIfAvailable(() -> Telemetry.NONE))
                .listener(new EventPublishing(events));
        for (String name : beans.getBeanNamesForType(ConnectionListener.class, true, false)) {
            builder.listener(new LateListener(beans, name));
        }
        VersionFinder.Found found = new VersionFinder(resources)
                .find(properties.currentVersion(), git.getIfAvailable(), build.getIfAvailable());
        if (found == null) {
            LOG.warn("No version is known; it is \"dev\". Set rollcall.current-version, or have the build write one.");
        } else {
            builder.currentVersion(found.version());
            LOG.info("Version in force: {} (from {})", found.version(), found.source());
        }
        return builder.build();
    }

    /** What opens the admin endpoints. */
    @Bean
    @ConditionalOnMissingBean
    AdminSecrets rollcallAdminSecrets() {
        AdminSecrets.Builder secrets = AdminSecrets.builder();
        RollcallProperties.Secrets given = properties.secrets();
        if (given.admin() != null) {
            secrets.admin("admin", given.admin());
        }
        if (given.ci() != null) {
            secrets.ci("ci", given.ci());
        }
        if (given.read() != null) {
            secrets.read("read", given.read());
        }
        return secrets.build();
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
        return Principals::user;
    }

    /** How the contract is served. */
    @Bean
    @ConditionalOnMissingBean
    ProtocolOptions rollcallProtocolOptions(
            AdminSecrets secrets, UserResolver users, ObjectProvider<ServletContext> context) {
        RollcallProperties.Limits limits = properties.limits();
        TrustedProxies proxies = TrustedProxies.parse(properties.trustedProxies());
        return ProtocolOptions.builder()
                .basePath(contextPath(context.getIfAvailable()) + properties.basePath())
                .versionCookie(properties.versionCookie())
                .adminAliases(properties.adminAliases())
                .trustedProxies(proxies)
                .allowedOrigins(properties.allowedOrigins())
                .excludeBots(properties.excludeBots())
                .userResolver(users)
                .secrets(secrets)
                .capacity(new Capacity(
                        limits.connections(),
                        limits.perAddress(),
                        limits.perSecond(),
                        limits.perSecondPerAddress(),
                        TrustedProxies.privateRanges()))
                .sessionLimits(new SessionLimits(properties.keepalive(), properties.slowAfter()))
                .dashboard(Assets.fromClassPath("/dev/rollcall/dashboard"))
                .build();
    }

    /** The contract. */
    @Bean
    @ConditionalOnMissingBean
    Protocol rollcallProtocol(Rollcall rollcall, ProtocolOptions options) {
        return new Protocol(rollcall, options);
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
        return new Draining(host, properties.shutdownGrace(), DurationStyle.detectAndParse(phase));
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

    private static String contextPath(@Nullable ServletContext context) {
        return context == null ? "" : context.getContextPath();
    }
}
