// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

import dev.rollcall.core.backplane.Backplane;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.setting.Setting;
import dev.rollcall.core.setting.SettingGroup;
import dev.rollcall.core.setting.SettingProblem;
import dev.rollcall.core.setting.SettingType;
import dev.rollcall.core.setting.SettingTypes;
import dev.rollcall.core.setting.SettingValues;
import dev.rollcall.protocol.node.SignedBackplane;
import dev.rollcall.protocol.node.SignedJournal;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether there are several nodes, and how they find each other. */
public final class RedisSettings {

    /** The group. */
    public static final SettingGroup NODES = new SettingGroup("Many nodes");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** Where Redis is. */
    public static final Setting<String> REDIS_URL = NODES.define(
                    "redis-url",
                    SettingTypes.secretUrl(
                            "redis://HOST:6379, rediss:// with TLS, redis-sentinel:// or redis-cluster://, with"
                                    + " USER:PASSWORD@ where Redis asks for them",
                            "redis://localhost:6379",
                            RedisAddress::of),
                    "Redis 6.2 or later, or Valkey, that several servers share. They then count together, and a command given to"
                            + " one of them reaches the tabs of all.")
            .optional("none; this server is alone");

    /** Which nodes belong together. */
    public static final Setting<String> CLUSTER_NAME = NODES.define(
                    "cluster-name",
                    name("rollcall"),
                    "Name of the cluster. Servers with the same name at the same Redis belong together.")
            .byDefault("rollcall");

    /** The key that proves that a message is from one of them. */
    public static final Setting<String> CLUSTER_KEY = NODES.define(
                    "cluster-key",
                    SettingTypes.secret(32),
                    "Key that all servers of the cluster share. With it everything they write to Redis is signed, and what others"
                            + " write there is ignored.")
            .optional("none; the server trusts everything that it finds in Redis");

    /** What people call this node. */
    public static final Setting<String> NODE_NAME = NODES.define(
                    "node-name",
                    name("shop-1"),
                    "Name of this server for people, in the list of nodes. Two may have the same.")
            .optional("the name of the machine and the number of the process");

    /** Whether a node without Redis is ready. */
    public static final Setting<Boolean> REDIS_REQUIRED = NODES.define(
                    "redis-required",
                    SettingTypes.bool(),
                    "Whether /health/ready fails while Redis cannot be reached. Without it the server goes on alone: tabs stay,"
                            + " and stats say that they are partial.")
            .byDefault("false");

    private RedisSettings() {}

    private static SettingType<String> name(String example) {
        return SettingType.of(
                SettingType.Form.TEXT,
                "NAME",
                "1 to 64 letters, digits, dots, dashes or underscores",
                example,
                text -> {
                    if (!NAME.matcher(text).matches()) {
                        throw new IllegalArgumentException("not a name");
                    }
                    return text;
                });
    }

    /** Returns what is wrong with settings that are each valid: those set for Redis while there is no Redis. */
    public static List<SettingProblem> problems(SettingValues values) {
        if (values.isSet(REDIS_URL)) {
            return List.of();
        }
        return Stream.of(CLUSTER_NAME, CLUSTER_KEY, REDIS_REQUIRED)
                .filter(values::isSet)
                .map(setting -> SettingProblem.idle(setting, REDIS_URL.name()))
                .toList();
    }

    /**
     * Returns the backplane that the settings name; null when they name none.
     *
     * @param forged called for everything that is dropped because it is not signed with the cluster's key
     */
    public static @Nullable Backplane backplane(SettingValues values, Runnable forged) {
        String url = values.find(REDIS_URL);
        return url == null ? null : backplane(RedisAddress.of(url), values, forged);
    }

    /**
     * Returns the backplane at an address, whatever the settings say about it; the name and key of the cluster come
     * from the settings.
     *
     * @param forged as in {@link #backplane(SettingValues, Runnable)}
     */
    public static Backplane backplane(RedisAddress address, SettingValues values, Runnable forged) {
        Backplane redis = new RedisBackplane(address, values.value(CLUSTER_NAME));
        String key = values.find(CLUSTER_KEY);
        return key == null ? redis : new SignedBackplane(redis, key, forged);
    }

    /**
     * Opens the journal that the settings name, at the same Redis; null when they name none. Waits for Redis for two seconds at
     * most, and opens without it.
     *
     * @param forged called for every entry that is dropped because it is not signed with the cluster's key
     */
    public static @Nullable Journal journal(SettingValues values, Runnable forged) {
        String url = values.find(REDIS_URL);
        return url == null ? null : journal(RedisAddress.of(url), values, forged);
    }

    /**
     * Opens the journal at an address, whatever the settings say about it; see {@link #backplane(RedisAddress, SettingValues,
     * Runnable)}.
     *
     * @param forged as in {@link #journal(SettingValues, Runnable)}
     */
    public static Journal journal(RedisAddress address, SettingValues values, Runnable forged) {
        Journal redis = RedisJournal.open(address, values.value(CLUSTER_NAME));
        String key = values.find(CLUSTER_KEY);
        return key == null ? redis : new SignedJournal(redis, key, forged);
    }
}
