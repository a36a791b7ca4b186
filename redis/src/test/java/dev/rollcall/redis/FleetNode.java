// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

import dev.rollcall.core.Rollcall;

/** A node with two tabs, in its own process. Arguments: the port of Redis, and the name of the cluster. */
final class FleetNode {

    private FleetNode() {}

    /** Runs until its standard input ends. */
    public static void main(String[] arguments) throws Exception {
        try (RedisFleet fleet = new RedisFleet(arguments[1])) {
            Rollcall node = fleet.node(RedisAddress.of("redis://127.0.0.1:" + arguments[0]));
            RedisFleet.tab(node);
            RedisFleet.tab(node);
            System.out.println("ready"); // The process that started this one waits for it.
            int end = System.in.read();
            System.exit(end);
        }
    }
}
