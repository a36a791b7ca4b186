// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.demo;

import dev.rollcall.core.connection.Transport;
import java.util.random.RandomGenerator;

/** How long people take. All times in milliseconds. Used by one thread at a time. */
final class Habits {

    private static final int THINKING = 12_000;
    private static final int AWAY = 8_000;
    private static final int SHORTEST = 1_000;

    private final RandomGenerator random;
    private final int thinking;

    /**
     * People who together do no more than so much.
     *
     * @param visitors how many there are
     * @param perSecond how many pages they may look at in a second, all together, at least 1
     */
    Habits(RandomGenerator random, int visitors, int perSecond) {
        this.random = random;
        this.thinking = (int) Math.max(THINKING, 1_000L * visitors / perSecond);
    }

    /** How long one looks at a page. */
    int thinking() {
        return about(thinking);
    }

    /** How long until the next one comes when one has left. */
    int away() {
        return about(AWAY);
    }

    /** How long one lets a new version wait: seven of eight less than half a minute, the others up to four. */
    int hesitation() {
        return random.nextInt(8) > 0
                ? SHORTEST + Math.min(random.nextInt(28_000), random.nextInt(28_000))
                : 40_000 + random.nextInt(200_000);
    }

    /** How somebody is connected: nearly all over WebSocket, some behind proxies that spoil it. */
    Transport transport() {
        int percent = random.nextInt(100);
        if (percent < 80) {
            return Transport.WEBSOCKET;
        }
        return percent < 94 ? Transport.SSE : Transport.POLLING;
    }

    /** The source of all that. */
    RandomGenerator random() {
        return random;
    }

    /** Exponential, as what happens at no particular moment is, without its rarest long times. */
    private int about(int mean) {
        double times = Math.min(4, -Math.log(1 - random.nextDouble()));
        return SHORTEST + (int) (times * mean);
    }
}
