// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

class Redis7JournalTest extends RedisJournalContract {
    Redis7JournalTest() {
        super(RedisBinary.INSTALLED);
    }
}
