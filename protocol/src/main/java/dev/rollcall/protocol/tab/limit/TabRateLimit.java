// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab.limit;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Hub;
import dev.rollcall.protocol.http.guard.TokenBucket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits what one tab may send. Route updates beyond the limit are merged: the last one waits for its turn. Reading
 * them costs something too, so merging has its own limit. Made when a tab first sends something, because most never do.
 * Thread-safe.
 */
public final class TabRateLimit {

    private static final int BURST = 20;
    private static final int PER_SECOND = 10;

    /* No page moves that fast: a script that follows the scroll position makes 60 updates a second. */
    private static final int MERGED_BURST = 1_000;
    private static final int MERGED_PER_SECOND = 100;

    private final Connection connection;
    private final Hub hub;
    private final TabClock clock;
    private final TokenBucket routes = new TokenBucket(BURST, PER_SECOND);
    private final TokenBucket others = new TokenBucket(BURST, PER_SECOND);
    private @Nullable TokenBucket merged; // under the lock, as the next one; made when the first update is merged
    private @Nullable String waiting;

    /** Begins with full allowances. */
    public TabRateLimit(Connection connection, Hub hub, TabClock clock) {
        this.connection = connection;
        this.hub = hub;
        this.clock = clock;
    }

    /**
     * Returns 0 when one more message is within the limit, otherwise how long to wait, in milliseconds. What came while the
     * server slept is read all at once, and counts as if it had been read when it came.
     */
    public long admit() {
        long now = clock.ticks();
        return others.take(now, clock.lateness()) ? 0 : Math.max(1, others.waitMillis(now));
    }

    /**
     * Moves the connection to a route, now or when the update's turn comes.
     *
     * @return false when the tab sends so many updates that they are no longer merged; nothing was done
     */
    public boolean routeUpdate(String route) {
        synchronized (this) {
            if (waiting != null || !routes.take(clock.ticks())) {
                return merge(route);
            }
        }
        hub.route(connection, route);
        return true;
    }

    private boolean merge(String route) {
        TokenBucket bucket = merged;
        if (bucket == null) {
            bucket = new TokenBucket(MERGED_BURST, MERGED_PER_SECOND);
            merged = bucket;
        }
        if (!bucket.take(clock.ticks(), clock.lateness())) {
            return false;
        }
        if (waiting == null) {
            clock.after(Duration.ofMillis(Math.max(1, routes.waitMillis(clock.ticks()))), this::applyWaiting);
        }
        waiting = route;
        return true;
    }

    private void applyWaiting() {
        String route;
        synchronized (this) {
            route = waiting;
            waiting = null;
            routes.take(clock.ticks());
        }
        if (route != null) {
            hub.route(connection, route);
        }
    }
}
