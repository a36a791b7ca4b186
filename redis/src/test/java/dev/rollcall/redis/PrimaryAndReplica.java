// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

import io.lettuce.core.KillArgs;

/** A primary, its replica, and a sentinel that promotes whichever is left. */
final class PrimaryAndReplica implements AutoCloseable {

    private static final String PRIMARY = "main";

    final RedisProcess primary;
    final RedisProcess replica;
    private final RedisProcess sentinel;

    PrimaryAndReplica(RedisBinary version) {
        primary = version.start();
        replica = version.start("replicaof 127.0.0.1 " + primary.port());
        sentinel = RedisProcess.sentinel(
                version.path(),
                "sentinel monitor " + PRIMARY + " 127.0.0.1 " + primary.port() + " 1",
                "sentinel down-after-milliseconds " + PRIMARY + " 1000",
                "sentinel failover-timeout " + PRIMARY + " 3000");
        RedisFleet.eventually(() -> {
            String info = replica.ask(redis -> redis.info("replication"));
            return info.contains("master_link_status:up");
        });
        RedisFleet.eventually(() -> {
            String info = sentinel.ask(redis -> redis.info("sentinel"));
            return info.contains("slaves=1");
        });
    }

    RedisAddress address() {
        return RedisAddress.of("redis-sentinel://127.0.0.1:" + sentinel.port() + "/0#" + PRIMARY);
    }

    /** Cuts the replica off: it gets no more writes. */
    void holdReplica() {
        replica.freeze();
        primary.ask(redis -> redis.clientKill(KillArgs.Builder.typeSlave()));
    }

    /** Ends the primary; the replica takes its place, with the data it had. */
    void failOver() {
        primary.kill();
        replica.thaw();
        RedisFleet.eventually(() -> {
            Object role = replica.ask(redis -> redis.role().get(0));
            return role.equals("master");
        });
    }

    @Override
    public void close() {
        sentinel.close();
        replica.close();
        primary.close();
    }
}
