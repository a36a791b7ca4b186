// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

import dev.rollcall.core.backplane.Backplane;
import dev.rollcall.testkit.cluster.BackplaneContract;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** On the oldest Redis that must do. */
class RedisBackplaneTest extends BackplaneContract {

    private static final AtomicInteger CLUSTERS = new AtomicInteger();

    private static RedisProcess redis;
    private String cluster = "";

    @BeforeAll
    static void start() {
        redis = RedisProcess.oldest();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @BeforeEach
    void anotherCluster() {
        cluster = "test-" + CLUSTERS.incrementAndGet();
    }

    @Override
    protected Backplane connect() {
        return new RedisBackplane(redis.address(), cluster, Duration.ofSeconds(2));
    }
}
