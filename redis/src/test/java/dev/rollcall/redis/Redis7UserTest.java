// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

import org.junit.jupiter.api.BeforeAll;

class Redis7UserTest extends RedisUserContract {
    @BeforeAll
    static void start() {
        start(RedisBinary.INSTALLED);
    }
}
