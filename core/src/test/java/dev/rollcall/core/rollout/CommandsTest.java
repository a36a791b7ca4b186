// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.rollcall.core.FakeTab;
import dev.rollcall.core.ManualClock;
import dev.rollcall.core.Rollcall;
import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.Actor.Via;
import dev.rollcall.core.command.AuditEntry;
import dev.rollcall.core.command.Command;
import dev.rollcall.core.command.Order;
import dev.rollcall.core.command.Outcome;
import dev.rollcall.core.command.Outcome.Status;
import dev.rollcall.core.command.Pace;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Hub;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.message.DataMessage;
import dev.rollcall.core.message.Message;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CommandsTest {

    private static final Actor CI = new Actor("ci-secret", Via.SECRET);

    private final ManualClock clock = new ManualClock();
    private final Rollcall rollcall =
            Rollcall.builder().timer(clock).currentVersion("v1").build();
    private final Hub hub = rollcall.internals().hub();
    private final Commands commands = rollcall.internals().commands();
    private final Releases releases = rollcall.internals().releases();
    private final FakeTab old = new FakeTab();
    private final FakeTab fresh = new FakeTab();

    @AfterEach
    void close() {
        rollcall.close();
    }

    private void twoTabs() {
        old.open(hub, "v1", "/a");
        fresh.open(hub, "v2", "/b");
    }

    private static Map<String, @Nullable Object> fields(FakeTab tab) {
        return ((DataMessage) tab.last()).fields();
    }

    private static Map<String, Object> news(Command command, String version, boolean outdated) {
        return Map.of("version", version, "timestamp", command.at(), "command", command.id(), "outdated", outdated);
    }

    private Outcome release(String version, boolean force) {
        return rollcall.give(Order.release(version, force), CI);
    }

    @Test
    void aReleaseMakesAVersionCurrentAndNotifiesEveryOtherTabOnce() {
        twoTabs();
        Outcome outcome = release("v2", false);
        Command command = outcome.command();
        assertThat(rollcall.currentVersion()).isEqualTo("v2");
        assertThat(outcome).isEqualTo(new Outcome(command, Status.GIVEN, 1, 1, "v1", false));
        assertThat(fields(old)).isEqualTo(news(command, "v2", true));
        assertThat(fields(fresh)).isEqualTo(news(command, "v2", false));
        assertThat(old.received()).hasSize(1);
        assertThat(fresh.received()).hasSize(1);
        assertThat(releases.list()).extracting(Release::version).containsExactly("v2", "v1");
        assertThat(releases.list().get(0))
                .isEqualTo(new Release(command.id(), "v2", false, false, command.at(), CI, 1, 1));
    }

    @Test
    void releasingTheCurrentVersionNotifiesNobodyUnlessForced() {
        twoTabs();
        assertThat(release("v1", false).status()).isEqualTo(Status.UNCHANGED);
        assertThat(commands.audit().list(10)).isEmpty();
        assertThat(release("v1", true).matched()).isEqualTo(1);
        assertThat(fields(fresh)).containsEntry("force", true);
        assertThat(old.received()).isEmpty();
    }

    @Test
    void subscribersSeeTheNewCurrentVersion() {
        twoTabs();
        FakeTab admin = new FakeTab();
        rollcall.internals().statsFeed().subscribe(admin.open(hub, "v1", "/admin"), false);
        clock.runDue();
        int before = admin.received().size();
        release("v2", false);
        clock.advance(Duration.ofSeconds(1));
        assertThat(admin.types().subList(before, admin.types().size())).contains("version", "stats");
        assertThat(rollcall.stats().current()).isEqualTo("v2");
    }

    @Test
    void aTabThatIsLetInWhileAVersionBecomesCurrentIsNotified() {
        Connection late = old.open(hub, "v1", "/");
        Connection lateOnTheNewOne = fresh.open(hub, "v2", "/");
        Release greeted = releases.current();
        release("v2", true);
        int before = old.received().size();
        releases.catchUp(late, greeted);
        assertThat(old.received()).hasSize(before + 1);
        assertThat(fields(old)).containsEntry("version", "v2").containsEntry("force", true);
        releases.catchUp(lateOnTheNewOne, greeted);
        assertThat(fields(fresh)).containsEntry("outdated", false).doesNotContainKey("force");
        releases.catchUp(late, releases.current());
        assertThat(old.received()).hasSize(before + 1);
    }

    @Test
    void goingBackToAVersionThatWasCurrentIsARollbackAndNamedSoEverywhere() {
        twoTabs();
        assertThat(release("v2", false).rollback()).isFalse();
        assertThat(rollcall.dryRun(Order.release("v1", false), CI).rollback()).isTrue();
        Outcome back = release("v1", false);
        assertThat(back.rollback()).isTrue();
        assertThat(back.matched()).isEqualTo(1);
        assertThat(fields(old)).containsEntry("outdated", false).containsEntry("rollback", true);
        assertThat(fields(fresh)).containsEntry("outdated", true).containsEntry("rollback", true);
        assertThat(commands.audit().list(1).get(0).rollback()).isTrue();
        assertThat(releases.list()).extracting(Release::rollback).containsExactly(true, false, false);
        rollcall.give(Order.announce(Target.all()), CI);
        assertThat(fields(fresh)).containsEntry("rollback", true);
        assertThat(release("v1", true).rollback()).isFalse();
        assertThat(fields(fresh)).containsEntry("rollback", true).containsEntry("force", true);
        assertThat(release("v3", false).rollback()).isFalse();
        assertThat(fields(fresh)).doesNotContainKey("rollback");
    }

    @Test
    void aTabThatIsAheadIsNeverForcedBack() {
        releases.seen("v3", false);
        FakeTab ahead = new FakeTab();
        ahead.open(hub, "v3", "/");
        twoTabs();
        assertThat(rollcall.stats().ahead()).isEqualTo(1);
        assertThat(rollcall.stats().outdated()).isEqualTo(1);
        assertThat(release("v1", true).matched()).isEqualTo(1);
        assertThat(ahead.received()).isEmpty();
        assertThat(rollcall.give(Order.reload(Target.outdated()), CI).matched()).isEqualTo(1);
        assertThat(release("v3", false).matched()).isEqualTo(2);
        assertThat(fields(ahead)).containsEntry("outdated", false);
    }

    @Test
    @DisplayName("S14: who did what, when, to which tabs, and to how many")
    void keepsWhatWasDone() {
        twoTabs();
        rollcall.give(Order.reload(Target.route("/a").and(Target.outdated())), CI);
        rollcall.give(Order.reload(Target.route("/a")), CI);
        rollcall.give(Order.announce(Target.all()), Actor.APPLICATION);
        rollcall.give(Order.send(Target.all(), Message.of("hello", Map.of())), CI);
        assertThat(commands.audit().list(3)).hasSize(3);
        List<AuditEntry> all = commands.audit().list(10);
        assertThat(all).extracting(AuditEntry::action).containsExactly("message", "announce", "reload", "reload");
        assertThat(all).extracting(AuditEntry::matched).containsExactly(2, 2, 1, 0);
        assertThat(all.get(3).target()).isEqualTo("routes beginning with /a, outdated");
        assertThat(all.get(0).detail()).isEqualTo("hello");
        assertThat(all).extracting(AuditEntry::id).doesNotHaveDuplicates();
        assertThat(all.get(1).by()).isEqualTo(Actor.APPLICATION);
    }

    @Test
    @DisplayName("S14: whatever the application does itself is in the audit list too")
    void theApplicationIsAuditedLikeEverybodyElse() {
        twoTabs();
        rollcall.send(Target.all(), Message.of("hello", Map.of()));
        rollcall.invalidate(Target.route((String route) -> route.equals("/a")));
        rollcall.announce("v3");
        assertThat(commands.audit().list(10))
                .extracting(AuditEntry::action, AuditEntry::matched)
                .containsExactly(tuple("release", 2), tuple("reload", 1), tuple("message", 2));
    }

    @Test
    void idsAreNotGivenAgainAfterARestart() {
        twoTabs();
        String first = rollcall.give(Order.reload(Target.all()), CI).command().id();
        try (Rollcall restarted = Rollcall.builder().timer(clock).build()) {
            clock.setWallClock(Duration.ofSeconds(5));
            assertThat(restarted.invalidate(Target.all()).command().id()).isNotEqualTo(first);
        }
    }

    @Test
    void remembersReleasesUpToALimit() {
        for (int i = 0; i < Releases.MAX_RELEASES + 5; i++) {
            release("r" + i, false);
        }
        assertThat(releases.list()).hasSize(Releases.MAX_RELEASES);
        assertThat(releases.list().get(0).version()).isEqualTo("r" + (Releases.MAX_RELEASES + 4));
    }

    @Test
    void refusesAVersionThatIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Order.release("a\nb", false))
                .withMessageStartingWith("version: ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rollcall.announce(" "))
                .withMessageStartingWith("version: ");
        assertThat(rollcall.currentVersion()).isEqualTo("v1");
    }

    @Test
    void aDryRunCountsAndNotifiesNobody() {
        twoTabs();
        assertThat(rollcall.dryRun(Order.reload(Target.route("/a")), CI).matched())
                .isEqualTo(1);
        assertThat(rollcall.dryRun(Order.release("v3", false), CI).matched()).isEqualTo(2);
        assertThat(rollcall.dryRun(Order.release("v1", false), CI).matched()).isZero();
        assertThat(rollcall.dryRun(Order.release("v1", true), CI).matched()).isEqualTo(1);
        assertThat(old.received()).isEmpty();
        assertThat(rollcall.currentVersion()).isEqualTo("v1");
        assertThat(commands.audit().list(10)).isEmpty();
    }

    @Test
    void anOutdatedTargetOfAReleaseIsJudgedByTheVersionOfTheCommand() {
        twoTabs();
        release("v2", false);
        int before = old.received().size();
        Outcome outcome = rollcall.give(Order.reload(Target.outdated()), CI);
        assertThat(outcome.matched()).isEqualTo(1);
        assertThat(outcome.command().version()).isEqualTo("v2");
        assertThat(old.received()).hasSize(before + 1);
    }

    @Test
    void whatMakesNobodyReloadHasNoPace() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Order.announce(Target.all()).at(Pace.over(Duration.ofSeconds(1))))
                .withMessageStartingWith("spread: only for commands that make tabs reload");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Order.release("v2", false).within(Duration.ofMinutes(1)))
                .withMessageStartingWith("deadline: ");
    }

    @Test
    void onlyWhatIsDataCanLeaveThisProcess() {
        assertThat(Order.reload(Target.route("/a").and(Target.outdated())).isLocal())
                .isFalse();
        assertThat(Order.reload(Target.route((String route) -> true).and(Target.outdated()))
                        .isLocal())
                .isTrue();
        Message personal = Message.of("hello", Map.of(), tab -> Map.of("you", tab.id()));
        assertThat(Order.send(Target.all(), personal).isLocal()).isTrue();
        assertThat(Order.send(Target.all(), Message.of("hello", Map.of())).isLocal())
                .isFalse();
    }
}
