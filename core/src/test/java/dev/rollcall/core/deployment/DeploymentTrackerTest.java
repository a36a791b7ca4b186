// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.deployment.DeploymentState.Build;
import dev.rollcall.core.deployment.DeploymentState.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** One answer a second; ten in a row settle; two builds for a minute are a split. */
class DeploymentTrackerTest {

    private static final DeploymentRules RULES = new DeploymentRules(10, 3, Duration.ofMinutes(1));

    private DeploymentTracker tracker = new DeploymentTracker(RULES, 0, 0);
    private final List<String> settled = new ArrayList<>();
    private long now;

    private void take(Answer answer) {
        now += 1_000;
        if (tracker.take(answer, now, now)) {
            settled.add(String.valueOf(tracker.settled()));
        }
    }

    private void named(String version, int times) {
        for (int i = 0; i < times; i++) {
            take(new Answer.Named(version));
        }
    }

    private void failed(int times) {
        for (int i = 0; i < times; i++) {
            take(new Answer.Failed("no answer"));
        }
    }

    private DeploymentState state() {
        return tracker.state(now);
    }

    @Test
    void itIsUnknownUntilEnoughAnswersInARowAgree() {
        assertThat(state().phase()).isEqualTo(Phase.UNKNOWN);
        assertThat(state().why()).isEqualTo("not asked yet");
        named("v1", 9);
        assertThat(state().phase()).isEqualTo(Phase.UNKNOWN);
        assertThat(state().why()).isEqualTo("only 9 of 10 answers in a row so far");
        named("v1", 1);
        assertThat(state().phase()).isEqualTo(Phase.SETTLED);
        assertThat(state().version()).isEqualTo("v1");
        assertThat(state().why()).isNull();
        assertThat(settled).containsExactly("v1");
    }

    @Test
    void aDeploymentIsUnderWayFromTheFirstNewAnswerToTheTenthInARow() {
        named("v1", 10);
        named("v2", 1);
        long since = now;
        named("v1", 2);
        named("v2", 9);
        assertThat(state().phase()).isEqualTo(Phase.DEPLOYING);
        assertThat(state().since()).isEqualTo(since);
        assertThat(state().version()).isEqualTo("v1");
        assertThat(state().builds()).containsExactly(new Build("v2", 9), new Build("v1", 1));
        assertThat(state().inARow()).isEqualTo(9);
        named("v2", 1);
        assertThat(state().phase()).isEqualTo(Phase.SETTLED);
        assertThat(settled).containsExactly("v1", "v2");
    }

    @Test
    void anAnswerThatFailsBreaksTheRowAndOneFromACacheDoesNot() {
        named("v1", 9);
        take(new Answer.Cached("age"));
        take(new Answer.Cached("age"));
        named("v1", 1);
        assertThat(settled).containsExactly("v1");
        named("v2", 9);
        failed(1);
        named("v2", 9);
        assertThat(settled).containsExactly("v1");
        named("v2", 1);
        assertThat(settled).containsExactly("v1", "v2");
    }

    @Test
    void anAddressThatIsDownLeavesNothingKnownAndComesBackWithoutNews() {
        named("v1", 10);
        failed(2);
        assertThat(state().phase()).isEqualTo(Phase.SETTLED);
        failed(1);
        assertThat(state().phase()).isEqualTo(Phase.UNKNOWN);
        assertThat(state().why()).isEqualTo("no answer");
        assertThat(state().builds()).isEmpty();
        named("v1", 9);
        assertThat(state().phase()).isEqualTo(Phase.UNKNOWN);
        named("v1", 1);
        assertThat(state().phase()).isEqualTo(Phase.SETTLED);
    }

    @Test
    void aFleetThatIsReplacedWhileItIsDownIsSeenToDeploy() {
        named("v1", 10);
        failed(5);
        named("v2", 1);
        assertThat(state().phase()).isEqualTo(Phase.DEPLOYING);
        named("v2", 9);
        assertThat(settled).containsExactly("v1", "v2");
    }

    @Test
    void answersFromACacheAloneSayNothing() {
        for (int i = 0; i < 30; i++) {
            take(new Answer.Cached("a cache answered"));
        }
        assertThat(state().phase()).isEqualTo(Phase.UNKNOWN);
        assertThat(state().why()).isEqualTo("a cache answered");
        assertThat(settled).isEmpty();
    }

    @Test
    void aCanaryThatStaysBecomesASplitAndIsNeverSettledOn() {
        named("v1", 10);
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            named(random.nextInt(20) == 0 ? "canary" : "v1", 1);
        }
        assertThat(settled).doesNotContain("canary");
        for (int i = 0; i < 200; i++) {
            named(i % 5 == 0 ? "canary" : "v1", 1);
        }
        assertThat(state().phase()).isEqualTo(Phase.SPLIT);
        named("canary", 39);
        assertThat(state().phase()).isEqualTo(Phase.SPLIT);
        named("canary", 1);
        assertThat(state().phase()).isEqualTo(Phase.SETTLED);
        assertThat(state().version()).isEqualTo("canary");
    }

    @Test
    void aDeploymentThatIsTakenBackNeedsFourTimesAsManyAnswersAndIsNoNews() {
        named("v1", 10);
        named("v2", 3);
        named("v1", 39);
        assertThat(state().phase()).isEqualTo(Phase.DEPLOYING);
        assertThat(state().needed()).isEqualTo(40);
        named("v1", 1);
        assertThat(state().phase()).isEqualTo(Phase.SETTLED);
        assertThat(settled).containsExactly("v1", "v1");
    }

    @Test
    void oneBuildAloneIsNoSplitHoweverSlowly() {
        named("v1", 10);
        for (int i = 0; i < 20; i++) {
            named("v2", 9);
            failed(1);
        }
        assertThat(state().phase()).isEqualTo(Phase.DEPLOYING);
        assertThat(settled).containsExactly("v1");
    }

    @Test
    void aRollbackIsFollowedAtOnceAndFlappingMoreAndMoreSlowly() {
        tracker = new DeploymentTracker(new DeploymentRules(10, 3, Duration.ofMinutes(10)), 0, 0);
        named("v1", 10);
        named("v2", 10);
        named("v1", 10);
        assertThat(settled).containsExactly("v1", "v2", "v1");
        named("v2", 10);
        assertThat(settled).hasSize(3);
        named("v2", 10);
        assertThat(settled).hasSize(4);
        named("v1", 39);
        assertThat(settled).hasSize(4);
        named("v1", 1);
        assertThat(settled).containsExactly("v1", "v2", "v1", "v2", "v1");
    }

    @Test
    void whatFlapsFasterThanARowNeverSettles() {
        for (int i = 0; i < 500; i++) {
            named(i % 2 == 0 ? "v1" : "v2", 9);
        }
        assertThat(settled).isEmpty();
        assertThat(state().phase()).isEqualTo(Phase.SPLIT);
    }

    @Test
    void afterAQuietTimeAChangeIsFollowedAtOnceAgain() {
        named("v1", 10);
        named("v2", 10);
        named("v1", 10);
        now += Duration.ofMinutes(2).toMillis();
        named("v2", 10);
        assertThat(settled).containsExactly("v1", "v2", "v1", "v2");
    }
}
