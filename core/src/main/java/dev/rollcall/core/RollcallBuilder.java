// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core;

import dev.rollcall.core.adoption.AdoptionWatch;
import dev.rollcall.core.backplane.Backplane;
import dev.rollcall.core.cluster.AloneCluster;
import dev.rollcall.core.cluster.Cluster;
import dev.rollcall.core.cluster.NodeCodec;
import dev.rollcall.core.command.Confirmation;
import dev.rollcall.core.connection.Hub;
import dev.rollcall.core.counts.Counts;
import dev.rollcall.core.counts.NodeCounts;
import dev.rollcall.core.counts.Sample;
import dev.rollcall.core.event.RolloutEvent;
import dev.rollcall.core.event.RolloutEvents;
import dev.rollcall.core.hook.ConnectionListener;
import dev.rollcall.core.hook.GuardedAuthorizer;
import dev.rollcall.core.hook.ListenerThread;
import dev.rollcall.core.hook.StatsAccess;
import dev.rollcall.core.hook.StatsAuthorizer;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.MemoryJournal;
import dev.rollcall.core.member.BackplaneCluster;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.core.receipt.ReceiptJournal;
import dev.rollcall.core.rollout.Commands;
import dev.rollcall.core.rollout.Releases;
import dev.rollcall.core.rollout.RolloutJournal;
import dev.rollcall.core.setting.Setting;
import dev.rollcall.core.setting.SettingValues;
import dev.rollcall.core.stats.History;
import dev.rollcall.core.stats.SnapshotBuilder;
import dev.rollcall.core.stats.StatsFeed;
import dev.rollcall.core.stats.StatsLimits;
import dev.rollcall.core.telemetry.Refusals;
import dev.rollcall.core.telemetry.Telemetry;
import dev.rollcall.core.text.Version;
import dev.rollcall.core.time.SystemTimer;
import dev.rollcall.core.time.TaskThread;
import dev.rollcall.core.time.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Settings of a {@link Rollcall}. Every one has a default. Not thread-safe. */
public final class RollcallBuilder {

    /**
     * The largest number of commands that may wait on a node. Further ones are refused there, and their answers say so.
     */
    private static final int MOST_COMMANDS = 1_000;

    private static final int MOST_TASKS = 20_000;

    private final List<ConnectionListener> listeners = new ArrayList<>();
    private SettingValues settings = SettingValues.none();
    private StatsAuthorizer authorizer = StatsAuthorizer.denyAll();
    private Telemetry telemetry = Telemetry.NONE;
    private @Nullable Timer timer;
    private @Nullable Backplane backplane;
    private @Nullable NodeCodec codec;
    private @Nullable Executor clusterThread;
    private @Nullable Executor authorizerThread;
    private @Nullable Function<Timer, Journal> opener;
    private boolean closesJournal;
    private @Nullable JournalCodec journalCodec;

    RollcallBuilder() {}

    /**
     * Sets a setting of {@link CoreSettings} or {@link dev.rollcall.core.stats.StatsSettings}, which also give the
     * defaults. Others are ignored.
     *
     * @throws IllegalArgumentException when the value is out of range; the message names the setting
     */
    public <T> RollcallBuilder set(Setting<T> setting, T value) {
        settings = settings.with(setting, value);
        return this;
    }

    /** Sets all of these values; see {@link #set}. */
    public RollcallBuilder settings(SettingValues values) {
        settings = settings.withAll(values);
        return this;
    }

    /**
     * Sets the current version at the start: a build id, a tag, a commit. {@code dev} by default. Where releases are
     * {@linkplain #journal kept}, a version that was current before the stored one does not become current again.
     *
     * @param version 1 to 128 printable characters
     * @throws IllegalArgumentException when the version is invalid
     */
    public RollcallBuilder currentVersion(String version) {
        return set(CoreSettings.CURRENT_VERSION, Version.require(version));
    }

