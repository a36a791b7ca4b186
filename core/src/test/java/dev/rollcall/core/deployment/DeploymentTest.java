// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Internals;
import dev.rollcall.core.ManualClock;
import dev.rollcall.core.Rollcall;
import dev.rollcall.core.command.AuditEntry;
import dev.rollcall.core.deployment.DeploymentState.Phase;
import dev.rollcall.core.telemetry.Telemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is announced, and what is not. Three answers in a row settle. */
class DeploymentTest {

    private final ManualClock clock = new ManualClock();
    private final Rollcall rollcall =
            Rollcall.builder().currentVersion("v1").timer(clock).build();
    private final List<String> phases = new ArrayList<>();
    private final Deployment deployment = deployment(true);

    @AfterEach
    void close() {
        rollcall.close();
    }

    private Deployment deployment(boolean announces) {
        return deployment(rollcall, announces);
    }

    private Deployment deployment(Rollcall watched, boolean announces) {
        return deployment(watched, new DeploymentRules(3, 3, Duration.ofMinutes(1)), announces);
    }

    private Deployment deployment(Rollcall watched, DeploymentRules rules, boolean announces) {
        Internals parts = watched.internals();
        Telemetry telemetry = new Telemetry() {
            @Override
            public void deploymentPhase(String phase) {
                phases.add(phase);
            }
        };
        return new Deployment(
                parts.releases(),
                parts.commands(),
                parts.cluster(),
                clock,
                telemetry,
                parts.events(),
                rules,
                announces);
    }

    private void serve(String version) {
        for (int i = 0; i < 3; i++) {
            deployment.take(new Answer.Named(version));
            clock.advance(Duration.ofSeconds(1));
        }
    }

    private List<String> announcements() {
        return rollcall.internals().commands().audit().list(100).stream()
                .map(entry -> entry.by().name() + " " + entry.detail() + (entry.rollback() ? " back" : ""))
                .toList();
    }

    @Test
    void theBuildThatIsCurrentIsNoNews() {
        serve("v1");
        assertThat(deployment.state().phase()).isEqualTo(Phase.SETTLED);
        assertThat(announcements()).isEmpty();
        assertThat(phases).containsExactly("unknown", "settled");
    }

    @Test
    void aNewBuildIsAnnouncedOnceWhenTheWholeFleetServesIt() {
        serve("v1");
        deployment.take(new Answer.Named("v2"));
        deployment.take(new Answer.Named("v2"));
        assertThat(rollcall.currentVersion()).isEqualTo("v1");
        deployment.take(new Answer.Named("v2"));
        assertThat(rollcall.currentVersion()).isEqualTo("v2");
        serve("v2");
        assertThat(announcements()).containsExactly("check v2");
        assertThat(phases).containsExactly("unknown", "settled", "deploying", "settled");
    }

    @Test
    void aBuildThatWasDeployedWhileNobodyWatchedIsAnnounced() {
        serve("v1");
        serve("v2");
        Deployment next = deployment(true);
        for (int i = 0; i < 3; i++) {
            next.take(new Answer.Named("v3"));
        }
        assertThat(announcements()).containsExactly("check v3", "check v2");
    }

    @Test
    void whereNoVersionIsConfiguredTheFirstOneIsAnnounced() {
        try (Rollcall bare = Rollcall.builder().timer(clock).build()) {
            Deployment first = deployment(bare, true);
            for (int i = 0; i < 3; i++) {
                first.take(new Answer.Named("v7"));
            }
            assertThat(bare.currentVersion()).isEqualTo("v7");
        }
    }

    @Test
    void aVersionThatIsConfiguredAheadOfTheFleetStays() {
        serve("v0");
        assertThat(rollcall.currentVersion()).isEqualTo("v1");
        serve("v1");
        serve("v2");
        assertThat(announcements()).containsExactly("check v2");
    }

    @Test
    void aFleetThatGoesBackIsAnnouncedAsARollback() {
        serve("v1");
        serve("v2");
        serve("v1");
        assertThat(deployment.state().phase()).isEqualTo(Phase.ROLLED_BACK);
        assertThat(announcements()).containsExactly("check v1 back", "check v2");
        assertThat(phases).endsWith("settled", "deploying", "rolled-back");
        clock.advance(Duration.ofMinutes(2));
        serve("v3");
        assertThat(deployment.state().phase()).isEqualTo(Phase.SETTLED);
    }

