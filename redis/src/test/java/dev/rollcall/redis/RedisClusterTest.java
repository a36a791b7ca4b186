// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A Redis Cluster of three masters, as a user who has the rights that the documentation names. */
class RedisClusterTest extends Essentials {

    private static ThreeMasters redis;

    @BeforeAll
    static void start() throws Exception {
        redis = new ThreeMasters(RedisRights.user("+cluster", "+asking"));
    }

    @AfterAll
    static void stop() throws Exception {
        if (redis != null) {
            redis.close();
        }
    }

    @Override
    RedisAddress address() {
        return redis.address("rollcall:rollcall@");
    }
}
