// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.deployment;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known about the deployment at one moment. Immutable.
 *
 * @param phase how far the deployment is
 * @param since when this phase began, in milliseconds since the epoch
 * @param version the build that the fleet last settled on; null when it has not settled yet
 * @param builds the builds that the last answers named, the most frequent first
 * @param inARow how many answers in a row have named one build by now
 * @param needed how many in a row are needed to settle
 * @param why why nothing is known, for people; null when something is
 */
public record DeploymentState(
        Phase phase,
        long since,
        @Nullable String version,
        List<Build> builds,
        int inARow,
        int needed,
        @Nullable String why) {

    /** Copies the builds. */
    public DeploymentState {
        builds = List.copyOf(builds);
    }

    /** Returns the same state in another phase. */
    DeploymentState as(Phase other) {
        return new DeploymentState(other, since, version, builds, inARow, needed, why);
    }

    /**
     * A build, and how many of the last answers named it.
     *
     * @param version the build id
     * @param answers the number of answers
     */
    public record Build(String version, int answers) {}

    /** How far a deployment is. */
    public enum Phase {
        /** The address cannot be asked, or has not been asked often enough yet. */
        UNKNOWN("unknown"),
        /** The fleet serves two builds, or one other than the one it settled on. */
        DEPLOYING("deploying"),
        /** The whole fleet serves one build. */
        SETTLED("settled"),
        /** The fleet has served two builds for longer than a deployment takes: a canary, or a deployment that is stuck. */
        SPLIT("split"),
        /** The whole fleet serves one build, which was current before. */
        ROLLED_BACK("rolled-back");

        private final String wireName;

        Phase(String wireName) {
            this.wireName = wireName;
        }

        /** Returns the name used in JSON, metrics and logs. */
        public String wireName() {
            return wireName;
        }

        /** Returns whether the whole fleet serves one build. */
        public boolean isSettled() {
            return this == SETTLED || this == ROLLED_BACK;
        }
    }
}
