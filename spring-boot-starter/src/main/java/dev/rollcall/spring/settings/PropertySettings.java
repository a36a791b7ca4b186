// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.settings;

import dev.rollcall.auth.settings.AuthSettings;
import dev.rollcall.core.CoreSettings;
import dev.rollcall.core.setting.Setting;
import dev.rollcall.core.setting.SettingGroup;
import dev.rollcall.core.setting.SettingProblem;
import dev.rollcall.core.setting.SettingValues;
import dev.rollcall.core.stats.StatsSettings;
import dev.rollcall.netty.NettySettings;
import dev.rollcall.protocol.deployment.DeploymentSettings;
import dev.rollcall.protocol.options.AdminSecretSettings;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.protocol.options.LimitSettings;
import dev.rollcall.protocol.webhook.WebhookSettings;
import dev.rollcall.redis.RedisSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.util.ClassUtils;

/** All settings that an application can have, of all modules that are on its class path. */
final class PropertySettings {

    private static final ClassLoader LOADER = PropertySettings.class.getClassLoader();
    private static final boolean AUTH = ClassUtils.isPresent("dev.rollcall.auth.settings.AuthSettings", LOADER);
    private static final boolean REDIS = ClassUtils.isPresent("dev.rollcall.redis.RedisSettings", LOADER);
    private static final boolean NETTY = ClassUtils.isPresent("dev.rollcall.netty.NettySettings", LOADER);

    /** The properties of modules that are not on the class path, by the module. */
    private static final Map<Pattern, String> ABSENT = absent();

    private static final List<SettingGroup> ALWAYS = List.of(
            StarterSettings.STARTER,
            DashboardSettings.DASHBOARD,
            CoreSettings.DATA,
            CoreSettings.VERSIONS_AND_ROUTES,
            CoreSettings.AUTHORIZERS,
            DeploymentSettings.DEPLOYMENT,
            WebhookSettings.WEBHOOKS,
            ContractSettings.TABS,
            ContractSettings.ACCESS,
            StatsSettings.STATS,
            LimitSettings.LIMITS,
            ContractSettings.TIMES);

    private PropertySettings() {}

    private static Map<Pattern, String> absent() {
        Map<Pattern, String> absent = new HashMap<>();
        if (!AUTH) {
            absent.put(Pattern.compile("rollcall\\.(jwt-|nuxt-session-|stats-callback-).*"), "rollcall-auth");
        }
        if (!NETTY) {
            absent.put(Pattern.compile("rollcall\\.netty\\..*"), "rollcall-netty");
        }
        if (!REDIS) {
            absent.put(Pattern.compile("rollcall\\.(redis-|cluster-|node-name).*"), "rollcall-redis");
        }
        return absent;
    }

    /** Returns the module that has a property of this name and is not on the class path; empty when there is none. */
    static String absentModuleOf(String property) {
        return ABSENT.entrySet().stream()
                .filter(module -> module.getKey().matcher(property).matches())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    /** Returns all settings, in the order in which they are documented. */
    static Stream<Setting<?>> all() {
        return groups().stream().flatMap(group -> group.settings().stream());
    }

    /** Returns the same in groups, in the order in which they are documented. */
    static List<SettingGroup> groups() {
        List<SettingGroup> groups = new ArrayList<>(ALWAYS);
        if (AUTH) {
            groups.add(Auth.group());
        }
        if (NETTY) {
            groups.addAll(Netty.groups());
        }
        if (REDIS) {
            groups.add(Redis.group());
        }
        return groups;
    }

    /** Returns the headings of the groups that belong to a module which may be absent, such as rollcall-netty. */
    static List<String> ofModules() {
        return groups().stream()
                .filter(group -> !ALWAYS.contains(group))
                .map(SettingGroup::heading)
                .toList();
    }

    /** Returns the defaults that differ from those of the server. */
    static SettingValues defaults() {
        // The paths may be the application's own.
        return SettingValues.none().withDefault(ContractSettings.ADMIN_ALIASES, false);
    }

    /** Returns what is wrong with settings that are valid one by one. */
    static List<SettingProblem> problems(SettingValues values) {
        List<SettingProblem> problems = new ArrayList<>(AdminSecretSettings.problems(values));
        problems.addAll(DeploymentSettings.problems(values));
        problems.addAll(WebhookSettings.problems(values));
        if (AUTH) {
            problems.addAll(Auth.problems(values));
        }
        if (NETTY) {
            problems.addAll(Netty.problems(values));
        }
        return problems;
    }

    /** Loaded only if the module is there. */
    private static final class Auth {

        static SettingGroup group() {
            return AuthSettings.STATS_ACCESS;
        }

        static List<SettingProblem> problems(SettingValues values) {
            return AuthSettings.problems(values);
        }
    }

    /** Loaded only if the module is there. */
    private static final class Netty {

        static List<SettingGroup> groups() {
            return List.of(NettySettings.TLS, NettySettings.MEMORY);
        }

        static List<SettingProblem> problems(SettingValues values) {
            return NettySettings.problems(values);
        }
    }

    /** Loaded only if the module is there. */
    private static final class Redis {

        static SettingGroup group() {
            return RedisSettings.NODES;
        }
    }
}
