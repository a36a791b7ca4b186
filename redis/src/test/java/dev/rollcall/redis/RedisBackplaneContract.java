// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

import dev.rollcall.core.backplane.Backplane;
import dev.rollcall.testkit.cluster.BackplaneContract;
import java.time.Duration;

/** What every backplane does, on a real Redis. */
abstract class RedisBackplaneContract extends BackplaneContract {

    private final RedisProcess redis;
    private final String cluster = RedisBinary.anotherCluster();

    RedisBackplaneContract(RedisBinary version) {
        redis = version.shared();
    }

    @Override
    protected Backplane connect() {
        return new RedisBackplane(redis.address(), cluster, Duration.ofSeconds(2));
    }
}
