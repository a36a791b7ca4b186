// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.receipt;

import dev.rollcall.core.cluster.Cluster;
import dev.rollcall.core.cluster.Coverage;
import dev.rollcall.core.cluster.NodeCard;
import dev.rollcall.core.cluster.NodeMessage.Progress;
import dev.rollcall.core.command.Command;
import dev.rollcall.core.command.StopRule;
import dev.rollcall.core.funnel.Ended;
import dev.rollcall.core.funnel.Funnel;
import dev.rollcall.core.funnel.Place;
import dev.rollcall.core.match.VersionOrder;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.core.time.Timer;
import dev.rollcall.core.wave.Arrivals;
import dev.rollcall.core.wave.Waves;
import dev.rollcall.core.wave.Waves.Followed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What became of the last {@value #MOST} commands that make tabs reload: every node reports its tabs once a second
 * while they change, and every node can answer for all. With a journal, they outlive the process for seven days.
 * Thread-safe.
 */
public final class Receipts {

    /** How many commands are remembered. */
    public static final int MOST = 100;

    /** The time between two reports when nothing changes, in milliseconds: for nodes that joined later. */
    private static final long REPEAT_MILLIS = 5_000;

    private final Cluster cluster;
    private final Timer timer;
    private final Waves waves;
    private final Arrivals arrivals;
    private final ReceiptJournal journal;
    private final StopRules stopRules = new StopRules();
    private final Map<String, Known> all = new LinkedHashMap<>(); // the lock; the oldest first
    private volatile BiConsumer<Command, String> stop = (command, reason) -> {};
    private long reported;

    /** Begins with the receipts that were kept, and goes on with the commands that were under way. */
    public Receipts(Waves waves, VersionOrder order, Cluster cluster, Timer timer, ReceiptJournal journal) {
        this.cluster = cluster;
        this.timer = timer;
        this.waves = waves;
        this.journal = journal;
        this.arrivals = new Arrivals(waves, order, cluster, timer, this::isMissed);
        waves.onLook(this::look);
        waves.whileNeeded(this::isNeeded);
        journal.load().forEach(kept -> goOn(kept, order));
    }

    private void goOn(ReceiptJournal.Kept kept, VersionOrder order) {
        Known known = new Known(kept.command(), timer.ticks());
        known.funnels.putAll(kept.funnels());
        if (kept.ended() != null) {
            known.end(kept.ended());
        }
        known.takeChanged();
        long elapsed = Math.max(0, timer.millis() - kept.command().at());
        boolean under = kept.funnels().values().stream().anyMatch(funnel -> !funnel.over());
        boolean late = elapsed > kept.command().order().pace().spread().toMillis() + Waves.FOLLOWED.toMillis();
        synchronized (all) {
            all.put(kept.command().id(), known);
        }
        if (under && !late && waves.followed().size() < Waves.MOST) {
            waves.resume(kept.command(), kept.command().order().target().compile(order), elapsed, kept.ended() != null);
        }
    }

    /** Sets what stops a command when its own rule says so, with the reason. One node calls it for all. */
    public void onStop(BiConsumer<Command, String> action) {
        stop = action;
    }

    /** Returns what finds the place of a tab that opens a connection. */
    public Arrivals arrivals() {
        return arrivals;
    }

    /** A command that makes tabs reload has been given. To be called before it is carried out. */
    public void given(Command command) {
        known(command);
    }

    private Known known(Command command) {
        synchronized (all) {
            Known known = all.computeIfAbsent(command.id(), id -> new Known(command, timer.ticks()));
            if (all.size() > MOST) {
                all.remove(all.keySet().iterator().next());
            }
            return known;
        }
    }

    /** A command goes no further; returns how many tabs were let off here. */
    public int end(String command, Ended how) {
        synchronized (all) {
            Known known = all.get(command);
            if (known != null) {
                known.end(how);
            }
        }
        return waves.abort(command);
    }

    /** Returns whether a command is known here. */
    public boolean isKnown(String command) {
        synchronized (all) {
            return all.containsKey(command);
        }
    }

    /** Another node says how far it is. Returns whether this node should carry the command out as well: it came later. */
    public boolean progress(Progress progress) {
        boolean news = !isKnown(progress.command().id());
        Known known = known(progress.command());
        synchronized (all) {
            known.put(progress.from(), progress.funnel());
            if (progress.ended() != null) {
                known.end(progress.ended());
            }
        }
        long spread = progress.command().order().pace().spread().toMillis();
        return news && progress.ended() == null && progress.elapsedMillis() < spread;
    }

    /** Tabs of other nodes may come here. */
    private boolean isNeeded(String command) {
        synchronized (all) {
            Known known = all.get(command);
            return known != null
                    && (known.isUnderWayElsewhere(cluster.self(), timer.ticks())
                            || known.isWaitedFor(cluster.nodes(), timer.ticks()));
        }
    }

    private boolean isMissed(String command, NodeId node) {
        synchronized (all) {
            Known known = all.get(command);
            return known != null && known.missed(node) > 0;
        }
    }

    /** Returns what became of a command; null when it is not known, or does not make tabs reload. */
    public @Nullable Receipt find(String command) {
        synchronized (all) {
            Known known = all.get(command);
            return known == null ? null : receipt(known);
        }
    }

    /** Returns the receipts of the last commands, newest first. */
    public List<Receipt> list() {
        List<Receipt> receipts = new ArrayList<>();
        synchronized (all) {
            all.values().forEach(known -> receipts.add(0, receipt(known)));
        }
        return receipts;
    }

    private Receipt receipt(Known known) {
        Funnel own = waves.funnel(known.command.id());
        if (own != null) {
            known.put(cluster.self(), own);
        }
        known.look(cluster::isThere, timer.ticks());
        Map<Place, Integer> places = known.places(timer.ticks());
        boolean open =
                places.entrySet().stream().anyMatch(place -> place.getKey().isOpen() && place.getValue() > 0);
        boolean running = (own != null && !own.over()) || (open && isFollowed(known));
        Coverage coverage = cluster.coverage();
        int answered = answered(known);
        return new Receipt(
                known.command,
                state(known.ended(), running),
                known.ended(),
                places,
                known.names(Funnel::versions),
                known.names(Funnel::reasons),
                known.deferredUntil(),
                known.command.at() + known.command.order().pace().spread().toMillis(),
                Math.max(coverage.nodes(), answered),
                answered,
                missing(known, coverage, answered));
    }

    private static boolean isFollowed(Known known) {
        return known.funnels.values().stream().anyMatch(funnel -> !funnel.over());
    }

    private static Receipt.State state(@Nullable Ended ended, boolean running) {
        if (ended != null) {
            return ended.itself() ? Receipt.State.STOPPED : Receipt.State.ABORTED;
        }
        return running ? Receipt.State.RUNNING : Receipt.State.DONE;
    }

    private int answered(Known known) {
        int answered = 0;
        for (NodeCard node : cluster.nodes()) {
            answered += known.funnels.containsKey(node.node()) ? 1 : 0;
        }
        return answered;
    }

    private static @Nullable String missing(Known known, Coverage coverage, int answered) {
        if (known.command.order().isLocal()) {
            return null;
        }
        if (!coverage.reachable()) {
            return coverage.missing();
        }
        return answered >= coverage.nodes() || answered == 0
                ? null
                : (coverage.nodes() - answered) + " of " + coverage.nodes() + " nodes have not reported their tabs";
    }

    /** Runs every second while anything is followed here. */
    private void look() {
        long ticks = timer.ticks();
        boolean repeat = ticks - reported >= REPEAT_MILLIS;
        reported = repeat ? ticks : reported;
        for (Followed wave : waves.followed()) {
            report(wave, ticks, repeat);
            if (wave.command().order().stopWhen() != null && cluster.isFirst()) {
                stop(wave.command());
            }
        }
    }

    private void report(Followed wave, long ticks, boolean repeat) {
        Known known = known(wave.command());
        Progress progress;
        boolean isNews;
        synchronized (all) {
            known.put(cluster.self(), wave.funnel());
            known.look(cluster::isThere, ticks);
            isNews = known.takeChanged();
            if (isNews) {
                journal.keep(known.command, known.ended(), known.funnels);
            }
            progress = new Progress(cluster.self(), wave.command(), wave.elapsedMillis(), known.ended(), wave.funnel());
        }
        if ((isNews || repeat) && !wave.command().order().isLocal()) {
            cluster.progress(progress);
        }
    }

    private void stop(Command command) {
        Receipt receipt = find(command.id());
        String reason = receipt == null ? null : stopRules.reason(receipt);
        if (reason != null) {
            stop.accept(command, reason);
        }
    }

    /**
     * Returns whether a command is under way that stops when the application is unhealthy: only then must its health be
     * asked for.
     */
    public boolean asksForHealth() {
        for (Followed wave : waves.followed()) {
            StopRule rule = wave.command().order().stopWhen();
            Receipt receipt = rule == null || rule.unhealthy() == 0
                    ? null
                    : find(wave.command().id());
            if (receipt != null && receipt.state() == Receipt.State.RUNNING) {
                return true;
            }
        }
        return false;
    }

    /** Returns what judges whether a command is to stop by its own rule. */
    public StopRules stopRules() {
        return stopRules;
    }

    /** Keeps how far everything has progressed, at the end of this process. */
    public void close() {
        waves.close();
        synchronized (all) {
            for (Followed wave : waves.followed()) {
                Known known = known(wave.command());
                known.put(cluster.self(), wave.funnel());
                journal.keep(known.command, known.ended(), known.funnels);
            }
        }
    }
}