    /** Sets whether the route of each tab is kept. On by default. */
    public RollcallBuilder routeTracking(boolean on) {
        return set(CoreSettings.ROUTE_TRACKING, on);
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

    /**
     * Sets where to keep what must outlive this process: releases and the order of versions, commands, history, who is
     * signed in. By default nothing is kept. {@link Rollcall#close} does not close it.
     *
     * @param keeper where it is kept
     * @param codec the form in which it is kept: {@code JournalJson.INSTANCE} of the module {@code protocol}
     */
    public RollcallBuilder journal(Journal keeper, JournalCodec codec) {
        opener = clock -> keeper;
        closesJournal = false;
        journalCodec = codec;
        return this;
    }

    /**
     * As {@link #journal(Journal, JournalCodec)}, with a journal that is opened when the {@link Rollcall} is built and
     * closed with it.
     *
     * @param open opens it, with the source of time of this rollcall
     */
    public RollcallBuilder journal(Function<Timer, Journal> open, JournalCodec codec) {
        opener = open;
        closesJournal = true;
        journalCodec = codec;
        return this;
    }

    /**
     * Sets the backplane that this node shares with others that serve the same tabs. None by default: this node is
     * alone. {@link Rollcall#close} closes it.
     *
     * @param codec the form in which nodes write to each other: {@code NodeJson.INSTANCE} of the module {@code protocol}
     */
    public RollcallBuilder backplane(Backplane backplane, NodeCodec codec) {
        this.backplane = backplane;
        this.codec = codec;
        return this;
    }

    /**
     * Sets what runs the tasks of a node with a {@linkplain #backplane}, one at a time, in order. By default it has
     * threads of its own; a test with its own timer runs them there.
     */
    public RollcallBuilder clusterThread(Executor executor) {
        clusterThread = executor;
        return this;
    }

    /**
     * Sets what calls the stats authorizers. By default it has {@code authorizer-threads} threads of its own; a test
     * with its own timer calls them there, so that no time passes while one is at work.
     */
    public RollcallBuilder authorizerThread(Executor executor) {
        authorizerThread = executor;
        return this;
    }

    /** Sets the source of time. The system's own by default; {@link Rollcall#close} does not close one that is set here. */
    public RollcallBuilder timer(Timer timer) {
        this.timer = timer;
        return this;
    }

    /**
     * Builds it. Threads start when there is something to do. Waits for the journal, if there is one.
     *
     * @throws dev.rollcall.core.journal.JournalException when the journal cannot be read
     */
    public Rollcall build() {
        List<Runnable> closers = new ArrayList<>();
        Timer clock = timer == null ? ownTimer(closers) : timer;
        try {
            return build(clock, closers);
        } catch (RuntimeException | Error e) { // Close what was begun: a second try has one timer, not two.
            closers.forEach(Runnable::run);
            throw e;
        }
    }

    private Rollcall build(Timer clock, List<Runnable> closers) {
        Journal journal = opener == null ? new MemoryJournal(clock) : opener.apply(clock);
        try {
            return build(clock, new WatchedJournal(journal, telemetry, clock), closers);
        } catch (RuntimeException | Error e) {
            if (closesJournal) {
                journal.close();
            }
            throw e;
        }
    }

    private Rollcall build(Timer clock, Journal keeper, List<Runnable> closers) {
        Hub hub = new Hub(clock, NodeId.random(), settings.value(CoreSettings.ROUTE_TRACKING));
        RolloutJournal kept =
                journalCodec == null ? RolloutJournal.none(clock) : RolloutJournal.of(keeper, journalCodec, clock);
        Releases releases = new Releases(settings.find(CoreSettings.CURRENT_VERSION), clock.millis(), kept);
        closers.add(releases::close);
        Counts own = new NodeCounts(hub, settings.value(CoreSettings.ROUTE_GROUPS));
        Cluster cluster = cluster(hub, own, clock, closers);
        StatsLimits limits = StatsLimits.of(settings);
        SnapshotBuilder snapshots = new SnapshotBuilder(cluster, hub, releases.order(), limits);
        StatsFeed feed = new StatsFeed(snapshots, limits, clock, telemetry);
        RolloutEvents events = new RolloutEvents();
        AdoptionWatch adoption = new AdoptionWatch(releases, cluster, events, clock);
        releases.onChange(() -> {
            feed.changed();
            adoption.changed();
        });
        cluster.onChange(feed::changed);
        cluster.watchedWhile(() -> feed.subscribers() > 0);
        feed.onSubscribe(cluster::look);
        History history = new History(cluster.counts(), clock, keeper, journalCodec);
        closers.add(history::close);
        Refusals refusals = new Refusals(telemetry, clock);
        StatsAccess access = new StatsAccess(guarded(clock, refusals, closers), feed, clock);
        hub.observe(new TelemetryObserver(telemetry));
        hub.observe(feed);
        hub.observe(access);
        listen(hub, closers);
        Executor thread = commandThread(closers);
        String configured = settings.find(CoreSettings.CURRENT_VERSION);
        Commands commands = new Commands(
                hub,
                releases,
                cluster,
                clock,
                configured == null ? "" : configured,
                thread,
                kept,
                journalCodec == null ? ReceiptJournal.none() : ReceiptJournal.of(keeper, journalCodec),
                new Confirmation(settings.value(CoreSettings.CONFIRM_ABOVE)));
        hub.observe(commands.waves());
        closers.add(commands.receipts()::close);
        commands.receipts().onStop((command, reason) -> {
            commands.stop(command, reason);
            events.happened(RolloutEvent.stopped(clock.millis(), command.version(), command.id(), reason));
        });
        cluster.act(commands.actor());
        cluster.start();
        closers.add(0, cluster::close);
        if (closesJournal) {
            closers.add(keeper::close);
        }
        return new Rollcall(
                new Internals(
                        hub,
                        cluster,
                        cluster.counts(),
                        releases,
                        commands,
                        history,
                        snapshots,
                        feed,
                        access,
                        keeper,
                        clock,
                        telemetry,
                        refusals,
                        events,
                        adoption),
                List.copyOf(closers));
    }

    private GuardedAuthorizer guarded(Timer clock, Refusals refusals, List<Runnable> closers) {
        int threads = settings.value(CoreSettings.AUTHORIZER_THREADS);
        Executor asking = authorizerThread;
        if (asking == null) {
            ExecutorService own = GuardedAuthorizer.threads(threads);
            closers.add(own::shutdownNow);
            asking = own;
        }
        return new GuardedAuthorizer(authorizer, threads, asking, clock, telemetry, refusals);
    }

    private void listen(Hub hub, List<Runnable> closers) {
        List<ListenerThread> threads = listeners.stream()
                .map(listener -> new ListenerThread(listener, telemetry))
                .toList();
        threads.forEach(hub::observe);
        closers.add(() -> ListenerThread.closeAll(threads));
    }

    private Cluster cluster(Hub hub, Counts own, Timer clock, List<Runnable> closers) {
        if (backplane == null || codec == null) {
            return new AloneCluster(hub.node(), own, clock);
        }
        Executor thread = clusterThread == null ? taskThread("rollcall-cluster", MOST_TASKS, closers) : clusterThread;
        int listed = Math.min(Sample.MOST, StatsLimits.of(settings).connections());
        BackplaneCluster cluster = new BackplaneCluster(
                hub.node(),
                own,
                () -> Sample.bounded(hub.list(any -> true, listed, null)),
                backplane,
                codec,
                clock,
                thread);
        hub.observe(cluster.observer());
        return cluster;
    }

    /** A node that is alone and has no journal needs no thread: the caller carries the command out. */
    private Executor commandThread(List<Runnable> closers) {
        if (backplane == null && opener == null) {
            return Runnable::run;
        }
        return clusterThread == null ? taskThread("rollcall-commands", MOST_COMMANDS, closers) : clusterThread;
    }

    private static Executor taskThread(String name, int most, List<Runnable> closers) {
        TaskThread thread = new TaskThread(name, most);
        closers.add(thread::close);
        return thread;
    }

    private static Timer ownTimer(List<Runnable> closers) {
        SystemTimer own = new SystemTimer();
        closers.add(own::close);
        return own;
    }
}
