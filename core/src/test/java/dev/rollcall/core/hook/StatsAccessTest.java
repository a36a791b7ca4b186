// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Await;
import dev.rollcall.core.CoreSettings;
import dev.rollcall.core.FakeTab;
import dev.rollcall.core.ManualClock;
import dev.rollcall.core.Rollcall;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.core.hook.StatsAuthorizer.StatsRequest;
import dev.rollcall.core.setting.SettingValues;
import dev.rollcall.core.telemetry.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatsAccessTest {

    /** A request that is answered at once. */
    private static final StatsRequest NEXT = Requests.from("next");

    private final ManualClock clock = new ManualClock();
    private final List<CompletableFuture<Decision>> questions = new CopyOnWriteArrayList<>();
    private final Rollcall rollcall = Rollcall.builder()
            .timer(clock)
            .settings(SettingValues.none().with(CoreSettings.AUTHORIZER_THREADS, 1))
            .statsAuthorizer(this::ask)
            .build();
    private final FakeTab admin = new FakeTab();
    private final Connection tab = admin.open(rollcall.internals().hub(), "v1", "/admin");

    @AfterEach
    void close() {
        rollcall.close();
    }

    private CompletableFuture<Decision> ask(StatsRequest request) {
        if (request.equals(NEXT)) {
            return CompletableFuture.completedFuture(Decision.granted());
        }
        CompletableFuture<Decision> question = new CompletableFuture<>();
        questions.add(question);
        return question;
    }

    @Test
    void nothingIsSentBeforeTheAnswer() {
        subscribe(false);
        FakeTab.any(rollcall.internals().hub(), "v1", "/a");
        clock.advance(Duration.ofSeconds(1));
        assertThat(admin.received()).isEmpty();
        answer(0, Decision.granted());
        clock.runDue();
        assertThat(admin.types()).containsExactly("stats");
    }

    @Test
    void aNoIsToldAndNothingElse() {
        subscribe(false);
        answer(0, Decision.denied());
        assertThat(admin.types()).containsExactly("stats-unauthorized");
        assertNothingComes();
    }

    @Test
    void whoIsNotAnsweredInTimeIsRefused() {
        subscribe(false);
        clock.advance(GuardedAuthorizer.TIMEOUT);
        assertThat(admin.types()).containsExactly("stats-unauthorized");
        answer(0, Decision.granted());
        assertNothingComes();
    }

    @Test
    void isAskedAgainEveryThirtyMinutesAndStatsGoOn() {
        grant(Decision.granted());
        clock.advance(StatsAccess.RECHECK.minusMillis(1));
        assertThat(questions).hasSize(1);
        clock.advance(Duration.ofMillis(1));
        awaitQuestion(1);
        answer(1, Decision.granted());
        FakeTab.any(rollcall.internals().hub(), "v1", "/a");
        clock.runDue();
        assertThat(admin.types()).containsExactly("stats", "stats");
        clock.advance(StatsAccess.RECHECK);
        awaitQuestion(2);
    }

    @Test
    void whoLosesTheRightIsToldOnceAndSentNoMoreStats() {
        grant(Decision.granted());
        clock.advance(StatsAccess.RECHECK);
        awaitQuestion(1);
        answer(1, Decision.denied());
        assertThat(admin.types()).containsExactly("stats", "stats-unauthorized");
        assertNothingComes();
    }

    @Test
    void isAskedAgainWhenThePermissionEndsEarlier() {
        grant(Decision.grantedUntil(in(Duration.ofMinutes(10))));
        clock.advance(Duration.ofMinutes(10));
        awaitQuestion(1);
        answer(1, Decision.grantedUntil(in(Duration.ofDays(1))));
        clock.advance(StatsAccess.RECHECK.minusMillis(1));
        assertThat(questions).hasSize(2);
        clock.advance(Duration.ofMillis(1));
        awaitQuestion(2);
    }

    @Test
    void aPermissionThatIsOverIsNone() {
        subscribe(false);
        answer(0, Decision.grantedUntil(in(Duration.ZERO)));
        assertThat(admin.types()).containsExactly("stats-unauthorized");
        assertNothingComes();
    }

    @Test
    void whoHasTheRightKeepsItWhileItCannotBeDecidedForAsLongAgainAtMost() {
        grant(Decision.granted());
        clock.advance(StatsAccess.RECHECK);
        for (int i = 1; i < 30; i++) {
            awaitQuestion(i);
            answer(i, Decision.denied(Refusal.CALLBACK_FAILED));
            assertThat(admin.types()).containsExactly("stats");
            clock.advance(StatsAccess.ASK_AGAIN);
        }
        awaitQuestion(30);
        answer(30, Decision.denied(Refusal.CALLBACK_FAILED));
        assertThat(admin.types()).containsExactly("stats", "stats-unauthorized");
        assertNothingComes();
    }

    @Test
    void aNewerSubscriptionThatCannotBeDecidedKeepsTheRightOfTheFormer() {
        grant(Decision.granted());
        subscribe(false);
        answer(1, Decision.denied(Refusal.AUTHORIZER_BUSY));
        clock.advance(Duration.ofSeconds(1));
        assertThat(admin.types()).containsExactly("stats", "stats");
    }

    @Test
    void aPermissionThatIsOverIsNotKept() {
        grant(Decision.grantedUntil(in(Duration.ofMinutes(10))));
        clock.advance(Duration.ofMinutes(10));
        awaitQuestion(1);
        answer(1, Decision.denied(Refusal.CALLBACK_FAILED));
        assertThat(admin.types()).containsExactly("stats", "stats-unauthorized");
    }

    @Test
    void onlyThoseWhoseSessionEndedAreCheckedAndDoubtIsNoForThem() {
        grant(Decision.granted());
        rollcall.internals().statsAccess().recheck(request -> false);
        assertThat(questions).hasSize(1);
        rollcall.internals()
                .statsAccess()
                .recheck(request -> request.connectionId().equals(tab.id()));
        awaitQuestion(1);
        answer(1, Decision.denied(Refusal.AUTHORIZER_BUSY));
        assertThat(admin.types()).containsExactly("stats", "stats-unauthorized");
    }

    @Test
    void aTabThatClosesWhileTheQuestionIsOpenLeavesNothingBehind() {
        subscribe(false);
        rollcall.internals().hub().close(tab, Disconnect.CLIENT_LEFT);
        answer(0, Decision.granted());
        assertNothingComes();
        assertThat(admin.received()).isEmpty();
        assertThat(clock.waiting()).isZero();
    }

    @Test
    void aTabThatIsClosedAlreadyIsNotAskedFor() {
        rollcall.internals().hub().close(tab, Disconnect.CLIENT_LEFT);
        rollcall.internals().statsAccess().subscribe(tab, Requests.from(tab.id()), false);
        assertThat(clock.waiting()).isZero();
        assertThat(questions).isEmpty();
    }

    @Test
    void whoWantsNoMoreIsNotSentStatsByAnAnswerThatComesLate() {
        subscribe(false);
        rollcall.internals().statsAccess().unsubscribe(tab);
        answer(0, Decision.granted());
        assertNothingComes();
        assertThat(admin.received()).isEmpty();
        assertThat(clock.waiting()).isZero();
    }

    @Test
    void unsubscribingCallsTheNextCheckOff() {
        grant(Decision.granted());
        rollcall.internals().statsAccess().unsubscribe(tab);
        clock.advance(StatsAccess.RECHECK);
        assertNothingComes();
        assertThat(questions).hasSize(1);
        assertThat(clock.waiting()).isZero();
    }

    @Test
    void aNewerSubscriptionTakesThePlaceOfTheFormer() {
        subscribe(false);
        subscribe(true);
        answer(0, Decision.denied());
        assertThat(admin.received()).isEmpty();
        answer(1, Decision.granted());
        FakeTab.any(rollcall.internals().hub(), "v1", "/a");
        clock.runDue();
        FakeTab.any(rollcall.internals().hub(), "v1", "/b");
        clock.advance(Duration.ofSeconds(1));
        assertThat(admin.types()).containsExactly("stats", "stats-delta");
        assertThat(clock.waiting()).as("one next check").isEqualTo(1);
    }

    @Test
    void aNewerSubscriptionThatIsRefusedEndsTheFormerToo() {
        grant(Decision.granted());
        subscribe(false);
        answer(1, Decision.denied());
        assertThat(admin.types()).containsExactly("stats", "stats-unauthorized");
        assertNothingComes();
        assertThat(clock.waiting()).isZero();
    }

    private void grant(Decision decision) {
        subscribe(false);
        answer(0, decision);
        clock.runDue();
        assertThat(admin.types()).containsExactly("stats");
    }

    private void subscribe(boolean delta) {
        int before = questions.size();
        rollcall.internals().statsAccess().subscribe(tab, Requests.from(tab.id()), delta);
        awaitQuestion(before);
    }

    private void awaitQuestion(int number) {
        Await.until("question " + number, () -> questions.size() > number);
        // The one thread that asks answers the next question after it has begun to listen to this one.
        AtomicBoolean listens = new AtomicBoolean();
        rollcall.internals().statsAccess().decide(NEXT, decision -> listens.set(true));
        Await.until("listening", listens::get);
    }

    private void answer(int number, Decision decision) {
        questions.get(number).complete(decision);
    }

    private Instant in(Duration time) {
        return Instant.ofEpochMilli(clock.millis()).plus(time);
    }

    private void assertNothingComes() {
        int sent = admin.received().size();
        FakeTab.any(rollcall.internals().hub(), "v1", "/late");
        clock.advance(Duration.ofSeconds(10));
        assertThat(admin.received()).hasSize(sent);
        assertThat(rollcall.internals().statsFeed().subscribers()).isZero();
    }
}
