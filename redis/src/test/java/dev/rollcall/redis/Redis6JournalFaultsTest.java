// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

class Redis6JournalFaultsTest extends RedisJournalFaults {
    Redis6JournalFaultsTest() {
        super(RedisBinary.OLDEST);
    }
}
