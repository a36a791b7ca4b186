// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

class Redis7FaultsTest extends RedisFaults {
    Redis7FaultsTest() {
        super(RedisBinary.INSTALLED);
    }
}
