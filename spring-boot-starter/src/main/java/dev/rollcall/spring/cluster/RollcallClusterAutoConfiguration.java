// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.cluster;

import dev.rollcall.core.backplane.Backplane;
import dev.rollcall.spring.RollcallStartException;
import dev.rollcall.spring.settings.ApplicationSettings;
import dev.rollcall.spring.settings.ConditionalOnSetting;
import dev.rollcall.spring.settings.StarterSettings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.ClassUtils;

/**
 * The cluster that the application is in. The application's own {@link Backplane} takes precedence over {@code
 * rollcall.redis-url}, and that over the Redis that the application uses itself.
 */
@AutoConfiguration(afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
@ConditionalOnWebApplication
@ConditionalOnSetting(value = "rollcall.enabled", matchIfMissing = true)
public final class RollcallClusterAutoConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(RollcallClusterAutoConfiguration.class);
    private static final String URL = "rollcall.redis-url";

    RollcallClusterAutoConfiguration() {}

    /** Finds out which cluster it is. */
    @Bean
    ApplicationCluster rollcallCluster(
            ApplicationSettings settings,
            ObjectProvider<Backplane> backplanes,
            BeanFactory beans,
            Environment environment,
            ResourceLoader resources) {
        ApplicationCluster cluster = new ApplicationCluster();
        boolean module = ClassUtils.isPresent("dev.rollcall.redis.RedisBackplane", resources.getClassLoader());
        if (module) {
            RedisModule.describe(cluster, settings.values());
        }
        if (!settings.value(StarterSettings.CLUSTER)) {
            return cluster;
        }
        Backplane own = backplanes.getIfAvailable();
        if (own != null) {
            cluster.join(own, "a Backplane of the application");
        } else if (module) {
            RedisModule.join(cluster, settings.values(), beans, environment, resources.getClassLoader());
        } else if (environment.containsProperty(URL)) {
            throw new RollcallStartException(
                    URL + ": set, but rollcall-redis is not on the class path.",
                    "Add the dependency dev.rollcall:rollcall-redis in the version of the starter.",
                    null);
        }
        warnIfAlone(cluster, module, CloudPlatform.getActive(environment));
        return cluster;
    }

    /**
     * An instance cannot see whether a load balancer has others behind it. Two things suggest that there may be some:
     * somebody has added the module for many nodes, or the application runs on a platform made to run several. On a
     * laptop or a single server neither is so, and nothing is logged.
     */
    private static void warnIfAlone(ApplicationCluster cluster, boolean module, @Nullable CloudPlatform platform) {
        if (cluster.isJoined()) {
            LOG.info("Cluster: {}", cluster);
        } else if (module) {
            LOG.warn(
                    "rollcall-redis is on the class path, but no Redis is known, so this instance is alone. Set spring.data.redis.host"
                            + " and add spring-boot-starter-data-redis, or set rollcall.redis-url; rollcall.cluster=false turns this warning off.");
        } else if (platform != null && platform != CloudPlatform.NONE) {
            LOG.warn(
                    "This application runs on {}, where several instances may share a load balancer. Each then counts only its"
                            + " own tabs, commands reach the tabs of one, and polling tabs are lost between them. Add"
                            + " dev.rollcall:rollcall-redis to make them one; rollcall.cluster=false turns this warning off.",
                    platform);
        }
    }
}
