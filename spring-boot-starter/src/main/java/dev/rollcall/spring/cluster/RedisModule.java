// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.cluster;

import dev.rollcall.core.setting.SettingValues;
import dev.rollcall.redis.RedisAddress;
import dev.rollcall.redis.RedisSettings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/** What an application shares over Redis. Loaded only if the module is there. */
final class RedisModule {

    private static final Logger LOG = LoggerFactory.getLogger(RedisModule.class);
    private static final int LONGEST_NAME = 64;

    private RedisModule() {}

    static void describe(ApplicationCluster cluster, SettingValues values) {
        cluster.name(values.find(RedisSettings.NODE_NAME));
    }

    /** Joins those that use the same Redis, if one is known. */
    static void join(
            ApplicationCluster cluster,
            SettingValues given,
            BeanFactory beans,
            Environment environment,
            @Nullable ClassLoader loader) {
        String url = given.find(RedisSettings.REDIS_URL);
        RedisAddress address = url == null ? applications(beans, environment, loader) : RedisAddress.of(url);
        if (address == null) {
            RedisSettings.problems(given).forEach(problem -> LOG.warn("rollcall.{}", problem));
            return;
        }
        SettingValues values = given.withDefault(RedisSettings.CLUSTER_NAME, clusterName(environment));
        cluster.keep(() -> RedisSettings.journal(address, values, cluster::forged));
        cluster.require(values.value(RedisSettings.REDIS_REQUIRED));
        cluster.join(
                RedisSettings.backplane(address, values, cluster::forged),
                values.value(RedisSettings.CLUSTER_NAME) + " at " + address + " (from "
                        + (url == null ? "spring.data.redis" : "rollcall.redis-url") + ")");
    }

    private static @Nullable RedisAddress applications(
            BeanFactory beans, Environment environment, @Nullable ClassLoader loader) {
        return ClassUtils.isPresent(
                        "org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails", loader)
                ? ApplicationRedis.find(beans, environment)
                : null;
    }

    /** Two applications at one Redis are two clusters, as long as they have names. */
    private static String clusterName(Environment environment) {
        String name = environment.getProperty("spring.application.name", "").replaceAll("[^A-Za-z0-9._-]", "-");
        return name.isEmpty() ? "rollcall" : name.substring(0, Math.min(name.length(), LONGEST_NAME));
    }
}