    @Test
    void aRollbackIsAlsoKnownToACheckThatBeganAfterTheBuildWasAnnounced() {
        serve("v1");
        serve("v2");
        Deployment next = deployment(true);
        for (int i = 0; i < 3; i++) {
            next.take(new Answer.Named("v1"));
        }
        assertThat(announcements()).containsExactly("check v1 back", "check v2");
    }

    @Test
    void whatAPersonAnnouncedAheadOfTheFleetStays() {
        serve("v1");
        rollcall.announce("v2");
        serve("v1");
        deployment.take(new Answer.Failed("down"));
        deployment.take(new Answer.Failed("down"));
        deployment.take(new Answer.Failed("down"));
        serve("v1");
        assertThat(rollcall.currentVersion()).isEqualTo("v2");
        serve("v2");
        assertThat(announcements()).containsExactly("application v2");
        assertThat(deployment.state().phase()).isEqualTo(Phase.SETTLED);
    }

    @Test
    void aRollbackThatAPersonAnnouncedAheadOfTheFleetStays() {
        serve("v1");
        serve("v2");
        rollcall.announce("v1");
        clock.advance(Duration.ofMinutes(5));
        assertThat(rollcall.currentVersion()).isEqualTo("v1");
        serve("v1");
        assertThat(deployment.state().phase()).isEqualTo(Phase.ROLLED_BACK);
        assertThat(announcements()).containsExactly("application v1 back", "check v2");
    }

    @Test
    void listenersHearOfWhatIsNews() {
        List<String> heard = new ArrayList<>();
        rollcall.internals().events().listen(event -> heard.add(event.type().wireName() + " " + event.version()));
        serve("v1");
        assertThat(heard).isEmpty();
        serve("v2");
        serve("v1");
        assertThat(heard).containsExactly("announced v2", "settled v2", "announced v1", "rolled-back v1");
        heard.clear();
        for (int i = 0; i < 70; i++) {
            deployment.take(new Answer.Named(i % 2 == 0 ? "canary" : "v1"));
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(heard).containsExactly("split v1");
    }

    @Test
    void whereOneAnswerIsEnoughEachBuildIsTold() {
        List<String> heard = new ArrayList<>();
        rollcall.internals().events().listen(event -> heard.add(event.type().wireName() + " " + event.version()));
        Deployment quick = deployment(rollcall, new DeploymentRules(1, 3, Duration.ofMinutes(1)), true);
        quick.take(new Answer.Named("v1"));
        quick.take(new Answer.Named("v2"));
        assertThat(heard).containsExactly("announced v2", "settled v2");
    }

    @Test
    void whatSpeaksAgainstAnAnnouncementIsSaid() {
        assertThat(deployment.contradiction("v2")).isNull();
        serve("v1");
        assertThat(deployment.contradiction("v1")).isNull();
        assertThat(deployment.contradiction("v2"))
                .isEqualTo("the deployment check says settled on v1: of the last 3 answers 0 named v2");
        deployment.take(new Answer.Named("v2"));
        assertThat(deployment.contradiction("v2"))
                .isEqualTo("the deployment check says deploying: of the last 3 answers 1 named v2");
    }

    @Test
    void aCheckThatOnlyWatchesAnnouncesNothing() {
        Deployment watching = deployment(false);
        for (int i = 0; i < 3; i++) {
            watching.take(new Answer.Named("v2"));
        }
        assertThat(watching.state().phase()).isEqualTo(Phase.SETTLED);
        assertThat(watching.hasSeen("v2")).isTrue();
        assertThat(watching.hasSeen("v3")).isFalse();
        assertThat(announcements()).isEmpty();
    }

    @Test
    void theAuditListSaysThatTheCheckDidIt() {
        serve("v1");
        serve("v2");
        AuditEntry entry = rollcall.internals().commands().audit().list(1).get(0);
        assertThat(entry.action()).isEqualTo("release");
        assertThat(entry.by().via().wireName()).isEqualTo("application");
    }

    @Test
    void aNodeThatRestsKnowsNothingOfThePhaseAndAllOfTheBuilds() {
        serve("v1");
        deployment.rest();
        assertThat(deployment.state().phase()).isEqualTo(Phase.UNKNOWN);
        assertThat(deployment.hasSeen("v1")).isTrue();
        assertThat(phases).containsExactly("unknown", "settled", "unknown");
    }
}
