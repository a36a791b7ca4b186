// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.hook;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.HubObserver;
import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.core.hook.StatsAuthorizer.StatsRequest;
import dev.rollcall.core.message.Message;
import dev.rollcall.core.message.Messages;
import dev.rollcall.core.stats.StatsFeed;
import dev.rollcall.core.time.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may see stats: asks the authorizer when a connection subscribes, and again before the permission expires.
 * The tab is told of a refusal, now or later. Thread-safe.
 */
public final class StatsAccess implements HubObserver {

    /** How long a permission lasts without being checked again. */
    public static final Duration RECHECK = Duration.ofMinutes(30);

    /** How soon to ask again when it could not be decided whether a permission is still valid. */
    public static final Duration ASK_AGAIN = Duration.ofMinutes(1);

    /**
     * The shortest time, in milliseconds, after which a tab asks again when it could not be decided whether it may see
     * stats.
     */
    public static final long TAB_ASKS_AGAIN_MILLIS = 5_000;

    /** How often in a row a check may be undecided before the permission ends: it lasts at most twice as long. */
    private static final int MOST_UNDECIDED = (int) (RECHECK.toMillis() / ASK_AGAIN.toMillis());

    private final GuardedAuthorizer authorizer;
    private final StatsFeed feed;
    private final Timer timer;
    private final ConcurrentHashMap<Connection, Subscription> subscriptions = new ConcurrentHashMap<>();

    /** Decides about access to a feed. */
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
        Subscription subscription = new Subscription(connection, request, delta, null);
        if (enter(subscription)) {
            subscription.check(Check.FIRST);
        }
    }

    /**
     * Decides about another node's tab whose request came here.
     *
     * @param answer called once, on any thread
     */
    public void decide(StatsRequest request, Consumer<Decision> answer) {
        authorizer.ask(request, answer);
    }

    /**
     * Carries out what another node decided about a tab of this node, which cannot read what the tab presented there.
     *
     * @param request finds the subscription for {@link #recheck}
     * @param delta whether only changes are to follow the first snapshot
     * @param again asks that node again when the permission is due for a check; when it fails, nobody can decide, and
     *     the tab is told to ask again
     */
    public void subscribe(
            Connection connection,
            StatsRequest request,
            Decision decided,
            boolean delta,
            Supplier<CompletionStage<Decision>> again) {
        Subscription subscription = new Subscription(connection, request, delta, again);
        if (enter(subscription)) {
            subscription.decided(decided, Check.FIRST);
        }
    }

    private boolean enter(Subscription subscription) {
        Connection connection = subscription.connection;
        Subscription former = subscriptions.put(connection, subscription);
        if (former != null) {
            former.stopAlarm();
            subscription.right = former.right;
        }
        if (connection.isClosed()) { // closed() may have looked before the subscription was in the map
            subscriptions.remove(connection, subscription);
            return false;
        }
        return true;
    }

    /** Sets a host's own authorizer, to be asked before the application's. To be called before anybody connects. */
    public void askFirst(StatsAuthorizer authorizer) {
        this.authorizer.askFirst(authorizer);
    }

    /**
     * Checks some subscribers now, because their session has ended. Those that may no longer see stats get {@code
     * stats-unauthorized}; so do those for whom it cannot be decided, because the session that allowed it is gone.
     *
     * @param whose finds them by the request they subscribed with
     */
    public void recheck(Predicate<StatsRequest> whose) {
        subscriptions.values().stream()
                .filter(subscription -> whose.test(subscription.request))
                .forEach(subscription -> {
                    subscription.stopAlarm();
                    subscription.check(Check.SESSION_ENDED);
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
    public void closed(Connection connection, Disconnect why) {
        unsubscribe(connection);
    }

    /** Why the question is asked. */
    private enum Check {
        FIRST,
        REGULAR,
        SESSION_ENDED
    }

    /** The right of a connection to see stats, which outlasts a new subscription of the same tab. */
    private static final class Right {
        /** When the right ends by itself, in milliseconds since the epoch. */
        private final long until;

        private final AtomicInteger undecided = new AtomicInteger();

        Right(@Nullable Instant until) {
            this.until = until == null ? Long.MAX_VALUE : until.toEpochMilli();
        }

        /** Whether the right continues although it could not be checked. */
        boolean outlastsDoubt(long now) {
            return now < until && undecided.incrementAndGet() < MOST_UNDECIDED;
        }
    }

    /** One connection's subscription, from asking to leaving. A newer one of the same connection takes its place. */
    private final class Subscription {
        private final Connection connection;
        private final StatsRequest request;
        private final boolean delta;
        private final @Nullable Supplier<CompletionStage<Decision>> elsewhere;
        private volatile @Nullable Right right;
        private volatile Timer.@Nullable Cancellable alarm;

        /** @param elsewhere asks the node that decides; null when this one does */
        Subscription(
                Connection connection,
                StatsRequest request,
                boolean delta,
                @Nullable Supplier<CompletionStage<Decision>> elsewhere) {
            this.elsewhere = elsewhere;
            this.connection = connection;
            this.request = request;
            this.delta = delta;
        }

        void check(Check why) {
            if (elsewhere == null) {
                authorizer.ask(request, decision -> decided(decision, why));
            } else if (why == Check.SESSION_ENDED) {
                refuse(Messages.statsUnauthorized()); // the other node may not have heard of that yet
            } else {
                elsewhere.get().whenComplete((decision, failure) -> decidedElsewhere(decision, why));
            }
        }

        private void decidedElsewhere(@Nullable Decision decision, Check why) {
            if (decision == null) {
                refuse(askAgain());
            } else {
                decided(decision, why);
            }
        }

        private void decided(Decision decision, Check why) {
            if (decision.undecided()) {
                undecided(why);
            } else if (!decision.allowed() || remaining(decision).toMillis() <= 0) {
                refuse(Messages.statsUnauthorized());
            } else {
                right = new Right(decision.until());
                allow(remaining(decision), why);
            }
        }

        private void undecided(Check why) {
            Right had = right;
            if (had != null && why != Check.SESSION_ENDED && had.outlastsDoubt(timer.millis())) {
                allow(ASK_AGAIN, why);
            } else {
                refuse(askAgain());
            }
        }

        /** Gives each tab its own time, up to twice the shortest, so that they do not all ask again at once. */
        private Message askAgain() {
            return Messages.statsUndecided(
                    ThreadLocalRandom.current().nextLong(TAB_ASKS_AGAIN_MILLIS, 2 * TAB_ASKS_AGAIN_MILLIS));
        }

        private void allow(Duration next, Check why) {
            // Set the alarm first, so that a subscriber that sees stats always has a next check.
            alarm = timer.after(next, () -> check(Check.REGULAR));
            boolean started = why != Check.FIRST || start();
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

        private void refuse(Message why) {
            if (subscriptions.remove(connection, this)) {
                feed.unsubscribe(connection);
                connection.send(why);
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
