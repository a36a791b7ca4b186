// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core;

import dev.rollcall.core.connection.Hub;
import dev.rollcall.core.hook.ConnectionListener;
import dev.rollcall.core.hook.GuardedAuthorizer;
import dev.rollcall.core.hook.ListenerThread;
import dev.rollcall.core.hook.StatsAccess;
import dev.rollcall.core.hook.StatsAuthorizer;
import dev.rollcall.core.rollout.Release;
import dev.rollcall.core.rollout.Rollouts;
import dev.rollcall.core.stats.History;
import dev.rollcall.core.stats.SnapshotBuilder;
import dev.rollcall.core.stats.StatsFeed;
import dev.rollcall.core.stats.StatsLimits;
import dev.rollcall.core.telemetry.Telemetry;
import dev.rollcall.core.time.SystemTimer;
import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.http.address.IpTracking;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Settings of a {@link Rollcall}. Every one has a default. Not thread-safe. */
public final class RollcallBuilder {

    private final List<ConnectionListener> listeners = new ArrayList<>();
    private String currentVersion = "dev";
    private boolean routeTracking = true;
    private IpTracking ipTracking = IpTracking.OFF;
    private int maxVersions = 1_000;
    private int maxRoutes = 10_000;
    private StatsLimits statsLimits = StatsLimits.DEFAULT;
    private StatsAuthorizer authorizer = StatsAuthorizer.denyAll();
    private Telemetry telemetry = Telemetry.NONE;
    private @Nullable Timer timer;

    RollcallBuilder() {}

    /**
     * The version in force at the start: a build id, a tag, a commit. {@code dev} by default.
     *
     * @param version 1 to 128 printable characters
     */
    public RollcallBuilder currentVersion(String version) {
        this.currentVersion = Release.checked("currentVersion", version);
        return this;
    }

    /** Whether it is known which page a tab is on. On by default. */
    public RollcallBuilder routeTracking(boolean on) {
        this.routeTracking = on;
        return this;
    }

    /** What is kept of a tab's address, in memory only. {@link IpTracking#OFF} by default. */
    public RollcallBuilder ipTracking(IpTracking mode) {
        this.ipTracking = mode;
        return this;
    }

    /**
     * How many different versions are counted by themselves, at least 1; 1,000 by default. The version in force always
     * is; the rest is {@code (other)}.
     */
    public RollcallBuilder maxVersions(int most) {
        this.maxVersions = atLeastOne("maxVersions", most);
        return this;
    }

    /** How many different routes are counted by themselves, at least 1; 10,000 by default. The rest is {@code (other)}. */
    public RollcallBuilder maxRoutes(int most) {
        this.maxRoutes = atLeastOne("maxRoutes", most);
        return this;
    }

    /** How much of the stats is shown, and how often. {@link StatsLimits#DEFAULT} by default. */
    public RollcallBuilder statsLimits(StatsLimits limits) {
        this.statsLimits = limits;
        return this;
    }

    /** Adds an ear for connections. May be called several times. */
    public RollcallBuilder listener(ConnectionListener listener) {
        listeners.add(listener);
        return this;
    }

    /** Who may see stats. Nobody by default. */
    public RollcallBuilder statsAuthorizer(StatsAuthorizer decides) {
        this.authorizer = decides;
        return this;
    }

    /** Who counts what happens. Nobody by default. */
    public RollcallBuilder telemetry(Telemetry counts) {
        this.telemetry = counts;
        return this;
    }

    /** The clock. The machine's own by default; one that is given is not closed by {@link Rollcall#close}. */
    public RollcallBuilder timer(Timer clock) {
        this.timer = clock;
        return this;
    }

    /** Builds it. Threads start when there is something to do. */
    public Rollcall build() {
        List<Runnable> closers = new ArrayList<>();
        Timer clock = timer == null ? ownTimer(closers) : timer;
        Observers observers = new Observers();
        Hub hub = new Hub(clock, maxVersions, maxRoutes, routeTracking, List.of(observers));
        Rollouts rollouts = new Rollouts(hub, clock, currentVersion);
        SnapshotBuilder reader = new SnapshotBuilder(hub, rollouts::currentVersion, statsLimits);
        StatsFeed feed = new StatsFeed(reader, statsLimits, clock, telemetry);
        rollouts.onChange(feed::changed);
        History history = new History(hub, clock);
        closers.add(history::close);
        GuardedAuthorizer guarded = new GuardedAuthorizer(authorizer, clock, telemetry);
        closers.add(guarded::close);
        StatsAccess access = new StatsAccess(guarded, feed, clock);
        observers.add(new TelemetryObserver(telemetry));
        observers.add(feed);
        observers.add(access);
        listeners.stream()
                .map(listener -> new ListenerThread(listener, telemetry))
                .forEach(thread -> {
                    observers.add(thread);
                    closers.add(thread::close);
                });
        return new Rollcall(
                new RollcallParts(ipTracking, hub, rollouts, history, reader, feed, access, clock, telemetry, closers));
    }

    private static Timer ownTimer(List<Runnable> closers) {
        SystemTimer own = new SystemTimer();
        closers.add(own::close);
        return own;
    }

    private static int atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: at least 1)");
        }
        return value;
    }
}
