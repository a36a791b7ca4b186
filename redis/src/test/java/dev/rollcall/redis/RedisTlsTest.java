// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.journal.Journal;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redis over TLS, with a certificate from an authority that this Java is told to trust. */
class RedisTlsTest extends Essentials {

    private static final String TRUST = "javax.net.ssl.trustStore";

    @TempDir
    static Path directory = Path.of("replaced by JUnit");

    private static final Properties BEFORE = new Properties();
    private static RedisProcess redis;
    private static Certificate certificate;

    @BeforeAll
    static void start() throws Exception {
        BEFORE.putAll(System.getProperties());
        certificate = Certificate.create(directory);
        redis = RedisBinary.INSTALLED.start(
                "port 0",
                "tls-port PORT",
                "tls-cert-file " + certificate.certificate(),
                "tls-key-file " + certificate.key(),
                "tls-ca-cert-file " + certificate.certificate(),
                "tls-auth-clients no");
        System.setProperty(TRUST, certificate.store().toString());
        System.setProperty(TRUST + "Password", Certificate.PASSWORD);
    }

    @AfterAll
    static void stop() {
        Properties before = new Properties();
        before.putAll(BEFORE);
        System.setProperties(before);
        if (redis != null) {
            redis.close();
        }
    }

    @Override
    RedisAddress address() {
        return RedisAddress.of("rediss://127.0.0.1:" + redis.port());
    }

    @Test
    @DisplayName("a certificate that nobody trusts, or that is of another host, is refused, and the journal says so")
    void untrusted() {
        try (Journal other = RedisJournal.open(RedisAddress.of("rediss://localhost:" + redis.port()), "shop")) {
            assertThat(other.status().trouble()).contains("Redis at localhost:" + redis.port(), "localhost found");
        }
        System.clearProperty(TRUST);
        try (Journal other = RedisJournal.open(address(), "shop")) {
            assertThat(other.status().trouble()).contains("unable to find valid certification path");
        } finally {
            System.setProperty(TRUST, certificate.store().toString());
        }
    }
}
