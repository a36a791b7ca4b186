// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.rollout;

import dev.rollcall.core.time.Timer;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Moments and names of commands. No two have the same moment, because a 1.x client drops a message that equals the one
 * before; and names are not given again after a restart, because tabs remember which commands they have followed.
 */
final class CommandIds {

    private static final int RADIX = 36;
    private static final int NODES = RADIX * RADIX * RADIX * RADIX;

    private final String node = Integer.toString(new SecureRandom().nextInt(NODES), RADIX);
    private final AtomicLong last = new AtomicLong();
    private final Timer timer;

    CommandIds(Timer timer) {
        this.timer = timer;
    }

    /** Now, or a millisecond after the last one when that is later. */
    long moment() {
        return last.updateAndGet(before -> Math.max(before + 1, timer.millis()));
    }

    /** The name of what happened at a moment. */
    String id(long moment) {
        return Long.toString(moment, RADIX) + "-" + node;
    }
}
