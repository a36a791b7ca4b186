// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.demo.visitors;

import dev.rollcall.core.connection.Transport;
import java.util.random.RandomGenerator;

/** How long visitors take for things. All times are in milliseconds. Used by one thread at a time. */
final class Habits {

    private static final int THINKING = 12_000;
    private static final int AWAY = 8_000;
    private static final int SHORTEST = 1_000;

    private final RandomGenerator random;
    private final int thinking;

    /**
     * Makes the habits of a crowd. The larger it is, the longer each visitor takes.
     *
     * @param random decides everything
     * @param visitors the size of the crowd
     * @param perSecond the number of pages that all visitors together may open in a second, at least 1
     */
    Habits(RandomGenerator random, int visitors, int perSecond) {
        this.random = random;
        this.thinking = (int) Math.max(THINKING, 1_000L * visitors / perSecond);
    }

    /** Returns how long a visitor stays on a page. */
    int thinking() {
        return about(thinking);
    }

    /** Returns the time between a visitor's leaving and the next one's arrival. */
    int away() {
        return about(AWAY);
    }

    /**
     * Returns how long a visitor puts a new version off: seven in eight less than half a minute, the others up to four
     * minutes.
     */
    int hesitation() {
        return random.nextInt(8) > 0
                ? SHORTEST + Math.min(random.nextInt(28_000), random.nextInt(28_000))
                : 40_000 + random.nextInt(200_000);
    }

    /** Returns how a visitor is connected: nearly all over WebSocket, some behind proxies that break it. */
    Transport transport() {
        int percent = random.nextInt(100);
        if (percent < 80) {
            return Transport.WEBSOCKET;
        }
        return percent < 94 ? Transport.SSE : Transport.POLLING;
    }

    /** Returns the source of all decisions. */
    RandomGenerator random() {
        return random;
    }

    /** Returns an exponentially distributed time, as between independent events, without the rarest long ones. */
    private int about(int mean) {
        double times = Math.min(4, -Math.log(1 - random.nextDouble()));
        return SHORTEST + (int) (times * mean);
    }
}
