// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

class Redis7JournalFaultsTest extends RedisJournalFaults {
    Redis7JournalFaultsTest() {
        super(RedisBinary.INSTALLED);
    }
}
