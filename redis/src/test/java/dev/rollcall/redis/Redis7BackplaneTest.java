// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

class Redis7BackplaneTest extends RedisBackplaneContract {
    Redis7BackplaneTest() {
        super(RedisBinary.INSTALLED);
    }
}
