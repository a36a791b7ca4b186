// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.wave;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Hub;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The moment at which each tab of a wave is notified: a share of the wave's time that depends only on the tab and the
 * command. Not thread-safe.
 */
final class Moments {

    /*
     * Design: a tab that was there from the start takes four bytes, its slot, in the order of the moments; the moment
     * itself is recomputed. A slot whose tab has gone is skipped, even when another tab is in it. Tabs that come later
     * are few, and wait in a queue.
     */

    /** A tab that comes near the end of a wave is notified within this time, so that those tabs do not all reload at once. */
    private static final long LEAST_MILLIS = 10_000;

    private final long seed;
    private final long spreadMillis;
    private long[] unsorted = new long[64];
    private int count;
    private int @Nullable [] slots;
    private int next;
    private final PriorityQueue<Late> late = new PriorityQueue<>(Comparator.comparingLong(Late::moment));

    private record Late(long moment, Connection connection) {}

    /** @param seed the seed of the command */
    Moments(long seed, long spreadMillis) {
        this.seed = seed;
        this.spreadMillis = spreadMillis;
    }

    /** Adds a tab that is there from the start. To be called before {@link #sort}. */
    void add(Connection connection) {
        if (count == unsorted.length) {
            unsorted = Arrays.copyOf(unsorted, count * 2);
        }
        unsorted[count++] = moment(connection) << 32 | connection.slot();
    }

    /** To be called when all tabs that are there from the start have been added. */
    void sort() {
        Arrays.sort(unsorted, 0, count);
        int[] sorted = new int[count];
        for (int i = 0; i < count; i++) {
            sorted[i] = (int) unsorted[i];
        }
        slots = count == 0 ? null : sorted;
        unsorted = new long[0];
    }

    /** Adds a tab that comes when the wave has run for some time: its moment is in the remaining time. */
    void addLate(Connection connection, long elapsedMillis) {
        long left = Math.max(spreadMillis - elapsedMillis, Math.min(spreadMillis, LEAST_MILLIS));
        late.add(new Late(elapsedMillis + (long) (connection.fraction(seed) * left), connection));
    }

    /**
     * Returns the tabs that are still there and whose moment has come since the last call.
     *
     * @param waits whether the tab in a slot is there from the start and has not been notified
     */
    List<Connection> due(Hub hub, long elapsedMillis, IntPredicate waits) {
        List<Connection> due = new ArrayList<>();
        int[] sorted = slots;
        while (sorted != null && next < sorted.length) {
            Connection connection = waits.test(sorted[next]) ? hub.at(sorted[next]) : null;
            if (connection != null && moment(connection) > elapsedMillis) {
                break;
            }
            if (connection != null) {
                due.add(connection);
            }
            next++;
        }
        if (sorted != null && next == sorted.length) {
            slots = null;
        }
        while (!late.isEmpty() && late.element().moment <= elapsedMillis) {
            due.add(late.remove().connection);
        }
        return due;
    }

    /** Returns whether no tab is left. */
    boolean isEmpty() {
        return slots == null && late.isEmpty();
    }

    private long moment(Connection connection) {
        return (long) (connection.fraction(seed) * spreadMillis);
    }
}
