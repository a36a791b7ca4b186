// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

class Redis6FaultsTest extends RedisFaults {
    Redis6FaultsTest() {
        super(RedisBinary.OLDEST);
    }
}
