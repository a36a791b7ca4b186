// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.contract;

import dev.rollcall.core.CoreSettings;
import dev.rollcall.core.Rollcall;
import dev.rollcall.core.RollcallBuilder;
import dev.rollcall.core.hook.StatsAuthorizer;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.JournalException;
import dev.rollcall.core.setting.Setting;
import dev.rollcall.core.setting.SettingValues;
import dev.rollcall.core.telemetry.Telemetry;
import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.admin.access.AdminSecrets;
import dev.rollcall.protocol.http.StaticFiles;
import dev.rollcall.protocol.http.guard.HostPolicy;
import dev.rollcall.protocol.options.AdminSecretSettings;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.protocol.options.ProtocolOptionsBuilder;
import dev.rollcall.protocol.options.UserResolver;
import dev.rollcall.spring.ProtocolOptionsCustomizer;
import dev.rollcall.spring.RollcallBuilderCustomizer;
import dev.rollcall.spring.RollcallStartException;
import dev.rollcall.spring.cluster.ApplicationCluster;
import dev.rollcall.spring.cluster.RollcallClusterAutoConfiguration;
import dev.rollcall.spring.hook.BeanAuthorizer;
import dev.rollcall.spring.hook.EventListenerThreads;
import dev.rollcall.spring.session.SessionRights;
import dev.rollcall.spring.settings.ApplicationSettings;
import dev.rollcall.spring.settings.ConditionalOnSetting;
import dev.rollcall.spring.settings.DashboardSettings;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.info.ProjectInfoAutoConfiguration;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.info.GitProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Scope;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

/**
 * Rollcall and the contract over it, whatever carries the contract: the servlet container, Reactor Netty, or a port of
 * its own.
 */
@AutoConfiguration(after = {ProjectInfoAutoConfiguration.class, RollcallClusterAutoConfiguration.class})
@Conditional(RollcallAutoConfiguration.Served.class)
@ConditionalOnSetting(value = "rollcall.enabled", matchIfMissing = true)
public final class RollcallAutoConfiguration {

    private static final String SECRETS = Setting.PROPERTY_PREFIX + "secrets.";
    private static final String SETTINGS = "rollcallSettings";
    private static final Logger LOG = LoggerFactory.getLogger(RollcallAutoConfiguration.class);

    RollcallAutoConfiguration() {}

    /** Reads the properties below {@code rollcall.} */
    @Bean
    @ConditionalOnMissingBean
    static ApplicationSettings rollcallSettings(Environment environment) {
        return ApplicationSettings.read(environment);
    }

