// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core;

import dev.rollcall.core.connection.Hub;
import dev.rollcall.core.counts.Counts;
import dev.rollcall.core.counts.NodeCounts;
import dev.rollcall.core.hook.ConnectionListener;
import dev.rollcall.core.hook.GuardedAuthorizer;
import dev.rollcall.core.hook.ListenerThread;
import dev.rollcall.core.hook.StatsAccess;
import dev.rollcall.core.hook.StatsAuthorizer;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.core.rollout.Commands;
import dev.rollcall.core.rollout.Releases;
import dev.rollcall.core.stats.History;
import dev.rollcall.core.stats.SnapshotBuilder;
import dev.rollcall.core.stats.StatsFeed;
import dev.rollcall.core.stats.StatsLimits;
import dev.rollcall.core.telemetry.Telemetry;
import dev.rollcall.core.text.Version;
import dev.rollcall.core.time.SystemTimer;
import dev.rollcall.core.time.Timer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Settings of a {@link Rollcall}. Every one has a default. Not thread-safe. */
public final class RollcallBuilder {

    private final List<ConnectionListener> listeners = new ArrayList<>();
    private String currentVersion = "dev";
    private boolean routeTracking = true;
    private StatsLimits statsLimits = StatsLimits.DEFAULT;
    private @Nullable Integer maxVersions;
    private @Nullable Integer maxRoutes;
    private StatsAuthorizer authorizer = StatsAuthorizer.denyAll();
    private Telemetry telemetry = Telemetry.NONE;
    private @Nullable Timer timer;

    RollcallBuilder() {}

    /**
     * Sets the current version at the start: a build id, a tag, a commit. {@code dev} by default.
     *
     * @param version 1 to 128 printable characters
     * @throws IllegalArgumentException when the version does not fit
     */
    public RollcallBuilder currentVersion(String version) {
        this.currentVersion = Version.require(version);
        return this;
    }

    /** Sets whether the route of each tab is kept. On by default. */
    public RollcallBuilder routeTracking(boolean on) {
        this.routeTracking = on;
        return this;
    }

    /**
     * Sets how many versions are shown by name, at least 1; 1,000 by default. All are counted; the busiest are named, the
     * current one always; the rest is {@code (other)}.
     *
     * @throws IllegalArgumentException when the number is below 1
     */
    public RollcallBuilder maxVersions(int most) {
        statsLimits.withNames(most, 1); // checks the range
        this.maxVersions = most;
        return this;
    }

    /**
     * Sets how many routes are shown by name, at least 1; 10,000 by default. All are counted; the busiest are named; the
     * rest is {@code (other)}.
     *
     * @throws IllegalArgumentException when the number is below 1
     */
    public RollcallBuilder maxRoutes(int most) {
        statsLimits.withNames(1, most); // checks the range
        this.maxRoutes = most;
        return this;
    }

    /**
     * Sets how much of the stats is shown, and how often. {@link StatsLimits#DEFAULT} by default. {@link #maxVersions} and
     * {@link #maxRoutes}, before or after this, count for more.
     */
    public RollcallBuilder statsLimits(StatsLimits limits) {
        this.statsLimits = limits;
        return this;
    }

    /** Adds a connection listener. May be called several times. */
    public RollcallBuilder listener(ConnectionListener listener) {
        listeners.add(listener);
        return this;
    }

    /** Sets who may see stats. Nobody by default. */
    public RollcallBuilder statsAuthorizer(StatsAuthorizer authorizer) {
        this.authorizer = authorizer;
        return this;
    }

    /** Sets what counts the events of this hub. Nothing by default. */
    public RollcallBuilder telemetry(Telemetry telemetry) {
        this.telemetry = telemetry;
        return this;
    }

    /** Sets the source of time. The system's own by default; {@link Rollcall#close} does not close one that is set here. */
    public RollcallBuilder timer(Timer timer) {
        this.timer = timer;
        return this;
    }

    /** Builds it. Threads start when there is something to do. */
    public Rollcall build() {
        List<Runnable> closers = new ArrayList<>();
        Timer clock = timer == null ? ownTimer(closers) : timer;
        Hub hub = new Hub(clock, NodeId.random(), routeTracking);
        Releases releases = new Releases(currentVersion, clock.millis());
        Counts counts = new NodeCounts(hub);
        StatsLimits limits = limits();
        SnapshotBuilder snapshots = new SnapshotBuilder(counts, hub, releases::currentVersion, limits);
        StatsFeed feed = new StatsFeed(snapshots, limits, clock, telemetry);
        releases.onChange(feed::changed);
        History history = new History(counts, clock);
        closers.add(history::close);
        GuardedAuthorizer guarded = new GuardedAuthorizer(authorizer, clock, telemetry);
        closers.add(guarded::close);
        StatsAccess access = new StatsAccess(guarded, feed, clock);
        hub.observe(new TelemetryObserver(telemetry));
        hub.observe(feed);
        hub.observe(access);
        listeners.forEach(listener -> listen(hub, listener, closers));
        Commands commands = new Commands(hub, releases, clock);
        return new Rollcall(
                new Internals(hub, counts, releases, commands, history, snapshots, feed, access, clock, telemetry),
                List.copyOf(closers));
    }

    private void listen(Hub hub, ConnectionListener listener, List<Runnable> closers) {
        ListenerThread thread = new ListenerThread(listener, telemetry);
        hub.observe(thread);
        closers.add(thread::close);
    }

    private StatsLimits limits() {
        return statsLimits.withNames(
                maxVersions == null ? statsLimits.versions() : maxVersions,
                maxRoutes == null ? statsLimits.namedRoutes() : maxRoutes);
    }

    private static Timer ownTimer(List<Runnable> closers) {
        SystemTimer own = new SystemTimer();
        closers.add(own::close);
        return own;
    }
}
