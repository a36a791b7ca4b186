// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

import static dev.rollcall.redis.Essentials.done;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.journal.Change;
import dev.rollcall.core.journal.Entry;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.Kind;
import dev.rollcall.core.setting.SettingValues;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RedisSettingsTest {

    private static final String KEY = "a key of 32 characters and more.";

    private final AtomicInteger forged = new AtomicInteger();
    private final RedisProcess redis = RedisBinary.OLDEST.shared();
    private final String cluster = RedisBinary.anotherCluster();
    private final SettingValues keyless = SettingValues.none()
            .with(RedisSettings.REDIS_URL, "redis://127.0.0.1:" + redis.port())
            .with(RedisSettings.CLUSTER_NAME, cluster);

    private Journal open(SettingValues settings) {
        return Objects.requireNonNull(RedisSettings.journal(settings, forged::incrementAndGet));
    }

    @Test
    @DisplayName("without redis-url there is neither a backplane nor a journal")
    void none() {
        assertThat(RedisSettings.journal(SettingValues.none(), () -> {})).isNull();
        assertThat(RedisSettings.backplane(SettingValues.none(), () -> {})).isNull();
    }

    @Test
    @DisplayName("with cluster-key, a session that a stranger writes to Redis is not found, and is counted")
    void signed() throws Exception {
        try (Journal signed = open(keyless.with(RedisSettings.CLUSTER_KEY, KEY));
                Journal stranger = open(keyless)) {
            done(signed.write(Change.put(Kind.SESSIONS, "genuine", "anna".getBytes(UTF_8))));
            done(stranger.write(Change.put(Kind.SESSIONS, "forged", "eve".getBytes(UTF_8))));
            assertThat(done(signed.get(Kind.SESSIONS, "forged"))).isNull();
            assertThat(forged).hasValue(1);
            assertThat(done(signed.read(Kind.SESSIONS, 10)))
                    .extracting(Entry::key)
                    .containsExactly("genuine");
            assertThat(done(signed.take(Kind.SESSIONS, "genuine"))).isNotNull();
        }
    }

    @Test
    @DisplayName("nodes with the same name have one journal, others another")
    void oneForEach() throws Exception {
        try (Journal one = open(keyless);
                Journal same = open(keyless);
                Journal other = open(keyless.with(RedisSettings.CLUSTER_NAME, cluster + "-2"))) {
            done(one.write(Change.put(Kind.AUDIT, "a", new byte[0])));
            assertThat(done(same.get(Kind.AUDIT, "a"))).isNotNull();
            assertThat(done(other.get(Kind.AUDIT, "a"))).isNull();
        }
    }
}
