// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.settings;

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
import java.util.List;
import java.util.stream.Stream;

/** All settings of the server, in the order of the help. Each module defines its own. */
public final class AllSettings {

    /** The groups of settings. */
    public static final List<SettingGroup> GROUPS = List.of(
            ServerSettings.SERVER,
            CoreSettings.DATA,
            RedisSettings.NODES,
            NettySettings.TLS,
            CoreSettings.VERSIONS_AND_ROUTES,
            DeploymentSettings.DEPLOYMENT,
            WebhookSettings.WEBHOOKS,
            ContractSettings.TABS,
            ContractSettings.ACCESS,
            CoreSettings.AUTHORIZERS,
            AuthSettings.STATS_ACCESS,
            StatsSettings.STATS,
            LimitSettings.LIMITS,
            NettySettings.MEMORY,
            ContractSettings.TIMES,
            ServerSettings.LOG);

    private AllSettings() {}

    /** Returns all settings. */
    public static Stream<Setting<?>> all() {
        return GROUPS.stream().flatMap(group -> group.settings().stream());
    }

    /** Returns what is wrong with settings that are each valid. */
    public static List<SettingProblem> problems(SettingValues values) {
        return Stream.of(
                        NettySettings.problems(values),
                        AdminSecretSettings.problems(values),
                        DeploymentSettings.problems(values),
                        WebhookSettings.problems(values),
                        AuthSettings.problems(values),
                        RedisSettings.problems(values))
                .flatMap(List::stream)
                .toList();
    }
}
