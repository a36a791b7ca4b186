// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.run;

import dev.rollcall.auth.settings.ConfiguredAuthorizers;
import dev.rollcall.core.hook.StatsAuthorizer;
import dev.rollcall.core.setting.SettingValues;
import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.admin.access.AdminSecrets;
import dev.rollcall.protocol.admin.access.SecretAuthorizer;
import dev.rollcall.protocol.http.StaticFiles;
import dev.rollcall.protocol.http.guard.HostPolicy;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.protocol.options.LimitSettings;
import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.protocol.options.ProtocolOptionsBuilder;
import dev.rollcall.redis.RedisSettings;
import dev.rollcall.server.settings.ServerSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Completes the settings with values known only in a process, and makes options and authorizers from them. */
final class Wiring {

    private Wiring() {}

    /**
     * Returns the settings, with this process's own values for those that are not set.
     *
     * @param generatedSecret the admin secret of this run; null if the settings have one
     */
    static SettingValues complete(SettingValues given, @Nullable String generatedSecret, Headroom headroom) {
        SettingValues settings = given.withDefault(LimitSettings.MAX_CONNECTIONS, headroom.connections());
        List<String> hosts = HostPolicy.forListenAddress(given.value(ServerSettings.HOST));
        if (hosts != null) {
            settings = settings.withDefault(ContractSettings.ALLOWED_HOSTS, hosts);
        }
        return generatedSecret == null
                ? settings
                : settings.withDefault(ContractSettings.ADMIN_SECRET, generatedSecret);
    }

    /** Returns the authorizers, each under the words that tell what callers need to pass it. */
    static Map<String, StatsAuthorizer> authorizers(SettingValues settings, AdminSecrets secrets, Timer timer) {
        Map<String, StatsAuthorizer> all = new LinkedHashMap<>();
        all.put("an admin, CI or read secret", new SecretAuthorizer(secrets));
        all.putAll(ConfiguredAuthorizers.of(settings, timer));
        return all;
    }

    /** Returns a builder of the contract's options, complete but for the metrics. */
    static ProtocolOptionsBuilder options(SettingValues settings) {
        return ProtocolOptions.builder()
                .settings(settings)
                .dashboard(StaticFiles.fromClassPath("/dev/rollcall/dashboard"))
                .nodeName(nodeName(settings))
                .clusterRequired(settings.value(RedisSettings.REDIS_REQUIRED))
                .software(Software.version());
    }

    /**
     * Returns the name that is set, or the names of machine and process, as operators know them from a list of
     * processes.
     */
    private static String nodeName(SettingValues settings) {
        String given = settings.find(RedisSettings.NODE_NAME);
        return given == null ? processName() : given;
    }

    private static String processName() {
        String pid = Long.toString(ProcessHandle.current().pid());
        try {
            return InetAddress.getLocalHost().getHostName() + "-" + pid;
        } catch (UnknownHostException e) {
            return "node-" + pid;
        }
    }
}
