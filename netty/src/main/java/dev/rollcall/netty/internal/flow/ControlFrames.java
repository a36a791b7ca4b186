// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.flow;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Limits how many frames without content a connection may send: pings and pongs, empty fragments, settings. They cost
 * the sender next to nothing, and could keep a processor of the server busy. One for each event loop; used on that loop
 * only.
 */
public final class ControlFrames {

    /*
     * Design: nearly all connections send one pong in half a minute, so they have no counter of their own. Those that
     * sent something in the current window are counted in a map, which is discarded with the window.
     */

    /** How many such frames a connection may send in one window. */
    public static final int MAX = 200;

    private static final long WINDOW = TimeUnit.SECONDS.toNanos(10);

    private Map<Object, int[]> counts = new HashMap<>();
    private long windowEnds;

    /** Makes counters that start at zero. */
    public ControlFrames() {}

    /**
     * Counts one frame.
     *
     * @param connection the connection that sent it
     * @param nanos the loop's clock, in nanoseconds
     * @return whether the frame is within the limit
     */
    public boolean admits(Object connection, long nanos) {
        if (counts.isEmpty() || nanos - windowEnds >= 0) {
            windowEnds = nanos + WINDOW;
            counts = new HashMap<>();
        }
        return ++counts.computeIfAbsent(connection, first -> new int[1])[0] <= MAX;
    }
}
