// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.adoption;

import dev.rollcall.core.cluster.Cluster;
import dev.rollcall.core.counts.Counts;
import dev.rollcall.core.event.RolloutEvent;
import dev.rollcall.core.event.RolloutEvent.Tabs;
import dev.rollcall.core.event.RolloutEvents;
import dev.rollcall.core.match.Standing;
import dev.rollcall.core.rollout.Release;
import dev.rollcall.core.rollout.Releases;
import dev.rollcall.core.time.Timer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells listeners when a version has become current, and when half of the tabs, nearly all, and all of them have moved
 * to it: each once per release. It counts only while a release is under way and somebody listens. Thread-safe.
 */
public final class AdoptionWatch {

    /*
     * Design: every node works this out for itself, from the counts of all nodes, so that no state needs to be handed
     * over when the node that reports leaves; the ids of events are made from the id of the release. A release that was
     * current when this node started was reported by others, or before the restart.
     */

    /** How often the tabs are counted while a release is under way. */
    static final Duration EVERY = Duration.ofSeconds(5);

    /** Anything older is not news: another node has reported it, or this one did before it was restarted. */
    private static final Duration NEWS = Duration.ofSeconds(60);

    private static final int HALF_PERCENT = 50;

    private final Releases releases;
    private final Cluster cluster;
    private final RolloutEvents events;
    private final Timer timer;
    private final Set<RolloutEvent.Type> told =
            EnumSet.noneOf(RolloutEvent.Type.class); // the lock; never held while listeners are called
    private String release;
    private double donePercent = 95;

    /** Begins with the current release, which is not reported. */
    public AdoptionWatch(Releases releases, Cluster cluster, RolloutEvents events, Timer timer) {
        this.releases = releases;
        this.cluster = cluster;
        this.events = events;
        this.timer = timer;
        this.release = releases.current().id();
    }

    /** Sets the share of tabs on the current version, in percent, that counts as nearly all: 95 by default. */
    public void doneAt(double percent) {
        synchronized (told) {
            donePercent = percent;
        }
    }

    /** Another version has become current. */
    public void changed() {
        Release now = releases.current();
        synchronized (told) {
            if (now.id().equals(release)) {
                return;
            }
            release = now.id();
            told.clear();
        }
        if (events.isHeard() && timer.millis() - now.at() < NEWS.toMillis()) {
            events.happened(event(RolloutEvent.Type.ANNOUNCED, now, null));
            timer.after(EVERY, () -> count(now));
        }
    }

    private void count(Release counted) {
        if (isUnderWay(counted)) {
            var unused = cluster.look().thenRun(() -> look(counted));
        }
    }

    private boolean isUnderWay(Release counted) {
        synchronized (told) {
            return counted.id().equals(release) && !told.contains(RolloutEvent.Type.MIGRATED);
        }
    }

    private void look(Release counted) {
        Tabs tabs = tabs(counted.version());
        for (RolloutEvent.Type reached : RolloutEvent.Type.values()) {
            if (isReached(reached, tabs) && isNews(reached, counted)) {
                events.happened(event(reached, counted, tabs));
            }
        }
        if (isUnderWay(counted)) {
            timer.after(EVERY, () -> count(counted));
        }
    }

    private Tabs tabs(String version) {
        Counts counts = cluster.counts();
        int[] current = {0};
        int[] behind = {0};
        counts.versions().forEach((name, tabs) -> {
            current[0] += name.equals(version) ? tabs : 0;
            behind[0] += releases.order().standing(name) == Standing.BEHIND ? tabs : 0;
        });
        return new Tabs(counts.total(), current[0], behind[0]);
    }

    private boolean isReached(RolloutEvent.Type type, Tabs tabs) {
        return tabs.total() > 0
                && switch (type) {
                    case HALF -> tabs.percentCurrent() >= HALF_PERCENT;
                    case DONE -> tabs.percentCurrent() >= doneAt();
                    case MIGRATED -> tabs.behind() == 0 && cluster.coverage().reachable();
                    default -> false;
                };
    }

    private double doneAt() {
        synchronized (told) {
            return donePercent;
        }
    }

    private boolean isNews(RolloutEvent.Type type, Release counted) {
        synchronized (told) {
            return counted.id().equals(release) && told.add(type);
        }
    }

    private RolloutEvent event(RolloutEvent.Type type, Release about, @Nullable Tabs tabs) {
        String id = type.wireName() + "-" + about.id();
        return new RolloutEvent(id, type, timer.millis(), about.version(), about.id(), tabs, null);
    }
}
