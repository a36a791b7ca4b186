// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

class Redis6JournalTest extends RedisJournalContract {
    Redis6JournalTest() {
        super(RedisBinary.OLDEST);
    }
}
