// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

class Redis6BackplaneTest extends RedisBackplaneContract {
    Redis6BackplaneTest() {
        super(RedisBinary.OLDEST);
    }
}
