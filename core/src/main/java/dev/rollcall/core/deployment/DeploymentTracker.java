// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.deployment;

import dev.rollcall.core.deployment.DeploymentState.Build;
import dev.rollcall.core.deployment.DeploymentState.Phase;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Works out how far a deployment is, from one answer after another. Not thread-safe. */
final class DeploymentTracker {

    /*
     * Design: a build is settled when enough answers in a row name it: a fleet that partly serves another build is
     * unlikely to give that many. That number is too small when there are many chances: a permanent canary is asked
     * again and again, and sooner or later a row of answers misses it. So leaving a split takes four times as many
     * answers, and so does accepting that a build seen beside the settled one is gone. For a fleet that changes back
     * and forth, each further change takes twice as many answers; one deployment and one rollback are followed without
     * delay.
     */

    /** By what factor more answers are needed to believe that one of two builds has gone. */
    static final int SURE = 4;

    /** Rows are doubled at most this many times. */
    private static final int MOST_DOUBLINGS = 4;

    private final DeploymentRules rules;
    private final Deque<String> window = new ArrayDeque<>();
    private final Deque<Long> changes = new ArrayDeque<>();
    private Phase phase = Phase.UNKNOWN;
    private long sinceTicks;
    private long since;
    private @Nullable String settled;
    private @Nullable String why;
    private String row = "";
    private int inARow;
    private int withoutBuild;

    DeploymentTracker(DeploymentRules rules, long ticks, long millis) {
        this.rules = rules;
        begin(Phase.UNKNOWN, ticks, millis);
        why = "not asked yet";
    }

    /**
     * Takes an answer in.
     *
     * @param ticks the time that passes, in milliseconds
     * @param millis the time of day, in milliseconds since the epoch
     * @return whether this answer settled the fleet, perhaps on the build that it had settled on before
     */
    boolean take(Answer answer, long ticks, long millis) {
        if (answer instanceof Answer.Named named) {
            return named(named.version(), ticks, millis);
        }
        if (answer instanceof Answer.Failed failed) {
            inARow = 0; // a server that does not answer may serve anything
            nothing(failed.why(), ticks, millis);
        } else if (answer instanceof Answer.Cached cached) {
            nothing(cached.why(), ticks, millis);
        }
        return false;
    }

    private void nothing(String reason, long ticks, long millis) {
        withoutBuild++;
        if (withoutBuild >= rules.failures()) {
            why = reason;
            window.clear();
            inARow = 0;
            if (phase != Phase.UNKNOWN) {
                begin(Phase.UNKNOWN, ticks, millis);
            }
        }
    }

    private boolean named(String version, long ticks, long millis) {
        withoutBuild = 0;
        window.add(version);
        if (window.size() > rules.answers()) {
            window.remove();
        }
        inARow = version.equals(row) ? inARow + 1 : 1;
        row = version;
        if (phase.isSettled() && version.equals(settled)) {
            return false;
        }
        if (inARow >= needed(ticks)) {
            settle(version, ticks, millis);
            return true;
        }
        unsettled(ticks, millis);
        return false;
    }

    private void settle(String version, long ticks, long millis) {
        if (settled != null && !version.equals(settled)) {
            changes.add(ticks);
            if (changes.size() > MOST_DOUBLINGS + 1) {
                changes.removeFirst();
            }
        }
        settled = version;
        why = null;
        begin(Phase.SETTLED, ticks, millis);
    }

    private void unsettled(long ticks, long millis) {
        boolean moves = builds().size() > 1 || (settled != null && !row.equals(settled));
        if (moves && phase != Phase.DEPLOYING && phase != Phase.SPLIT) {
            why = null;
            begin(Phase.DEPLOYING, ticks, millis);
        } else if (phase == Phase.UNKNOWN) {
            why = "only " + inARow + " of " + needed(ticks) + " answers in a row so far";
        } else if (phase == Phase.DEPLOYING
                && builds().size() > 1
                && ticks - sinceTicks >= rules.splitAfter().toMillis()) {
            begin(Phase.SPLIT, ticks, millis);
        }
    }

    private void begin(Phase next, long ticks, long millis) {
        phase = next;
        sinceTicks = ticks;
        since = millis;
    }

    /** Returns how many answers in a row are needed now, for the build that the last one named. */
    private int needed(long ticks) {
        boolean back = phase == Phase.DEPLOYING && row.equals(settled);
        if (back || phase == Phase.SPLIT) {
            return SURE * rules.answers();
        }
        while (!changes.isEmpty()
                && ticks - changes.getFirst() > rules.splitAfter().toMillis()) {
            changes.removeFirst();
        }
        int doublings = row.equals(settled) ? 0 : Math.min(Math.max(0, changes.size() - 1), MOST_DOUBLINGS);
        return rules.answers() << doublings;
    }

    private List<Build> builds() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        window.forEach(version -> counts.merge(version, 1, Integer::sum));
        return counts.entrySet().stream()
                .map(entry -> new Build(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingInt(Build::answers).reversed())
                .toList();
    }

    /** Returns the build that the fleet last settled on; null when it has not settled yet. */
    @Nullable
    String settled() {
        return settled;
    }

    Phase phase() {
        return phase;
    }

    /** Returns whether the whole fleet serves this build. */
    boolean isSettledOn(String version) {
        return phase.isSettled() && Objects.equals(version, settled);
    }

    DeploymentState state(long ticks) {
        return new DeploymentState(
                phase, since, settled, builds(), inARow, needed(ticks), phase == Phase.UNKNOWN ? why : null);
    }
}
