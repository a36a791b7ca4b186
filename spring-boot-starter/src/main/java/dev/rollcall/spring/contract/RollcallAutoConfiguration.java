// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.contract;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.RollcallBuilder;
import dev.rollcall.core.hook.ConnectionListener;
import dev.rollcall.core.hook.StatsAuthorizer;
import dev.rollcall.core.telemetry.Telemetry;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.admin.access.AdminSecrets;
import dev.rollcall.protocol.http.StaticFiles;
import dev.rollcall.protocol.http.address.TrustedProxies;
import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.protocol.options.ProtocolOptions.Capacity;
import dev.rollcall.protocol.options.TabLimits;
import dev.rollcall.protocol.options.UserResolver;
import dev.rollcall.spring.RollcallProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.info.ProjectInfoAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.info.GitProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.ResourceLoader;

/**
 * Rollcall and the contract over it, whatever carries the contract: the servlet container, Reactor Netty, or a port of
 * its own. Every bean can be replaced.
 */
@AutoConfiguration(after = ProjectInfoAutoConfiguration.class)
@ConditionalOnWebApplication
@ConditionalOnProperty(prefix = "rollcall", name = "enabled", matchIfMissing = true)
@EnableConfigurationProperties(RollcallProperties.class)
public final class RollcallAutoConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(RollcallAutoConfiguration.class);

    private final RollcallProperties properties;

    RollcallAutoConfiguration(RollcallProperties properties) {
        this.properties = properties;
    }

    /** Knows who is connected and sends them messages. */
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
                .statsAuthorizer(new LazyAuthorizer(authorizers))
                .telemetry(telemetry.getIfAvailable(() -> Telemetry.NONE))
                .listener(new ConnectionEventPublisher(events));
        for (String name : beans.getBeanNamesForType(ConnectionListener.class, true, false)) {
            builder.listener(new LazyListener(beans, name));
        }
        VersionFinder.Found found = new VersionFinder(resources)
                .find(properties.currentVersion(), git.getIfAvailable(), build.getIfAvailable());
        if (found == null) {
            LOG.warn(
                    "No version is known, so the current version is \"dev\". Set rollcall.current-version, or have the build"
                            + " write a version file.");
        } else {
            builder.currentVersion(found.version());
            LOG.info("Current version: {} (from {})", found.version(), found.source());
        }
        return builder.build();
    }

    /** The secrets that open the admin endpoints. */
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

    /** The options of the contract. */
    @Bean
    @ConditionalOnMissingBean
    ProtocolOptions rollcallProtocolOptions(
            AdminSecrets secrets, ObjectProvider<UserResolver> users, ObjectProvider<WebEnvironment> environments) {
        WebEnvironment environment = environments.getIfAvailable(() -> WebEnvironment.servlet("", properties));
        TrustedProxies proxies = TrustedProxies.parse(properties.trustedProxies());
        return ProtocolOptions.builder()
                .basePath(environment.path() + properties.basePath())
                .versionCookie(properties.versionCookie())
                .adminAliases(properties.adminAliases())
                .trustedProxies(proxies)
                .allowedOrigins(properties.allowedOrigins())
                .excludeBots(properties.excludeBots())
                .userResolver(users.getIfAvailable(UserResolver::none))
                .secrets(secrets)
                .ipTracking(properties.ipTracking())
                .capacity(capacity(environment.connections()))
                .tabLimits(new TabLimits(properties.keepalive(), properties.slowAfter()))
                .dashboard(StaticFiles.fromClassPath("/dev/rollcall/dashboard"))
                .build();
    }

    /** The contract. */
    @Bean
    @ConditionalOnMissingBean
    Protocol rollcallProtocol(Rollcall rollcall, ProtocolOptions options) {
        return new Protocol(rollcall, options);
    }

    private Capacity capacity(int connections) {
        RollcallProperties.Limits limits = properties.limits();
        Integer set = limits.connections();
        return new Capacity(
                set == null ? connections : set,
                limits.perAddress(),
                limits.perSecond(),
                limits.perSecondPerAddress(),
                TrustedProxies.privateRanges());
    }
}
