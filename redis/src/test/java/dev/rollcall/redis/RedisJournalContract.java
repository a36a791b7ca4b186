// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

import dev.rollcall.core.journal.Journal;
import dev.rollcall.testkit.contract.LastingJournalContract;
import java.time.Duration;

/** What every journal does, on a real Redis, by the clock of Redis. */
abstract class RedisJournalContract extends LastingJournalContract {

    private final RedisProcess redis;
    private final String cluster = RedisBinary.anotherCluster();

    RedisJournalContract(RedisBinary version) {
        redis = version.shared();
    }

    @Override
    protected Journal open() {
        return RedisJournal.open(redis.address(), cluster);
    }

    @Override
    protected void letPass(Duration time) {
        redis.letPass(time);
    }
}
