// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.hook;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.HubObserver;
import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.core.hook.StatsAuthorizer.StatsRequest;
import dev.rollcall.core.message.Messages;
import dev.rollcall.core.stats.StatsFeed;
import dev.rollcall.core.time.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may see stats: asks the authorizer when a connection subscribes, and again before the permission expires. A
 * refusal, now or later, is told to the tab. Thread-safe.
 */
public final class StatsAccess implements HubObserver {

    /** How long a permission holds without being checked again. */
    public static final Duration RECHECK = Duration.ofMinutes(30);

    private final GuardedAuthorizer authorizer;
    private final StatsFeed feed;
    private final Timer timer;
    private final ConcurrentHashMap<Connection, Subscription> subscriptions = new ConcurrentHashMap<>();

    /** Access to a feed. */
    public StatsAccess(GuardedAuthorizer authorizer, StatsFeed feed, Timer timer) {
        this.authorizer = authorizer;
        this.feed = feed;
        this.timer = timer;
    }

    /**
     * Asks for stats. Returns at once; the answer reaches the tab as {@code stats} or {@code stats-unauthorized}.
     *
     * @param delta whether only changes are to follow the first snapshot
     */
    public void subscribe(Connection connection, StatsRequest request, boolean delta) {
        Subscription subscription = new Subscription(connection, request, delta);
        Subscription former = subscriptions.put(connection, subscription);
        if (former != null) {
            former.stopAlarm();
        }
        if (connection.isClosed()) { // closed() may have looked before the subscription stood in the map
            subscriptions.remove(connection, subscription);
            return;
        }
        subscription.check(true);
    }

    /** Lets a host's own authorizer be asked before the application's. To be called before anybody connects. */
    public void askFirst(StatsAuthorizer authorizer) {
        this.authorizer.askFirst(authorizer);
    }

    /** Checks all subscribers now: a session has ended. Those that may no longer see stats get {@code stats-unauthorized}. */
    public void recheck() {
        subscriptions.values().forEach(subscription -> {
            subscription.stopAlarm();
            subscription.check(false);
        });
    }

    /** Ends a subscription. */
    public void unsubscribe(Connection connection) {
        Subscription subscription = subscriptions.remove(connection);
        feed.unsubscribe(connection);
        if (subscription != null) {
            subscription.stopAlarm();
        }
    }

    @Override
    public void opened(Connection connection) {}

    @Override
    public void routeChanged(Connection connection, String from, String to) {}

    @Override
    public void closed(Connection connection, Disconnect why) {
        unsubscribe(connection);
    }

    /** One connection's wish, from asking to leaving. A newer wish of the same connection takes its place. */
    private final class Subscription {
        private final Connection connection;
        private final StatsRequest request;
        private final boolean delta;
        private volatile Timer.@Nullable Cancellable alarm;

        Subscription(Connection connection, StatsRequest request, boolean delta) {
            this.connection = connection;
            this.request = request;
            this.delta = delta;
        }

        void check(boolean first) {
            authorizer.ask(request, decision -> decided(decision, first));
        }

        private void decided(Decision decision, boolean first) {
            if (!decision.allowed() || remaining(decision).toMillis() <= 0) {
                refuse();
                return;
            }
            // The alarm first, so that a subscriber that sees stats always has its next check set.
            alarm = timer.after(remaining(decision), () -> check(false));
            boolean started = !first || start();
            if (!started || subscriptions.get(connection) != this) { // left while the alarm was set
                stopAlarm();
            }
        }

        /** Under the map's lock for this connection, so that leaving comes before or after, never in between. */
        private boolean start() {
            return subscriptions.computeIfPresent(connection, (tab, latest) -> {
                        if (latest == this) {
                            feed.subscribe(tab, delta);
                        }
                        return latest;
                    })
                    == this;
        }

        private void refuse() {
            if (subscriptions.remove(connection, this)) {
                feed.unsubscribe(connection);
                connection.send(Messages.statsUnauthorized());
            }
        }

        private Duration remaining(Decision decision) {
            Instant until = decision.until();
            if (until == null) {
                return RECHECK;
            }
            Duration left = Duration.between(Instant.ofEpochMilli(timer.millis()), until);
            return left.compareTo(RECHECK) < 0 ? left : RECHECK;
        }

        void stopAlarm() {
            Timer.Cancellable set = alarm;
            if (set != null) {
                set.cancel();
            }
        }
    }
}