    /**
     * Reads the settings early, so that wrong ones end the start before there is a web server that would have to be stopped again.
     * Not when Spring processes an application ahead of time: that starts nothing, and need not know the secrets.
     */
    @Bean
    static BeanFactoryPostProcessor rollcallEarlySettings() {
        return beans -> {
            if (!Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING) && beans.containsBeanDefinition(SETTINGS)) {
                beans.getBean(SETTINGS);
            }
        };
    }

    /** Warns when the application's own {@code Rollcall} lacks the settings and hooks. */
    @Bean
    static HookCheck rollcallHookCheck(ListableBeanFactory beans) {
        return new HookCheck(beans);
    }

    /**
     * A builder with the settings and all hooks, a new one at each injection: for a {@code Rollcall} of the application as
     * well.
     */
    @Bean
    @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
    @ConditionalOnMissingBean
    RollcallBuilder rollcallBuilder(
            ApplicationSettings settings,
            HookCheck check,
            ObjectProvider<StatsAuthorizer> authorizers,
            ObjectProvider<SessionRights> sessions,
            ObjectProvider<Telemetry> telemetry,
            ObjectProvider<Timer> timers,
            ObjectProvider<Journal> journals,
            ObjectProvider<ApplicationCluster> clusters,
            ObjectProvider<RollcallBuilderCustomizer> customizers,
            ResourceLoader resources,
            ObjectProvider<GitProperties> git,
            ObjectProvider<BuildProperties> build) {
        check.builderMade();
        RollcallBuilder builder = Rollcall.builder()
                .settings(settings.values())
                .statsAuthorizer(new LiveIdentity(sessions, Clock.systemUTC(), new BeanAuthorizer(authorizers)))
                .telemetry(telemetry.getIfAvailable(() -> Telemetry.NONE));
        timers.ifAvailable(builder::timer);
        ApplicationJournal.of(
                        settings.values(),
                        journals.getIfAvailable(),
                        clusters.getIfAvailable(),
                        resources.getClassLoader())
                .addTo(builder);
        clusters.ifAvailable(cluster -> cluster.addTo(builder));
        String version = settings.find(CoreSettings.CURRENT_VERSION);
        setVersion(builder, new VersionFinder(resources).find(version, git.getIfAvailable(), build.getIfAvailable()));
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return builder;
    }

    private static void setVersion(RollcallBuilder builder, VersionFinder.@Nullable Found found) {
        if (found == null) {
            LOG.warn(
                    "No version is known, so the current version is \"dev\". Set rollcall.current-version, or have the build"
                            + " write a version file.");
        } else {
            builder.currentVersion(found.version());
            LOG.info("Current version: {} (from {})", found.version(), found.source());
        }
    }

    /** Knows who is connected and sends them messages. */
    @Bean
    @ConditionalOnMissingBean
    Rollcall rollcall(RollcallBuilder builder) {
        try {
            return builder.build();
        } catch (JournalException e) {
            throw new RollcallStartException(
                    "rollcall." + e.getMessage(), "Repair the directory, or set rollcall.data-dir to another one.", e);
        }
    }

    /** Calls the application's listeners. */
    @Bean
    EventListenerThreads rollcallEventListenerThreads(Rollcall rollcall, ApplicationContext context) {
        return new EventListenerThreads(rollcall, context);
    }

    /** The secrets that open the admin endpoints. */
    @Bean
    @ConditionalOnMissingBean
    AdminSecrets rollcallAdminSecrets(ApplicationSettings settings) {
        return AdminSecretSettings.read(
                settings.values(), secret -> secret.property().substring(SECRETS.length()));
    }

    /** The options of the contract. */
    @Bean
    @ConditionalOnMissingBean
    ProtocolOptions rollcallProtocolOptions(
            ApplicationSettings settings,
            AdminSecrets secrets,
            ObjectProvider<ApplicationCluster> clusters,
            ObjectProvider<UserResolver> users,
            ObjectProvider<WebEnvironment> environments,
            ObjectProvider<ProtocolOptionsCustomizer> customizers,
            Environment properties) {
        WebEnvironment environment = environments.getIfAvailable(() -> WebEnvironment.servlet("", settings));
        ProtocolOptionsBuilder options = ProtocolOptions.builder()
                .settings(environment.complete(withHosts(settings.values(), properties)))
                .secrets(secrets)
                .root(environment.path())
                .dashboard(StaticFiles.fromClassPath("/dev/rollcall/dashboard"));
        options.application(DashboardSettings.read(settings.values()));
        users.ifAvailable(options::userResolver);
        clusters.ifAvailable(cluster -> cluster.addTo(options));
        customizers.orderedStream().forEach(customizer -> customizer.customize(options));
        return options.build();
    }

    /** Adds the names by which an application that listens on a loopback address may be reached. */
    private static SettingValues withHosts(SettingValues values, Environment properties) {
        List<String> hosts = HostPolicy.forListenAddress(properties.getProperty("server.address", ""));
        return hosts == null ? values : values.withDefault(ContractSettings.ALLOWED_HOSTS, hosts);
    }

    /** The contract. */
    @Bean
    @ConditionalOnMissingBean
    Protocol rollcallProtocol(Rollcall rollcall, ProtocolOptions options, ObjectProvider<ApplicationCluster> clusters) {
        clusters.ifAvailable(cluster -> cluster.countWith(rollcall));
        return new Protocol(rollcall, options);
    }

    /**
     * Matches where tabs can come from: with a web server, or with a {@code WebEnvironment} bean instead, as in a test.
     */
    static final class Served extends AnyNestedCondition {

        Served() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnWebApplication
        static final class ByWebServer {}

        @ConditionalOnBean(WebEnvironment.class)
        static final class ByItself {}
    }
}
