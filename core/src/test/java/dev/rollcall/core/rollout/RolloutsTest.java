// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rollcall.core.FakeTab;
import dev.rollcall.core.ManualClock;
import dev.rollcall.core.Rollcall;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.message.DataMessage;
import dev.rollcall.core.message.Message;
import dev.rollcall.core.rollout.Actor.Via;
import dev.rollcall.core.rollout.Command.Action;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RolloutsTest {

    private static final Actor CI = new Actor("ci-secret", Via.SECRET);

    private final ManualClock clock = new ManualClock();
    private final Rollcall rollcall =
            Rollcall.builder().timer(clock).currentVersion("v1").build();
    private final Rollouts rollouts = rollcall.rollouts();
    private final FakeTab old = new FakeTab();
    private final FakeTab fresh = new FakeTab();

    @AfterEach
    void close() {
        rollcall.close();
    }

    private void twoTabs() {
        old.open(rollcall.hub(), "v1", "/a");
        fresh.open(rollcall.hub(), "v2", "/b");
    }

    private static Map<String, @Nullable Object> fields(FakeTab tab) {
        return ((DataMessage) tab.last()).fields();
    }

    @Test
    void announcingPutsAVersionInForceAndTellsEveryOtherTabOnce() {
        twoTabs();
        Release release = Objects.requireNonNull(rollouts.announce("v2", false, CI));
        assertThat(rollcall.currentVersion()).isEqualTo("v2");
        assertThat(release.told()).isEqualTo(1);
        assertThat(fresh.received()).isEmpty();
        assertThat(fields(old)).isEqualTo(Map.of("version", "v2", "timestamp", release.at(), "command", release.id()));
        assertThat(rollouts.releases()).extracting(Release::version).containsExactly("v2", "v1");
        assertThat(rollouts.releases().get(0)).isEqualTo(release);
    }

    @Test
    void announcingTheVersionInForceTellsNobodyUnlessForced() {
        twoTabs();
        assertThat(rollouts.announce("v1", false, CI)).isNull();
        assertThat(rollouts.commands(10)).isEmpty();
        Release forced = Objects.requireNonNull(rollouts.announce("v1", true, CI));
        assertThat(forced.told()).isEqualTo(1);
        assertThat(fields(fresh)).containsEntry("force", true);
        assertThat(old.received()).isEmpty();
    }

    @Test
    void subscribersSeeTheNewVersionInForce() {
        twoTabs();
        FakeTab admin = new FakeTab();
        rollcall.statsFeed().subscribe(admin.open(rollcall.hub(), "v1", "/admin"), false);
        clock.runDue();
        int before = admin.received().size();
        rollouts.announce("v2", false, CI);
        clock.advance(java.time.Duration.ofSeconds(1));
        assertThat(admin.types().subList(before, admin.types().size())).contains("version", "stats");
        assertThat(rollcall.stats().current()).isEqualTo("v2");
    }

    @Test
    void aTabLetInWhileAVersionComesInForceHearsOfIt() {
        Connection late = old.open(rollcall.hub(), "v1", "/");
        rollouts.announce("v2", true, CI);
        int before = old.received().size();
        rollouts.catchUp(late, "v1");
        assertThat(old.received()).hasSize(before + 1);
        assertThat(fields(old)).containsEntry("version", "v2").containsEntry("force", true);
        rollouts.catchUp(late, "v2");
        assertThat(old.received()).hasSize(before + 1);
    }

    @Test
    @DisplayName("S14: who did what, when, to which tabs, and how many these were")
    void keepsWhatWasDone() {
        twoTabs();
        rollouts.reload(Target.route("/a").and(Target.outdated()), CI);
        rollouts.reload(Target.route("/a"), CI);
        rollouts.announce(Target.all(), Actor.APPLICATION);
        rollouts.send(Target.all(), Message.of("hello", Map.of()), CI);
        assertThat(rollouts.commands(3)).hasSize(3);
        List<Command> all = rollouts.commands(10);
        assertThat(all)
                .extracting(Command::action)
                .containsExactly(Action.MESSAGE, Action.ANNOUNCE, Action.RELOAD, Action.RELOAD);
        assertThat(all).extracting(Command::matched).containsExactly(2, 2, 1, 0);
        assertThat(all.get(3).target()).isEqualTo("routes beginning with /a, outdated");
        assertThat(all.get(0).detail()).isEqualTo("hello");
        assertThat(all).extracting(Command::id).doesNotHaveDuplicates();
        assertThat(all.get(1).by()).isEqualTo(Actor.APPLICATION);
    }

    @Test
    void namesAreNotGivenAgainAfterARestart() {
        twoTabs();
        String first = rollouts.reload(Target.all(), CI).id();
        try (Rollcall restarted = Rollcall.builder().timer(clock).build()) {
            clock.setWallClock(java.time.Duration.ofSeconds(5));
            assertThat(restarted.rollouts().reload(Target.all(), CI).id()).isNotEqualTo(first);
        }
    }

    @Test
    void remembersSoManyAndNoMore() {
        for (int i = 0; i < Rollouts.MAX_RELEASES + 5; i++) {
            rollouts.announce("r" + i, false, CI);
        }
        assertThat(rollouts.releases()).hasSize(Rollouts.MAX_RELEASES);
        assertThat(rollouts.releases().get(0).version()).isEqualTo("r" + (Rollouts.MAX_RELEASES + 4));
    }

    @Test
    void refusesAVersionThatIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rollouts.announce("a\nb", false, CI))
                .withMessageContaining("1 to 128 printable");
        assertThat(rollcall.currentVersion()).isEqualTo("v1");
    }

    @Test
    void countsWithoutTellingAnybody() {
        twoTabs();
        assertThat(rollouts.count(Target.route("/a"))).isEqualTo(1);
        assertThat(rollouts.countOthers("v3")).isEqualTo(2);
        assertThat(old.received()).isEmpty();
    }
}
