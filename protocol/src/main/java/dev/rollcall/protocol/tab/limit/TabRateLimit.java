// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab.limit;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Hub;
import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.http.guard.TokenBucket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits what one tab may send. Route updates beyond the limit are merged: the last one waits for its turn. Made when a
 * tab sends something for the first time, because most never do. Thread-safe.
 */
public final class TabRateLimit {

    private static final int BURST = 20;
    private static final int PER_SECOND = 10;

    private final Connection connection;
    private final Hub hub;
    private final Timer timer;
    private final TokenBucket routes = new TokenBucket(BURST, PER_SECOND);
    private final TokenBucket others = new TokenBucket(BURST, PER_SECOND);
    private @Nullable String waiting; // under the lock

    /** Begins with full allowances. */
    public TabRateLimit(Connection connection, Hub hub, Timer timer) {
        this.connection = connection;
        this.hub = hub;
        this.timer = timer;
    }

    /** Returns 0 when one more message is within the limit, otherwise how long to wait, in milliseconds. */
    public long admit() {
        long now = timer.millis();
        return others.take(now) ? 0 : Math.max(1, others.waitMillis(now));
    }

    /** Moves the connection to a route, now or when its turn comes. */
    public void routeUpdate(String route) {
        synchronized (this) {
            if (waiting != null) {
                waiting = route;
                return;
            }
            if (!routes.take(timer.millis())) {
                waiting = route;
                timer.after(Duration.ofMillis(Math.max(1, routes.waitMillis(timer.millis()))), this::applyWaiting);
                return;
            }
        }
        hub.route(connection, route);
    }

    private void applyWaiting() {
        String route;
        synchronized (this) {
            route = waiting;
            waiting = null;
            routes.take(timer.millis());
        }
        if (route != null) {
            hub.route(connection, route);
        }
    }
}
